#include "solver/solver.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <variant>

#include "solver/choices.h"
#include "solver/encoding.h"
#include "solver/inclusions.h"
#include "solver/probe.h"
#include "solver/problem.h"
#include "solver/propagation.h"
#include "solver/trie.h"
#include "support/check.h"

namespace postern::solver {

using formula::Assignment;
using formula::TermId;

namespace {

/// Combinations one question may leave undecided before it gives up looking for others.
constexpr std::size_t most_blocked = 200;
/// Rounds after which a question is told in advance what its choices can be: few need it.
constexpr std::size_t patience = 4;

// What earlier questions left in the solver costs every check and model (about 2 us a variable, Z3
// 4.8.12); when it outweighs the question by far, starting afresh is cheaper.
constexpr std::size_t always_kept_clauses = 300;
constexpr std::size_t kept_clauses_per_node = 8;

class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Outcome unsat(std::vector<std::size_t> core) {
  Outcome outcome;
  outcome.kind = Outcome::Kind::Unsat;
  outcome.core = std::move(core);
  return outcome;
}

Outcome undecided_because(Reason reason, std::string detail) {
  Outcome outcome;
  outcome.reason = reason;
  outcome.detail = std::move(detail);
  return outcome;
}

/// The part that lives from question to question.
struct Warm {
  Warm(formula::TermStore& terms, unsigned seed)
      : encoding(terms, seed),
        choices(terms, encoding),
        inclusions(terms, encoding),
        tries(terms, encoding) {}
  Encoding encoding;
  Choices choices;
  Inclusions inclusions;
  Tries tries;
  std::set<std::pair<AtomLiteral, AtomLiteral>> exclusions;  // from propagation, already added
};

}  // namespace

std::string version() { return z3_version(); }

std::string_view to_string(Reason reason) {
  switch (reason) {
    case Reason::Timeout:
      return "timeout";
    case Reason::ResourceLimit:
      return "resource limit";
    case Reason::AutomatonLimit:
      return "automaton limit";
    case Reason::LinkedPatterns:
      return "linked patterns";
  }
  internal_error("unknown reason");
}

struct Solver::Impl {
  Impl(formula::TermStore& t, Options o) : terms(t), options(o) {}

  Outcome solve(std::span<const TermId> assertions);
  Outcome search(const Problem& problem, const Propagation& propagation);
  Outcome sat(const Problem& problem, Assignment assignment);
  void learn(const TheoryAnswer& answer, const Problem& problem);

  /// Seconds until the nearer of this question's limit and the deadline of all of them.
  std::optional<double> time_left(const Stopwatch& watch) const;

