// String fields without links: GlobPool::satisfy.
#include "solver/theory.h"
#include "support/check.h"

namespace postern::solver {

TheoryAnswer check_strings(formula::TermStore& terms, formula::FieldId field,
                           std::span<const AtomLiteral> literals, const glob::Limits& limits,
                           formula::Assignment& values) {
  std::vector<glob::GlobSetId> sets[2];  // denied, asserted
  std::vector<AtomLiteral> from[2];
  for (const AtomLiteral& literal : literals) {
    sets[literal.positive].push_back(std::get<formula::StringIn>(terms.atom(literal.atom)).set);
    from[literal.positive].push_back(literal);
  }
  glob::Membership found =
      terms.globs().satisfy(sets[1], sets[0], terms.field(field).preferred, limits);
  TheoryAnswer answer{TheoryAnswer::Kind::Consistent, {}};
  switch (found.kind) {
    case glob::Membership::Kind::Witness:
      values.strings[field] = std::move(found.witness);
      return answer;
    case glob::Membership::Kind::CapReached:
      return undecided(TheoryAnswer::Kind::CapReached, literals);
    case glob::Membership::Kind::Empty:
      answer.kind = TheoryAnswer::Kind::Conflict;
      for (const std::size_t i : found.positive) answer.conflict.push_back(from[1].at(i));
      for (const std::size_t i : found.negative) answer.conflict.push_back(from[0].at(i));
      return answer;
  }
  internal_error("unknown kind of membership");
}

}  // namespace postern::solver
