// Builds a Document's tree from the events of a parser, and enforces what both syntaxes share:
// the limits, and that no object has two members of one name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/storage.h"

namespace postern::document {

class Builder {
 public:
  /// `values` counts what was built from the same source before.
  Builder(std::shared_ptr<const Source> source, const Limits& limits, Diagnostics& diagnostics,
          std::size_t values = 0);

  // Each returns false, with an error added, when a limit is passed: stop then.

  /// A scalar whose text is `size` bytes of the source from `first` on.
  bool scalar(Kind kind, std::size_t at, std::size_t first, std::size_t size);
  /// A scalar whose text is not in the source as such.
  bool decoded_scalar(Kind kind, std::size_t at, std::string_view text);
  bool open(Kind kind, std::size_t at);
  void close();
  /// The last node that was begun gets this tag.
  void tag(std::string_view tag);
  /// The next scalar is the name of a member, the value after it the member's value.
  void expect_key() { key_ = true; }

  std::size_t depth() const { return open_.size(); }
  /// The kind of the innermost open container. Precondition: depth() > 0.
  Kind container() const { return storage_->records[open_.back().record].kind; }
  std::size_t values() const { return values_; }

  /// Throws Error if there were any; else the document. Ends the builder.
  Document finish();

 private:
  struct Open {
    std::uint32_t record;
    std::size_t children;  // where its children start in pending_
  };

  bool add(const Record& record);
  void check_names(const Record& object);

  std::unique_ptr<Document::Storage> storage_;
  const Limits& limits_;
  Diagnostics& diagnostics_;
  std::size_t values_;
  std::vector<Open> open_;
  std::vector<std::uint32_t> pending_;  // children of the open containers
  bool key_ = false;
};

}  // namespace postern::document
