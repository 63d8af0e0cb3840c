#include "document/document.h"

#include <utility>

#include "document/storage.h"
#include "support/check.h"

namespace postern::document {

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Boolean:
      return "a boolean";
    case Kind::Number:
      return "a number";
    case Kind::String:
      return "a string";
    case Kind::Array:
      return "an array";
    case Kind::Object:
      return "an object";
  }
  internal_error("unknown kind");
}

Kind Node::kind() const { return Document::Storage::record(*this).kind; }

SourceSpan Node::where() const {
  return Document::Storage::of(*this).source->place(Document::Storage::record(*this).at);
}

std::string_view Node::text() const {
  const Record& record = Document::Storage::record(*this);
  POSTERN_CHECK(record.kind == Kind::String || record.kind == Kind::Number ||
                record.kind == Kind::Boolean);
  return Document::Storage::of(*this).text(record);
}

bool Node::boolean() const {
  POSTERN_CHECK(is(Kind::Boolean));
  return text() == "true";
}

std::size_t Node::size() const {
  POSTERN_CHECK(is(Kind::Array));
  return Document::Storage::record(*this).count;
}

Node Node::operator[](std::size_t index) const {
  POSTERN_CHECK(index < size());
  return {document_,
          Document::Storage::of(*this).children[Document::Storage::record(*this).first + index]};
}

std::vector<Node> Node::elements() const {
  std::vector<Node> out;
  out.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) out.push_back((*this)[i]);
  return out;
}

std::vector<Member> Node::members() const {
  POSTERN_CHECK(is(Kind::Object));
  const Document::Storage& storage = Document::Storage::of(*this);
  const Record& record = Document::Storage::record(*this);
  std::vector<Member> out;
  out.reserve(record.count);
  for (std::uint32_t i = 0; i < record.count; ++i) {
    const std::uint32_t child = storage.children[record.first + i];
    const Record& key = storage.records[child - 1];
    out.push_back({storage.text(key), Node(document_, child - 1), Node(document_, child)});
  }
  return out;
}

std::optional<Node> Node::find(std::string_view key) const {
  POSTERN_CHECK(is(Kind::Object));
  const Document::Storage& storage = Document::Storage::of(*this);
  const Record& record = Document::Storage::record(*this);
  for (std::uint32_t i = 0; i < record.count; ++i) {
    const std::uint32_t child = storage.children[record.first + i];
    if (storage.text(storage.records[child - 1]) == key) return Node(document_, child);
  }
  return std::nullopt;
}

std::string_view Node::tag() const {
  const auto& tags = Document::Storage::of(*this).tags;
  const auto found = tags.find(index_);
  return found == tags.end() ? std::string_view() : std::string_view(found->second);
}

Document::Document() : storage_(std::make_unique<Storage>()) {
  storage_->source = std::make_shared<const Source>();
  storage_->records.emplace_back();
}

Document::Document(std::unique_ptr<Storage> storage) : storage_(std::move(storage)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Node Document::root() const { return {this, 0}; }

}  // namespace postern::document
