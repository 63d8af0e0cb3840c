// JSON and YAML text as a tree in which every node knows its file, line and column.
//
// A Document owns the tree; a Node is a cheap view of one value in it and is what readers pass
// around. JSON is read through nlohmann/json's SAX interface, YAML through yaml-cpp's event parser;
// both fill the same arena. Duplicate keys, nesting deeper than Limits::depth, text larger than
// Limits::bytes, invalid UTF-8 and text after the value are errors, each with its place; all that
// can be told from one parse is reported at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/error.h"

namespace postern::document {

struct Limits {
  std::size_t bytes = std::size_t{1} << 30;  // of one text, after decompression
  std::size_t depth = 64;
  std::size_t nodes = std::size_t{64} << 20;
  std::size_t string = std::size_t{64} << 10;     // of one string that holds no document of its own
  std::size_t embedded = std::size_t{256} << 10;  // of one that may: it begins with `{` or `%`
};

enum class Kind { Null, Boolean, Number, String, Array, Object };

/// The kind's name as users say it: "a string", "an object", ...
std::string_view describe(Kind kind);

class Document;
struct Member;

/// One value of a Document, which must outlive it. Copy freely.
class Node {
 public:
  Kind kind() const;
  bool is(Kind kind) const { return this->kind() == kind; }
  SourceSpan where() const;

  /// The string's text (String), or the number or boolean as written (Number, Boolean: GRAM-7).
  /// Precondition: one of those kinds.
  std::string_view text() const;
  bool boolean() const;

  /// Elements of an Array. Precondition: Array.
  std::size_t size() const;
  Node operator[](std::size_t index) const;
  std::vector<Node> elements() const;

  /// Members of an Object in document order. Precondition: Object.
  std::vector<Member> members() const;
  /// The member of that exact name, if there is one. Precondition: Object.
  std::optional<Node> find(std::string_view key) const;

  /// The YAML tag (`!Sub`), empty for none and for JSON.
  std::string_view tag() const;

 private:
  friend class Document;
  Node(const Document* document, std::uint32_t index) : document_(document), index_(index) {}
  const Document* document_;
  std::uint32_t index_;
};

struct Member {
  std::string_view key;
  Node name;
  Node value;

  SourceSpan key_where() const { return name.where(); }
};

class Document {
 public:
  Document();
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();
  Node root() const;

  struct Storage;
  const Storage& storage() const { return *storage_; }
  explicit Document(std::unique_ptr<Storage> storage);

 private:
  std::unique_ptr<Storage> storage_;
};

/// Reads one JSON value that fills the whole text. Throws Error.
Document parse_json(std::string_view file, std::string_view text, const Limits& limits = {});

/// Reads one YAML document. JSON is YAML, but parse_json is stricter and faster: use it for JSON.
/// Anchors and aliases are refused. Throws Error.
Document parse_yaml(std::string_view file, std::string_view text, const Limits& limits = {});

/// Reads concatenated JSON values (JSONL, or paged command output). Throws Error.
std::vector<Document> parse_json_stream(std::string_view file, std::string_view text,
                                        const Limits& limits = {});

/// A policy document that arrived inside a string: JSON text, or percent-encoded JSON text
/// (RFC 3986), told apart by the first byte. The places of its nodes are places in the outer file:
/// escapes and percent codes are accounted for. Precondition: `string` is a String. Throws Error.
Document parse_embedded(Node string, const Limits& limits = {});

/// The bytes of a file, gunzipped if it starts with gzip's magic. Throws Error (cannot open, too
/// large, damaged).
std::string read_file(const std::string& path, const Limits& limits = {});

}  // namespace postern::document
