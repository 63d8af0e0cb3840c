// Errors of the user's input: one diagnostic, a collection of them, and the exception that carries
// them. Nothing here is for faults of postern itself: those are InternalError (support/check.h).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/source_span.h"

namespace postern {

enum class Severity { Warning, Error };

/// One message about the input. `code` is a stable id such as `POSTERN0207` (support/codes.h);
/// `message` is lower case, one line, no full stop, user text in backticks; `hint` may be empty.
struct Diagnostic {
  Severity severity = Severity::Error;
  std::string code;
  SourceSpan where;
  std::string message;
  std::string hint;
};

/// `file:line:column: error POSTERN0207: message; hint`, one line without newline.
std::string to_string(const Diagnostic& diagnostic);

/// The user's input is wrong (exit code 2). Carries every diagnostic that was collected.
class Error : public std::runtime_error {
 public:
  Error(std::string_view code, SourceSpan where, std::string message, std::string hint = {});
  explicit Error(std::vector<Diagnostic> diagnostics);
  const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

/// Collects diagnostics so that several are reported at once. Keeps at most `limit` errors (the
/// rest are counted), so that a hopeless file does not print a million lines.
class Diagnostics {
 public:
  explicit Diagnostics(std::size_t limit = 100) : limit_(limit) {}

  void error(std::string_view code, const SourceSpan& where, std::string message,
             std::string hint = {});
  void warning(std::string_view code, const SourceSpan& where, std::string message,
               std::string hint = {});
  /// Takes over what an Error thrown further in carries.
  void add(const Error& error);
  /// Takes over what was collected elsewhere.
  void add(const Diagnostics& more);

  bool has_errors() const noexcept { return errors_ != 0; }
  /// Throws Error with everything collected, in order of place, if there is any error.
  void throw_if_errors() const;
  const std::vector<Diagnostic>& all() const noexcept { return all_; }

 private:
  void append(Diagnostic diagnostic);

  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
  std::vector<Diagnostic> all_;
};

/// The entry of `candidates` closest to `word` in edit distance (ASCII case ignored), or the empty
/// view if none is close enough to be worth a "did you mean".
std::string_view closest(std::string_view word, const std::vector<std::string_view>& candidates);

}  // namespace postern
