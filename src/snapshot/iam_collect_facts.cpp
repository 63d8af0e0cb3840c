#include <algorithm>
#include <memory>

#include "snapshot/fields.h"
#include "snapshot/iam_collect_parts.h"
#include "support/text.h"

namespace postern::snapshot {

using document::Document;
using document::Kind;
using document::Node;

SourceSpan Facts::where() const {
  return {std::make_shared<const std::string>(store_.name(key_)), 0, 0};
}

std::optional<Document> Facts::take(const std::string& name) {
  if (!erase(name)) return std::nullopt;
  const std::string key = key_ + '/' + name;
  const std::string shown = store_.name(key);
  try {
    const std::string bytes = store_.read(key);
    Document document = document::parse_json(shown, bytes, builder_.limits());
    const Node root = document.root();
    if (store_.of_files()) {
      builder_.add_input(shown, "iam-collect", sha256_hex(bytes),
                         root.is(Kind::Array) ? root.size() : 1);
    }
    return document;
  } catch (const Error& error) {
    builder_.diagnostics().add(error);
    return std::nullopt;
  }
}

std::optional<Document> Facts::require(const std::string& name, std::string_view thing) {
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) {
    builder_.diagnostics().error(codes::missing_member, where(),
                                 "the " + std::string(thing) + " has no " + ticked(name));
  }
  return take(name);
}

bool Facts::erase(const std::string& name) {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at == names_.end()) return false;
  names_.erase(at);
  return true;
}

void Facts::count_rest() const {
  for (const std::string& file : names_) {
    builder_.read_past("file named " + ticked(file), "files named " + ticked(file));
  }
}

bool starts(const std::vector<std::string_view>& parts, std::size_t from,
            std::initializer_list<std::string_view> words) {
  return parts.size() >= from + words.size() &&
         std::equal(words.begin(), words.end(), parts.begin() + static_cast<std::ptrdiff_t>(from));
}

std::vector<Node> elements(Node node, std::string_view what, Diagnostics& diagnostics) {
  if (!expect_kind(node, Kind::Array, what, diagnostics)) return {};
  return node.elements();
}

std::map<std::string, std::string> read_tags(Facts& facts, Diagnostics& diagnostics) {
  std::map<std::string, std::string> tags;
  const auto document = facts.take("tags.json");
  if (!document || !expect_kind(document->root(), Kind::Object, "the tags", diagnostics)) {
    return tags;
  }
  for (const document::Member& tag : document->root().members()) {
    if (!expect_kind(tag.value, Kind::String, "a tag's value", diagnostics)) continue;
    add_tag(tags, tag.key, tag.value.text(), tag.key_where(), diagnostics);
  }
  return tags;
}

}  // namespace postern::snapshot
