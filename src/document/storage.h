// How a Document keeps its tree: one array of compact records over the source text.
//
// A string without escapes is a view into the source text; any other is decoded once into one
// shared buffer. A place is an offset into the source; line and column are found when asked for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"

namespace postern::document {

enum class Syntax { Json, Yaml };

/// A text and where its bytes stand in a file: the file itself, or text that was unpacked from a
/// string of another source.
struct Source {
  /// From byte `at` on, the text's bytes stand at `outer` and following of the outer source.
  struct Step {
    std::uint32_t at;
    std::uint32_t outer;
  };

  std::shared_ptr<const std::string> file;
  Syntax syntax = Syntax::Json;
  std::string text;
  std::vector<std::uint32_t> lines;     // of a file: where each line starts
  std::shared_ptr<const Source> outer;  // of unpacked text
  std::vector<Step> steps;              // of unpacked text, rising, the first at 0
  bool one_place = false;  // of unpacked text: every byte stands at steps.front().outer

  /// The place of byte `offset` in the file.
  SourceSpan place(std::size_t offset) const;
};

/// Checks size and encoding, drops a byte order mark, finds the lines. Throws Error.
std::shared_ptr<const Source> make_source(std::string_view file, std::string_view text,
                                          Syntax syntax, const Limits& limits);

struct Record {
  std::uint32_t at = 0;     // offset of its first byte in the source
  std::uint32_t first = 0;  // scalar: where its text starts; container: its first child
  std::uint32_t count = 0;  // scalar: bytes of its text; container: children
  Kind kind = Kind::Null;
  bool decoded = false;  // the text is in Storage::decoded, not in the source
};

struct Document::Storage {
  std::shared_ptr<const Source> source;
  std::vector<Record> records;          // in document order; a member's key stands before its value
  std::vector<std::uint32_t> children;  // records, the children of a container side by side
  std::string decoded;
  std::map<std::uint32_t, std::string> tags;  // by record

  std::string_view text(const Record& record) const {
    const std::string& buffer = record.decoded ? decoded : source->text;
    return std::string_view(buffer).substr(record.first, record.count);
  }

  static const Storage& of(const Node& node) { return *node.document_->storage_; }
  static const Record& record(const Node& node) { return of(node).records[node.index_]; }
};

}  // namespace postern::document
