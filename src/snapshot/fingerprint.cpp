#include "snapshot/fingerprint.h"

#include <algorithm>

#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

// Each scalar with its length, so that no two values run into the same text.
void append_text(char kind, std::string_view text, std::string& out) {
  out += kind + std::to_string(text.size()) + ':';
  out += text;
}

void append(Node value, std::string& out) {
  switch (value.kind()) {
    case Kind::Null:
      out += 'z';
      return;
    case Kind::Boolean:
      append_text('b', value.text(), out);
      return;
    case Kind::Number:
      append_text('n', value.text(), out);
      return;
    case Kind::String:
      append_text('s', value.text(), out);
      return;
    case Kind::Array:
      out += '[';
      for (std::size_t i = 0; i < value.size(); ++i) append(value[i], out);
      out += ']';
      return;
    case Kind::Object: {
      std::vector<document::Member> members = value.members();
      std::ranges::sort(members, {}, &document::Member::key);
      out += '{';
      for (const document::Member& member : members) {
        append_text('k', member.key, out);
        append(member.value, out);
      }
      out += '}';
      return;
    }
  }
}

}  // namespace

std::string fingerprint(Node value) {
  std::string text;
  append(value, text);
  return sha256_hex(text);
}

}  // namespace postern::snapshot
