#include "support/source_span.h"

namespace postern {

const std::string& SourceSpan::file_name() const {
  static const std::string none;
  return file ? *file : none;
}

std::string to_string(const SourceSpan& span) {
  std::string text = span.file_name();
  if (span.line != 0) {
    text += ':' + std::to_string(span.line);
    if (span.column != 0) text += ':' + std::to_string(span.column);
  }
  return text;
}

std::weak_ordering compare(const SourceSpan& a, const SourceSpan& b) {
  if (auto order = a.file_name().compare(b.file_name()); order != 0) {
    return order < 0 ? std::weak_ordering::less : std::weak_ordering::greater;
  }
  if (auto order = a.line <=> b.line; order != 0) return order;
  return a.column <=> b.column;
}

}  // namespace postern
