#include "verify/compare.h"

#include <utility>

#include "queries/compare.h"
#include "semantics/statements.h"
#include "support/check.h"
#include "verify/options.h"

namespace postern::verify {
namespace {

/// Terms a session may hold before a new one is cheaper than the memory.
constexpr std::size_t most_nodes = 200'000;

// What a policy says on its own: an Allow applies and no Deny does, in the canonical reading.
bool allows(const model::Policy& policy, const model::Request& request) {
  bool allowed = false;
  for (const semantics::StatementMatch& match : semantics::match_policy(policy, request, {})) {
    const auto level = match.levels.find(semantics::Level::Any);
    if (level == match.levels.end()) continue;
    if (!semantics::applies(level->second, match.effect, model::Mode::Canonical)) continue;
    if (match.effect == model::Effect::Deny) return false;
    allowed = true;
  }
  return allowed;
}

solver::Statistics sum(solver::Statistics a, const solver::Statistics& b) {
  a.questions += b.questions;
  a.rounds += b.rounds;
  a.lemmas += b.lemmas;
  a.rlimit += b.rlimit;
  a.folded += b.folded;
  return a;
}

constexpr std::string_view not_modelled =
    "a condition on a key with several values is not modelled exactly";

/// The answer to "does `granting` allow what `other` does not?"
struct Access {
  enum class Kind { None, Some, Unknown } kind = Kind::Unknown;
  std::optional<model::Request> witness;
  std::string reason;
};

Access unknown(const solver::Outcome& outcome) {
  return {Access::Kind::Unknown, std::nullopt, std::string(to_string(*outcome.reason))};
}

Access decide(const queries::PolicyPair& pair, formula::TermId question, solver::Solver& solver,
              const model::Policy& granting, const model::Policy& other) {
  const auto confirmed = [&](const solver::Outcome& outcome) -> std::optional<Access> {
    model::Request request = pair.decode(outcome.assignment);
    if (!allows(granting, request) || allows(other, request)) return std::nullopt;
    return Access{Access::Kind::Some, std::move(request), {}};
  };
  const solver::Outcome shown = solver.solve({question, pair.presentable()});
  switch (shown.kind) {
    case solver::Outcome::Kind::Undecided:
      return unknown(shown);
    case solver::Outcome::Kind::Sat: {
      if (const auto access = confirmed(shown)) return *access;
      if (!pair.inexact()) {
        const model::Request request = pair.decode(shown.assignment);
        internal_error("a witness of a comparison does not replay: " + request.action + " " +
                       request.resource);
      }
      return {Access::Kind::Unknown, std::nullopt, std::string(not_modelled)};
    }
    case solver::Outcome::Kind::Unsat:
      break;
  }
  if (pair.presentable() == pair.possible()) return {Access::Kind::None, std::nullopt, {}};
  const solver::Outcome any = solver.solve({question, pair.possible()});
  switch (any.kind) {
    case solver::Outcome::Kind::Undecided:
      return unknown(any);
    case solver::Outcome::Kind::Unsat:
      return {Access::Kind::None, std::nullopt, {}};
    case solver::Outcome::Kind::Sat:
      break;
  }
  if (const auto access = confirmed(any)) return *access;
  return {Access::Kind::Unknown, std::nullopt,
          "no value was found that reads both as text and as a number, date or address"};
}

}  // namespace

std::string_view to_string(Relation relation) {
  switch (relation) {
    case Relation::Equivalent:
      return "equivalent";
    case Relation::MorePermissive:
      return "more_permissive";
    case Relation::LessPermissive:
      return "less_permissive";
    case Relation::Incomparable:
      return "incomparable";
    case Relation::Unknown:
      return "unknown";
  }
  internal_error("not a relation");
}

struct Comparer::Session {
  Session(const catalogue::Catalogue& catalogue, const Options& options)
      : terms(globs),
        actions(catalogue),
        callers(terms, std::vector<model::Caller>(1)),
        solver(terms, solver_options(options)) {}
  glob::GlobPool globs;
  formula::TermStore terms;
  encoder::ActionSpace actions;
  encoder::CallerSpace callers;
  solver::Solver solver;
};

Comparer::Comparer(const catalogue::Catalogue& catalogue, const Options& options)
    : catalogue_(catalogue), options_(options) {}
Comparer::~Comparer() = default;

Comparison Comparer::compare(const model::Policy& old_policy, const model::Policy& new_policy) {
  if (session_ && session_->terms.node_count() > most_nodes) {
    past_ = statistics();
    session_.reset();
  }
  if (!session_) session_ = std::make_unique<Session>(catalogue_, options_);
  const queries::PolicyPair pair(session_->terms, session_->actions, session_->callers, old_policy,
                                 new_policy, queries::Sets::AsUsed);
  Access gained = decide(pair, pair.new_access(), session_->solver, new_policy, old_policy);
  Access lost = decide(pair, pair.lost_access(), session_->solver, old_policy, new_policy);
  const auto open = [&](const Access& access) {
    return access.kind == Access::Kind::Unknown ||
           (access.kind == Access::Kind::None && pair.leaves_out_one_value());
  };
  if ((pair.inexact() || pair.leaves_out_one_value()) && (open(gained) || open(lost))) {
    const queries::PolicyPair single(session_->terms, session_->actions, session_->callers,
                                     old_policy, new_policy, queries::Sets::OneValue);
    const auto also = [&](Access& access, formula::TermId question, const model::Policy& granting,
                          const model::Policy& other) {
      if (!open(access)) return;
      Access found = decide(single, question, session_->solver, granting, other);
      // Nothing found leaves what was unknown unknown.
      if (found.kind != Access::Kind::None) access = std::move(found);
    };
    also(gained, single.new_access(), new_policy, old_policy);
    also(lost, single.lost_access(), old_policy, new_policy);
  }
  Comparison out;
  out.new_access = gained.witness;
  out.lost_access = lost.witness;
  const auto is = [](const Access& access, Access::Kind kind) { return access.kind == kind; };
  if (is(gained, Access::Kind::Unknown) || is(lost, Access::Kind::Unknown)) {
    out.reason = is(gained, Access::Kind::Unknown) ? gained.reason : lost.reason;
  } else if (is(gained, Access::Kind::Some)) {
    out.relation = is(lost, Access::Kind::Some) ? Relation::Incomparable : Relation::MorePermissive;
  } else {
    out.relation = is(lost, Access::Kind::Some) ? Relation::LessPermissive : Relation::Equivalent;
  }
  return out;
}

solver::Statistics Comparer::statistics() const {
  return session_ ? sum(past_, session_->solver.statistics()) : past_;
}

}  // namespace postern::verify
