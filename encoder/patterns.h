// Patterns with wildcards and variables as terms (sections 3, 5 and 6.7 of the specification).
#pragma once

#include <span>
#include <vector>

#include "encoder/context.h"
#include "encoder/truth.h"
#include "model/policy.h"

namespace postern::encoder {

/// How a pattern's wildcards and letters read.
enum class Style {
  Flat,        // `*` matches everything
  Segmented,   // in the first five components of an ARN, wildcards stop at `:` (COND-ARN-3, AMB-1)
  IgnoreCase,  // no wildcards are left in such patterns; letters in either case
};

/// Whether a text matches, and whether every variable had a value (VAR-4, AMB-6); surely: not one
/// that is empty and may count as none (AMB-42).
struct PatternMatch {
  Truth matches;
  formula::TermId resolved, surely_resolved;
};

class PatternEncoder {
 public:
  PatternEncoder(formula::TermStore& terms, ContextKeys& keys) : terms_(terms), keys_(keys) {}

  /// The language of a pattern without variables. `completed`: `:*` appended up to six components
  /// (RES-5).
  glob::GlobId language(const model::Pattern& pattern, Style style, bool completed = false);

  /// "the target's text matches", for a pattern with variables: exact, each variable standing for
  /// its value taken literally (VAR-9), or its default; nothing where it has neither.
  PatternMatch match(std::span<const KeyCase> target, const model::Pattern& pattern, Style style,
                     bool completed = false);

 private:
  struct Use;
  struct Binding;
  std::vector<Use> uses(const model::Pattern& pattern, Style style, bool completed);
  std::vector<Binding> bindings(const model::Variable& variable, Style style);
  formula::TermId instance(const KeyCase& target, std::vector<formula::LinkedPiece> pieces);

  formula::TermStore& terms_;
  ContextKeys& keys_;
};

/// Texts with a character outside ASCII, of which `?` and case folding are not sure (AMB-31,
/// AMB-32).
glob::GlobSetId not_ascii(glob::GlobPool& globs);

/// The number of ARN components of the text outside variables: one more than its colons.
std::size_t component_count(const model::Pattern& pattern);

}  // namespace postern::encoder
