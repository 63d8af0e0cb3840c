// Patterns with wildcards and variables as terms (sections 3, 5 and 6.7 of the specification).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "encoder/context.h"
#include "encoder/truth.h"
#include "model/policy.h"

namespace postern::encoder {

/// How a pattern's wildcards and letters read.
enum class Style {
  Text,        // no wildcards, nor does what a variable stands for hold any
  Flat,        // `*` matches everything
  Segmented,   // in the first five components of an ARN, wildcards stop at `:` (COND-ARN-3, AMB-1)
  IgnoreCase,  // no wildcards are left in such patterns; letters in either case
};

/// What `?` stands for: one code point, as we read it; or only what is one unit in UTF-16 and in
/// UTF-8 too; or what may be that many units in one of them, where the text is not ASCII (AMB-32).
enum class Units { CodePoints, Certain, Possible };

/// What a variable is whose key is present with an empty text (AMB-42); canonically that text.
enum class Empty { IsText, IsNothing };

/// Whether a text matches, and whether every variable had a value (VAR-4, AMB-6).
struct PatternMatch {
  Truth matches;
  formula::TermId resolved;
};

class PatternEncoder {
 public:
  PatternEncoder(formula::TermStore& terms, ContextKeys& keys) : terms_(terms), keys_(keys) {}

  /// The language of a pattern without variables. `completed`: `:*` appended up to six components
  /// (RES-5).
  glob::GlobId language(const model::Pattern& pattern, Style style, bool completed = false,
                        Units units = Units::CodePoints);

  /// "the target's text matches", for a pattern with variables: exact, each variable standing for
  /// its value taken literally (VAR-9), or its default; nothing where it has neither.
  PatternMatch match(std::span<const KeyCase> target, const model::Pattern& pattern, Style style,
                     Empty empty, bool completed = false);

  /// The same for a pattern without variables; `in` says that the text is in a language.
  Truth match(const model::Pattern& pattern, Style style, bool completed,
              const std::function<formula::TermId(glob::GlobSetId)>& in);

  /// Whether some request leaves a variable of `patterns` with an empty text.
  bool may_be_empty(const std::vector<model::Pattern>& patterns);

 private:
  struct Use;
  struct Binding;
  PatternMatch match(std::span<const KeyCase> target, const model::Pattern& pattern, Style style,
                     Empty empty, bool completed, Units units);
  std::vector<Use> uses(const model::Pattern& pattern, Style style, bool completed, Units units);
  std::vector<Binding> bindings(const model::Variable& variable, Style style, Empty empty);
  formula::TermId instance(const KeyCase& target, std::vector<formula::LinkedPiece> pieces);

  formula::TermStore& terms_;
  ContextKeys& keys_;
};

/// Texts with a character outside ASCII, of which `?` and case folding are not sure (AMB-31,
/// AMB-32).
glob::GlobId not_ascii(glob::GlobPool& globs);

/// Whether `?` is a wildcard of the pattern.
bool has_question_mark(const model::Pattern& pattern);

/// The number of ARN components of the text outside variables: one more than its colons.
std::size_t component_count(const model::Pattern& pattern);

}  // namespace postern::encoder
