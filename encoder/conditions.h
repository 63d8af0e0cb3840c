// One condition entry as a term (section 6 of the specification), one function an operator family.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "encoder/context.h"
#include "encoder/patterns.h"
#include "encoder/truth.h"
#include "model/condition.h"

namespace postern::encoder {

class ConditionEncoder {
 public:
  ConditionEncoder(formula::TermStore& terms, ContextKeys& keys, PatternEncoder& patterns)
      : terms_(terms), keys_(keys), patterns_(patterns) {}

  /// "the entry holds of the request" (COND-1..COND-13).
  Truth condition(const model::Condition& condition);

 private:
  /// A language of texts three ways: what surely, maybe, canonically satisfies an operator.
  struct Language {
    glob::GlobSetId sure, maybe, canonical;
  };

  Truth null(const model::Condition& condition);
  Truth single(const model::Condition& condition, Key& key);
  Truth over_set(const model::Condition& condition, Key& key);
  Truth on_nothing(const model::Condition& condition);
  Truth elementwise(const model::Condition& condition, const std::vector<std::string>& elements,
                    const Truth& absent);
  Truth positive(const model::Condition& condition, Key& key);
  Truth text(const model::Condition& condition, Key& key);
  Truth text(const model::Condition& condition, Key& key, Empty empty);
  formula::TermId not_ascii_of(const model::Pattern& value, Empty empty);
  Truth numbers(const model::Condition& condition, Key& key, bool date);
  Truth booleans(const model::Condition& condition, Key& key);
  Truth addresses(const model::Condition& condition, Key& key);
  Language language(const model::Condition& condition);
  Truth not_exact(const model::Condition& condition);
  Truth unknown() const { return {terms_.false_term(), terms_.true_term(), terms_.false_term()}; }

  formula::TermStore& terms_;
  ContextKeys& keys_;
  PatternEncoder& patterns_;
};

}  // namespace postern::encoder
