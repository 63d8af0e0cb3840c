// JSON, JSON streams, YAML and gzip files. JSON is compared with what nlohmann/json makes of the
// same text: our tree is built from its events, but finds each token's text by itself.
#include "document/document.h"

#include <optional>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "fuzz/checks.h"
#include "fuzz/target.h"
#include "support/check.h"

namespace postern::fuzz {
namespace {

using document::Document;
using document::Kind;
using document::Node;
using nlohmann::json;

/// What `read` returns; nothing if it throws Error, which is checked.
template <typename Read>
auto attempt(const Lines& lines, const Read& read) -> std::optional<decltype(read())> {
  try {
    return read();
  } catch (const Error& error) {
    check(error, lines);
    return std::nullopt;
  }
}

bool equal(Node node, const json& value) {
  switch (node.kind()) {
    case Kind::Null:
      return value.is_null();
    case Kind::Boolean:
      return value.is_boolean() && node.boolean() == value.get<bool>();
    case Kind::Number:
      return value.is_number() && json::parse(node.text()) == value;
    case Kind::String:
      return value.is_string() && node.text() == value.get_ref<const std::string&>();
    case Kind::Array: {
      if (!value.is_array() || value.size() != node.size()) return false;
      for (std::size_t i = 0; i < node.size(); ++i) {
        if (!equal(node[i], value[i])) return false;
      }
      return true;
    }
    case Kind::Object: {
      const std::vector<document::Member> members = node.members();
      if (!value.is_object() || value.size() != members.size()) return false;
      for (const document::Member& member : members) {
        const auto found = value.find(member.key);
        if (found == value.end() || !equal(member.value, *found)) return false;
      }
      return true;
    }
  }
  internal_error("unknown kind");
}

/// Every value of JSON text stands where its first byte is.
void check_starts(Node node, const Lines& lines) {
  const char first = lines.at(node.where());
  switch (node.kind()) {
    case Kind::Null:
      POSTERN_CHECK(first == 'n');
      return;
    case Kind::Boolean:
    case Kind::Number:
      POSTERN_CHECK(first == node.text().front());
      return;
    case Kind::String:
      POSTERN_CHECK(first == '"');
      return;
    case Kind::Array:
      POSTERN_CHECK(first == '[');
      for (const Node& element : node.elements()) check_starts(element, lines);
      return;
    case Kind::Object:
      POSTERN_CHECK(first == '{');
      for (const document::Member& member : node.members()) {
        POSTERN_CHECK(lines.at(member.key_where()) == '"');
        check_starts(member.value, lines);
      }
      return;
  }
}

void run_text(std::string_view text) {
  const Lines lines(text);
  const document::Limits limits = small_limits();
  const auto one = attempt(lines, [&] { return document::parse_json(input_name, text, limits); });
  const auto stream =
      attempt(lines, [&] { return document::parse_json_stream(input_name, text, limits); });
  const auto yaml = attempt(lines, [&] { return document::parse_yaml(input_name, text, limits); });
  if (one) {
    check(one->root(), lines);
    check_starts(one->root(), lines);
    POSTERN_CHECK(equal(one->root(), json::parse(text)));
    POSTERN_CHECK(stream && stream->size() == 1 && same(one->root(), stream->front().root()));
    // JSON is YAML: two readers of one text must not see two policies.
    if (yaml) POSTERN_CHECK(same(one->root(), yaml->root()));
  }
  if (stream && !one) {
    POSTERN_CHECK(stream->size() > 1);
    for (const Document& document : *stream) {
      check(document.root(), lines);
      check_starts(document.root(), lines);
    }
  }
  if (yaml) check(yaml->root(), lines);
}

/// The input as read_file reads it from a file, which is one in memory.
std::optional<std::string> unpacked(std::string_view input) {
  const int file = memfd_create("input", 0);
  POSTERN_CHECK(file >= 0);
  POSTERN_CHECK(write(file, input.data(), input.size()) == static_cast<ssize_t>(input.size()));
  const Lines nothing("");
  std::optional<std::string> bytes = attempt(nothing, [&] {
    return document::read_file("/proc/self/fd/" + std::to_string(file), small_limits());
  });
  close(file);
  return bytes;
}

}  // namespace

void run(std::string_view input) {
  if (input.starts_with("\x1F\x8B")) {
    if (const std::optional<std::string> text = unpacked(input)) run_text(*text);
  } else {
    run_text(input);
  }
}

}  // namespace postern::fuzz
