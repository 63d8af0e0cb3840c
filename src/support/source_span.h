// Where something was read: file, line and column.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <string>

namespace postern {

/// A place in one input document. Lines and columns count from 1; 0 means "the file as a whole".
/// Columns count bytes. Copies share the file name.
struct SourceSpan {
  std::shared_ptr<const std::string> file;  // null: no file (a command-line option, a test)
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  /// The file name, or the empty string.
  const std::string& file_name() const;
};

/// `file:line:column`, shortened where parts are unknown; empty for a default span.
std::string to_string(const SourceSpan& span);

/// Orders by file name, line, column.
std::weak_ordering compare(const SourceSpan& a, const SourceSpan& b);

}  // namespace postern
