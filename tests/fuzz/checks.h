// What must hold of everything the readers return, whatever the input. Each function looks at all
// of its argument and throws InternalError where something does not hold.
#pragma once

#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/policy.h"
#include "support/error.h"

namespace postern::fuzz {

/// What the input is called. Nothing can lie beside it, so what a manifest names relative to it is
/// never there.
inline constexpr const char* input_name = "/dev/null/input";

/// Limits that inputs of a few kilobytes reach.
document::Limits small_limits();

/// The lines of an input, to know a place that is in it.
class Lines {
 public:
  explicit Lines(std::string_view text);
  /// Throws if `where` is a place in the input, but not in its text or just after a line of it.
  void check(const SourceSpan& where) const;
  /// The byte at a place of the input; NUL at an end. Precondition: check(where).
  char at(const SourceSpan& where) const;

 private:
  std::vector<std::string_view> lines_;
};

/// Text on one line that a terminal can show: UTF-8 without control characters.
void check_printable(std::string_view text);
/// Codes, texts and places of messages about that input.
void check(const std::vector<Diagnostic>& diagnostics, const Lines& lines);
void check(const Error& error, const Lines& lines);

/// A tree, and the documents in its strings.
void check(document::Node node, const Lines& lines);
/// A policy that was read without errors.
void check(const model::Policy& policy, const Lines& lines);
/// The patterns of a condition likewise.
void check(const model::Condition& condition, const Lines& lines);

/// True if both trees have the same values, wherever they stand.
bool same(document::Node a, document::Node b);

}  // namespace postern::fuzz