  formula::TermStore& terms;
  Options options;
  Statistics statistics;
  std::optional<std::chrono::steady_clock::time_point> deadline;
  std::unique_ptr<Warm> warm;
  std::vector<std::uint32_t> positions;
};

// The interpretation takes a number or an address without a value for zero. Where terms speak of
// it, that is part of the answer.
void say_zeros(const formula::TermStore& terms, const Problem& problem, Assignment& assignment) {
  for (std::size_t i = 0; i < problem.size(); ++i) {
    const formula::NodeView view = problem.node(i);
    if (view.op != formula::Op::Atom) continue;
    const formula::Atom& atom = terms.atom(view.atom);
    if (const auto* number = std::get_if<formula::NumberCompare>(&atom)) {
      assignment.numbers.try_emplace(number->field);
    } else if (const auto* address = std::get_if<formula::AddressIn>(&atom)) {
      assignment.addresses.try_emplace(address->field);
    }
  }
}

/// Nothing leaves as Sat that the plain interpretation of the terms does not confirm.
Outcome Solver::Impl::sat(const Problem& problem, Assignment assignment) {
  for (const TermId term : problem.assertions()) {
    if (!terms.evaluate(term, assignment)) {
      internal_error("the assignment found does not satisfy " + terms.print(term));
    }
  }
  say_zeros(terms, problem, assignment);
  Outcome outcome;
  outcome.kind = Outcome::Kind::Sat;
  outcome.assignment = std::move(assignment);
  return outcome;
}

std::optional<double> Solver::Impl::time_left(const Stopwatch& watch) const {
  std::optional<double> left;
  if (options.timeout_seconds > 0) left = options.timeout_seconds - watch.seconds();
  if (deadline) {
    const double until =
        std::chrono::duration<double>(*deadline - std::chrono::steady_clock::now()).count();
    left = left ? std::min(*left, until) : until;
  }
  return left;
}

void Solver::Impl::learn(const TheoryAnswer& answer, const Problem& problem) {
  warm->encoding.forbid(answer.conflict);
  ++statistics.lemmas;
  if (answer.conflict.size() == 2 && answer.conflict[0].positive && answer.conflict[1].positive) {
    statistics.lemmas += warm->tries.separate(answer.conflict, problem);
  }
}

Outcome Solver::Impl::search(const Problem& problem, const Propagation& propagation) {
  const Stopwatch watch;
  if (warm) {
    const std::size_t kept = warm->encoding.solver().clause_count();
    if (kept > always_kept_clauses && kept > kept_clauses_per_node * problem.size()) warm.reset();
  }
  if (!warm) warm = std::make_unique<Warm>(terms, options.seed);
  BoolSolver& solver = warm->encoding.solver();
  const std::uint64_t resources_before = solver.resources();

  std::vector<BoolLiteral> assumptions;
  for (const TermId term : problem.assertions()) {
    assumptions.push_back(warm->encoding.assertion(term));
  }
  for (const auto& [a, b] : propagation.exclusions()) {
    if (!warm->exclusions.emplace(a, b).second) continue;
    const AtomLiteral both[2] = {a, b};
    warm->encoding.forbid(both);
    ++statistics.lemmas;
  }
  if (options.eager_lemmas) statistics.lemmas += warm->inclusions.add(problem);

  // Combinations that were not decided are set aside for this question only: the clauses hold under
  // `guard`, so a refutation that does not need the guard is still one.
  std::optional<BoolLiteral> guard;
  std::size_t blocked = 0;
  Outcome set_aside;
  const auto finish = [&](Outcome outcome) {
    statistics.rlimit += solver.resources() - resources_before;
    return outcome;
  };
  for (std::size_t round = 0; round < options.rounds; ++round) {
    BoolSolver::Budget budget;
    if (options.rlimit != 0) {
      const std::uint64_t used = solver.resources() - resources_before;
      if (used >= options.rlimit) {
        return finish(undecided_because(Reason::ResourceLimit, "rlimit used up"));
      }
      budget.rlimit = options.rlimit - used;
    }
    if (const auto left = time_left(watch)) {
      if (*left <= 0) return finish(undecided_because(Reason::Timeout, "time used up"));
      budget.seconds = *left;
    }
    if (options.eager_lemmas && round == patience) statistics.lemmas += warm->choices.add(problem);
    ++statistics.rounds;
    switch (solver.check(assumptions, budget)) {
      case BoolSolver::Answer::Unknown: {
        const std::string why = solver.unknown_reason();
        const bool out_of_time = time_left(watch).value_or(1) <= 0;
        Outcome outcome = finish(
            undecided_because(out_of_time ? Reason::Timeout : Reason::ResourceLimit, "z3: " + why));
        warm.reset();  // an interrupted check leaves nothing to build on
        return outcome;
      }
      case BoolSolver::Answer::Unsat: {
        std::vector<std::size_t> core;
        for (const BoolLiteral literal : solver.core()) {
          if (guard == literal) return finish(std::move(set_aside));
          const auto at = std::find(assumptions.begin(), assumptions.end(), literal);
          POSTERN_CHECK(at != assumptions.end());
          core.push_back(static_cast<std::size_t>(at - assumptions.begin()));
        }
        std::sort(core.begin(), core.end());
        return finish(unsat(std::move(core)));
      }
      case BoolSolver::Answer::Sat:
        break;
    }
    const std::vector<AtomLiteral> literals =
        problem.implicant([&](formula::AtomId atom) { return warm->encoding.value(atom); });
    Assignment assignment;
    TheoryAnswer answer = check_literals(terms, literals, options.automata, assignment);
    switch (answer.kind) {
      case TheoryAnswer::Kind::Consistent:
        return finish(sat(problem, std::move(assignment)));
      case TheoryAnswer::Kind::Conflict:
        learn(answer, problem);
        continue;
      case TheoryAnswer::Kind::CapReached:
      case TheoryAnswer::Kind::Open:
        break;
    }
    if (blocked++ == 0) {
      set_aside = answer.kind == TheoryAnswer::Kind::Open
                      ? undecided_because(Reason::LinkedPatterns,
                                          "no value found for the policy variables, and no "
                                          "contradiction")
                      : undecided_because(Reason::AutomatonLimit,
                                          "a search over globs reached its node cap");
      guard = solver.new_variable();
      assumptions.push_back(*guard);
    }
    if (blocked > most_blocked) return finish(std::move(set_aside));
    std::vector<BoolLiteral> clause{!*guard};
    for (const AtomLiteral& literal : answer.conflict) {
      clause.push_back(!warm->encoding.literal(literal));
    }
    solver.add_clause(clause);
  }
  return finish(undecided_because(Reason::ResourceLimit, "all rounds used up"));
}

Outcome Solver::Impl::solve(std::span<const TermId> assertions) {
  ++statistics.questions;
  const Problem problem(terms, assertions, positions);
  Propagation propagation(
      terms, problem, options.absorption ? Propagation::Theory::Use : Propagation::Theory::Ignore);
  if (!propagation.run()) {
    ++statistics.folded;
    return unsat(propagation.core());
  }
  if (options.probing) {
    if (auto found = probe(terms, problem, propagation)) {
      ++statistics.folded;
      return sat(problem, std::move(*found));
    }
  }
  return search(problem, propagation);
}

Solver::Solver(formula::TermStore& terms, Options options)
    : impl_(std::make_unique<Impl>(terms, options)) {}
Solver::~Solver() = default;

Outcome Solver::solve(std::span<const TermId> assertions) { return impl_->solve(assertions); }
Outcome Solver::solve(std::initializer_list<TermId> assertions) {
  return impl_->solve(std::span<const TermId>(assertions.begin(), assertions.size()));
}
void Solver::limit_time(double seconds) {
  impl_->deadline.reset();
  if (seconds > 0) {
    impl_->deadline = std::chrono::steady_clock::now() +
                      std::chrono::duration_cast<std::chrono::steady_clock::duration>(
                          std::chrono::duration<double>(seconds));
  }
}
const Statistics& Solver::statistics() const { return impl_->statistics; }
const Options& Solver::options() const { return impl_->options; }

}  // namespace postern::solver
