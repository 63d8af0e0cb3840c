#include "support/error.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace postern {
namespace {

std::string first_line(const std::vector<Diagnostic>& diagnostics) {
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::Error) return to_string(d);
  }
  return "error";
}

char folded(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// `limit`, if it is that or more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    std::size_t least = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substitution = diagonal + (folded(a[i - 1]) == folded(b[j - 1]) ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substitution});
      least = std::min(least, row[j]);
    }
    if (least >= limit) return limit;
  }
  return row[b.size()];
}

}  // namespace

std::string to_string(const Diagnostic& diagnostic) {
  std::string text = to_string(diagnostic.where);
  if (!text.empty()) text += ": ";
  text += diagnostic.severity == Severity::Error ? "error " : "warning ";
  text += diagnostic.code + ": " + diagnostic.message;
  if (!diagnostic.hint.empty()) text += "; " + diagnostic.hint;
  return text;
}

Error::Error(std::string_view code, SourceSpan where, std::string message, std::string hint)
    : Error(std::vector<Diagnostic>{{Severity::Error, std::string(code), std::move(where),
                                     std::move(message), std::move(hint)}}) {}

Error::Error(std::vector<Diagnostic> diagnostics)
    : std::runtime_error(first_line(diagnostics)), diagnostics_(std::move(diagnostics)) {}

void Diagnostics::error(std::string_view code, const SourceSpan& where, std::string message,
                        std::string hint) {
  append({Severity::Error, std::string(code), where, std::move(message), std::move(hint)});
}

void Diagnostics::warning(std::string_view code, const SourceSpan& where, std::string message,
                          std::string hint) {
  append({Severity::Warning, std::string(code), where, std::move(message), std::move(hint)});
}

void Diagnostics::add(const Error& error) {
  for (const Diagnostic& d : error.diagnostics()) append(d);
}

void Diagnostics::add(const Diagnostics& more) {
  std::size_t unseen = more.errors_;
  for (const Diagnostic& d : more.all_) {
    if (d.severity == Severity::Error) --unseen;
    append(d);
  }
  errors_ += unseen;
  dropped_ += more.dropped_;
}

void Diagnostics::append(Diagnostic diagnostic) {
  if (diagnostic.severity == Severity::Error) ++errors_;
  if (all_.size() >= limit_) {
    ++dropped_;
    // Never lose the only error behind a wall of warnings.
    if (diagnostic.severity == Severity::Warning || errors_ > 1) return;
  }
  all_.push_back(std::move(diagnostic));
}

void Diagnostics::throw_if_errors() const {
  if (!has_errors()) return;
  std::vector<Diagnostic> sorted = all_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return compare(a.where, b.where) < 0;
  });
  if (dropped_ != 0) {
    sorted.push_back({Severity::Error,
                      "POSTERN0100",
                      {},
                      std::to_string(dropped_) + " further diagnostics are not shown",
                      ""});
  }
  throw Error(std::move(sorted));
}

std::string_view closest(std::string_view word, const std::vector<std::string_view>& candidates) {
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    const std::size_t gap = candidate.size() > word.size() ? candidate.size() - word.size()
                                                           : word.size() - candidate.size();
    if (gap >= best_distance) continue;
    const std::size_t distance = edit_distance(word, candidate, best_distance);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace postern
