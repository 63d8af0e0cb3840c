// Residual conditions: what is still asked of the context where it is known who calls, in the words
// of the Condition element.
//
// The answer is a list of ways, each a block of conditions: a request of the set is allowed if it
// meets one of them, and only then. The blocks are made of the conditions of the policies in
// question, as written or negated, and are encoded again as they are printed: that a way is enough,
// and that there is no other, is decided on what a reader sees.
#pragma once

#include <optional>
#include <vector>

#include "model/condition.h"
#include "verdict/verdict.h"
#include "verify/question.h"

namespace postern::verify {

/// Conditions that are enough together, none of which can be left out.
struct Way {
  /// In the order of operators and keys, of which no two have the same; none: nothing is asked.
  std::vector<model::Condition> conditions;
  /// Whether they are enough. If not, something is asked besides that no condition can say.
  bool enough = true;
  verdict::Step witness;  // meets them, is allowed, and was replayed
};

struct Residual {
  std::vector<Way> ways;  // none: nobody is certainly allowed
  /// Why there may be access besides; nothing: it is proved that there is none.
  std::optional<verdict::Verdict> open;

  /// Whether nothing is asked of the context.
  bool unconditional() const;
};

class ResidualConditions {
 public:
  /// Encodes the conditions of all statements that can be about the question, which is kept by
  /// reference. Of several objects over the same Steps only the last one made is good.
  /// `role`: the question is about assumptions of that role of the encoded world, and of no other.
  explicit ResidualConditions(Question& question, const model::IamPrincipal* role = nullptr);

  /// For which contexts requests of the set sent by a caller of `caller` are allowed: some action
  /// of the set, on some resource.
  Residual of(formula::TermId caller);

  /// Whether requests of the set sent by `caller` may be allowed; false: it is proved that none is.
  bool may_send(formula::TermId caller);
  /// The classes of callers of the last step of whom some may send a request of the set that may be
  /// allowed: nobody of another class can.
  formula::Bits candidates();
  /// What tells callers apart: two sets of classes with the same signature have the same residual
  /// conditions.
  std::vector<formula::TermId> signature(const formula::Bits& classes);

 private:
  /// Some conditions, as they are printed, and what they say.
  struct Block {
    std::vector<model::Condition> conditions;
    encoder::Truth truth;
  };
  /// A condition of a policy, and what holds where it does not: the first is exact, the others are
  /// shorter, and the same where the key is always there.
  struct Atom {
    Block condition;
    std::vector<Block> opposites;
  };
  struct Found {
    Block block;
    bool enough;
  };

  void add(const model::Condition& condition);
  void add_conditions();
  void add_names();
  Block block(std::vector<model::Condition> conditions);
  std::vector<formula::TermId> background(const formula::Assignment& example,
                                          formula::TermId caller, model::Mode mode);
  void keep_core(const std::vector<formula::TermId>& question, std::vector<const Block*>& blocks);
  Found shrink(const formula::Assignment& example, formula::TermId caller);
  Block shorter(const Block& exact, formula::TermId caller);
  std::optional<Block> merged(const std::vector<Block>& blocks);
  std::optional<verdict::Step> witness(formula::TermId caller);
  std::optional<verdict::Verdict> open_access(formula::TermId caller);
  bool unsatisfiable(std::vector<formula::TermId> assertions);
  void leave_out_covered(std::vector<Found>& found, formula::TermId caller);

  Question& question_;
  encoder::SymbolicRequest& step_;
  formula::TermStore& terms_;
  std::vector<Atom> atoms_;
  formula::TermId allowed_;                  // in every reading
  formula::TermId possible_, demonstrable_;  // for proofs; for witnesses
  formula::TermId possibly_;                 // in the set, possible and allowed, for proofs
};

}  // namespace postern::verify
