#include "verify/claims.h"

#include "support/check.h"
#include "support/text.h"
#include "verify/reach.h"
#include "verify/replay.h"

namespace postern::verify {
namespace {

using formula::TermId;
using model::Mode;
using solver::Outcome;
using verdict::Kind;
using verdict::Reason;
using verdict::Verdict;

// One claim's set of requests over the last step, and the questions asked of it.
class Question {
 public:
  Question(const queries::RequestSet& set, Steps& steps, const queries::Zone& zone)
      : set_(set),
        steps_(steps),
        zone_(zone),
        encoded_(queries::encode_set(set, steps.at(0), steps.terms(), steps.facts(), zone)) {}

  /// Some request of the set, sent by `caller`, that is allowed, or not.
  Outcome find(TermId caller, Mode mode, bool allowed, Mode reading) {
    encoder::SymbolicRequest& step = steps_.at(0);
    const TermId decision = step.allowed(encoded_.range, reading);
    return ask(
        {queries::members(encoded_, caller, step, steps_.terms(), mode),
         allowed ? decision : !decision, step.possible(encoded_.actions, encoded_.range, mode)},
        mode == Mode::Counterexample ? 1 : 0);
  }

  /// Some request of the set at all.
  Outcome find_any(TermId caller, Mode mode) {
    encoder::SymbolicRequest& step = steps_.at(0);
    return steps_.solver().solve({queries::members(encoded_, caller, step, steps_.terms(), mode),
                                  step.possible(encoded_.actions, encoded_.range, mode)});
  }

  /// The callers of the set; with the anonymous one, which they can all be (EVAL-11).
  TermId callers() const { return encoded_.callers.principals; }
  TermId callers_or_unsigned() {
    if (callers() == steps_.terms().false_term()) return callers();
    return steps_.terms().any_of({callers(), queries::anonymous(steps_.at(0))});
  }
  TermId sessions(const std::vector<const model::IamPrincipal*>& roles) {
    formula::Bits bits = steps_.at(0).callers().none();
    for (const model::IamPrincipal* role : roles) bits |= steps_.at(0).sessions_of(*role);
    return steps_.at(0).callers().in(bits);
  }

  TermId foreign_sessions(const std::string& partition) {
    return steps_.at(0).callers().in(steps_.at(0).foreign_sessions(partition));
  }

  Reached reached(Mode mode, std::optional<unsigned> bound) {
    const auto start =
        queries::encode_callers(set_, steps_.at(1), steps_.terms(), steps_.facts(), zone_);
    return reach(steps_, start.principals, start.except, mode, bound);
  }

  /// The whole chain as one question: the callers of the set assume `path`, one role after the
  /// other, and the last one's session sends an allowed request of the set.
  Outcome find_chain(const std::vector<const model::IamPrincipal*>& path) {
    constexpr Mode mode = Mode::Counterexample;
    formula::TermStore& terms = steps_.terms();
    std::vector<TermId> all;
    for (std::size_t i = 0; i < path.size(); ++i) {
      encoder::SymbolicRequest& hop = steps_.at(path.size() - i);
      const auto callers = queries::encode_callers(set_, hop, terms, steps_.facts(), zone_);
      const TermId caller =
          i == 0 ? callers.principals : hop.callers().in(hop.sessions_of(*path[i - 1]));
      all.push_back(terms.all_of({caller, !callers.except, hop.assumes(*path[i], mode)}));
      all.push_back(hop.possible_assumption(*path[i], mode));
    }
    encoder::SymbolicRequest& last = steps_.at(0);
    all.push_back(queries::members(encoded_, sessions({path.back()}), last, terms, mode));
    all.push_back(last.allowed(encoded_.range, mode));
    all.push_back(last.possible(encoded_.actions, encoded_.range, mode));
    return ask(std::move(all), path.size() + 1);
  }

  /// The empty part of the set, in words, or nothing if it has a request; with `chains`, one that a
  /// role's session may send in the end.
  std::optional<std::string> empty_part(bool chains) {
    formula::TermStore& terms = steps_.terms();
    const auto unsat = [&](std::initializer_list<TermId> terms_of) {
      return steps_.solver().solve(terms_of).kind == Outcome::Kind::Unsat;
    };
    const TermId who = terms.all_of({callers(), !encoded_.callers.except});
    if (unsat({who, steps_.at(0).callers().constraints()})) {
      return "no principal of the snapshot, and no unknown one, is in the principal set";
    }
    if (encoded_.actions.none()) {
      return "none of the actions can have a resource of the set";
    }
    TermId senders = callers();
    if (chains) {  // the last request may be a role's
      const encoder::CallerSpace& space = steps_.at(0).callers();
      senders = terms.any_of({senders, space.in(space.of_type({model::CallerType::RoleSession}))});
    }
    if (find_any(senders, Mode::Prove).kind == Outcome::Kind::Unsat) {
      return "no possible request has such an action, resource and context together";
    }
    return std::nullopt;
  }

  Steps& steps() { return steps_; }
  const model::World& world() const { return steps_.facts().world; }

 private:
  // Answers the question; where a witness of `shown` steps comes out, one without context keys that
  // it can do without.
  Outcome ask(std::vector<TermId> question, std::size_t shown) {
    Outcome best = steps_.solver().solve(question);
    for (std::size_t distance = 0; distance < shown; ++distance) {
      for (const TermId present : steps_.at(distance).optional_keys()) {
        if (best.kind != Outcome::Kind::Sat) return best;
        if (!steps_.terms().evaluate(present, best.assignment)) continue;
        question.push_back(!present);
        Outcome without = steps_.solver().solve(question);
        if (without.kind == Outcome::Kind::Sat) {
          best = std::move(without);
        } else {
          question.pop_back();
        }
      }
    }
    return best;
  }

  const queries::RequestSet& set_;
  Steps& steps_;
  const queries::Zone& zone_;
  queries::EncodedSet encoded_;
};

Verdict vacuous(std::string part) {
  Verdict out;
  out.kind = Kind::Vacuous;
  out.explanation = std::move(part);
  return out;
}

Verdict proved() {
  Verdict out;
  out.kind = Kind::Proved;
  return out;
}

Verdict undecided(const Outcome& outcome) {
  Verdict out;
  out.kind = Kind::Unknown;
  out.explanation = "the solver gave up: " + std::string(to_string(*outcome.reason));
  if (!outcome.detail.empty()) out.explanation += " (" + outcome.detail + ")";
  switch (*outcome.reason) {
    case solver::Reason::Timeout:
      out.reason = Reason::Timeout;
      break;
    case solver::Reason::ResourceLimit:
    case solver::Reason::AutomatonLimit:
      out.reason = Reason::ResourceLimit;
      break;
    case solver::Reason::LinkedPatterns:
      out.reason = Reason::Incomplete;
      break;
  }
  return out;
}

// Neither proved nor refuted: `request` may be allowed and may not. Says on what it hangs.
Verdict open_question(const model::World& world, const model::Request& request,
                      bool through_foreign_roles = false) {
  const Replayed replayed = replay(world, request, Mode::Canonical);
  Verdict out;
  out.kind = Kind::Unknown;
  const std::string what = request.action + " on " + request.resource + " by " +
                           (request.caller.arn.empty() ? std::string(to_string(request.caller.type))
                                                       : request.caller.arn);
  const auto account = world.accounts.find(request.caller.account);
  const bool foreign = request.caller.type == model::CallerType::RoleSession &&
                       (account == world.accounts.end() || !account->second.has_identities);
  if (through_foreign_roles && foreign) {
    out.reason = Reason::MissingDocument;
    out.explanation = what +
                      " is allowed, and whether a caller of the set can assume such a role "
                      "is for account " +
                      request.caller.account + " to say, which the snapshot does not contain";
  } else if (!replayed.missing.empty()) {
    out.reason = Reason::MissingDocument;
    out.explanation =
        what + " depends on what the snapshot does not contain: " + join(replayed.missing, "; ");
  } else if (replayed.undecided) {
    out.reason = Reason::UnsupportedConstruct;
    out.explanation = what + " depends on what is not modelled yet: " + *replayed.undecided;
  } else if (!replayed.ambiguities.empty()) {
    out.reason = Reason::Ambiguous;
    out.ambiguities = {replayed.ambiguities.begin(), replayed.ambiguities.end()};
    out.explanation = what + " is allowed or not as the documentation is read";
  } else {
    out.reason = Reason::Incomplete;
    out.explanation = what +
                      " may be allowed, in a context that no witness may use as it is not "
                      "known to occur";
  }
  return out;
}

std::vector<const model::IamPrincipal*> path_to(const Reached& reached,
                                                const model::IamPrincipal* role) {
  std::vector<const model::IamPrincipal*> path;
  for (; role != nullptr; role = reached.from.at(role)) path.insert(path.begin(), role);
  return path;
}

// An allowed request of the set, replayed, with the assumptions that lead to it.
std::optional<std::vector<verdict::Step>> allowed_witness(Question& question, TermId callers,
                                                          const Reached& reached,
                                                          std::optional<Verdict>& gave_up) {
  Outcome outcome = question.find(callers, Mode::Counterexample, true, Mode::Counterexample);
  std::size_t hops = 0;
  if (outcome.kind != Outcome::Kind::Sat) {
    if (outcome.kind == Outcome::Kind::Undecided) gave_up = undecided(outcome);
    bool broken_chain = false;
    for (const auto& level : reached.levels) {
      for (const model::IamPrincipal* role : level) {
        const Outcome last = question.find(question.sessions({role}), Mode::Counterexample, true,
                                           Mode::Counterexample);
        if (last.kind == Outcome::Kind::Undecided) gave_up = undecided(last);
        if (last.kind != Outcome::Kind::Sat) continue;
        const auto path = path_to(reached, role);
        outcome = question.find_chain(path);
        hops = path.size();
        if (outcome.kind == Outcome::Kind::Sat) break;
        broken_chain = true;
      }
      if (outcome.kind == Outcome::Kind::Sat) break;
    }
    if (outcome.kind != Outcome::Kind::Sat) {
      if (broken_chain && !gave_up) {
        gave_up = Verdict{};
        gave_up->kind = Kind::Unknown;
        gave_up->reason = Reason::Incomplete;
        gave_up->explanation =
            "each role assumption is possible by itself, but no chain of them was "
            "found that holds together";
      }
      return std::nullopt;
    }
  }
  std::vector<verdict::Step> steps;
  for (std::size_t distance = hops + 1; distance-- > 0;) {
    const Replayed replayed =
        replay(question.world(), question.steps().at(distance).decode(outcome.assignment),
               Mode::Counterexample);
    require_agreement(replayed, true);
    steps.push_back(replayed.step);
  }
  return steps;
}

// A request can only be said to be allowed if nothing that may deny it was read past.
Verdict unless_guarded(Verdict verdict, const model::World& world) {
  if (world.unmodelled_guardrails.empty()) return verdict;
  Verdict out;
  out.kind = Kind::Unknown;
  out.reason = Reason::UnsupportedConstruct;
  out.explanation = "everything that is modelled allows it, but " +
                    join(world.unmodelled_guardrails, " and ") +
                    " of the snapshot may deny it, and are not modelled yet";
  out.assumptions = std::move(verdict.assumptions);
  return out;
}

std::string bound_note(std::optional<unsigned> bound) {
  return "chains of more than " + std::to_string(*bound) +
         (*bound == 1 ? " role assumption" : " role assumptions") + " were not looked at";
}

}  // namespace

Verdict decide_forbid(const queries::Forbid& claim, Steps& steps, const queries::Zone& zone,
                      const Options& options) {
  Question question(claim.set, steps, zone);
  const bool chains = claim.via == queries::Via::Any;
  if (auto part = question.empty_part(chains)) return vacuous(*part);
  std::vector<std::string> bounds;
  Reached possibly;
  if (chains) possibly = question.reached(Mode::Prove, options.max_hops);
  std::vector<TermId> callers = {question.callers_or_unsigned()};
  for (const auto& level : possibly.levels) callers.push_back(question.sessions(level));
  for (const std::string& partition : possibly.foreign) {
    callers.push_back(question.foreign_sessions(partition));
  }
  const Outcome outcome =
      question.find(steps.terms().any_of(callers), Mode::Prove, true, Mode::Prove);
  Verdict out;
  if (outcome.kind == Outcome::Kind::Unsat) {
    out = proved();
    if (possibly.bounded) out.assumptions.push_back(bound_note(options.max_hops));
    return out;
  }
  Reached certainly;
  if (chains) certainly = question.reached(Mode::Counterexample, options.max_hops);
  std::optional<Verdict> gave_up;
  if (auto witness =
          allowed_witness(question, question.callers_or_unsigned(), certainly, gave_up)) {
    out.kind = Kind::Violated;
    out.witness = std::move(*witness);
    out = unless_guarded(std::move(out), question.world());
  } else if (outcome.kind == Outcome::Kind::Undecided) {
    out = undecided(outcome);
  } else if (gave_up) {
    out = *gave_up;
  } else {
    out = open_question(question.world(), steps.at(0).decode(outcome.assignment),
                        !possibly.foreign.empty());
  }
  if (possibly.bounded) out.assumptions.push_back(bound_note(options.max_hops));
  return out;
}

Verdict decide_require_all(const queries::Require& claim, Steps& steps, const queries::Zone& zone) {
  Question question(claim.set, steps, zone);
  if (auto part = question.empty_part(false)) return vacuous(*part);
  const Outcome doubt = question.find(question.callers(), Mode::Prove, false, Mode::Counterexample);
  if (doubt.kind == Outcome::Kind::Unsat) return unless_guarded(proved(), question.world());
  const Outcome denied =
      question.find(question.callers(), Mode::Counterexample, false, Mode::Prove);
  if (denied.kind == Outcome::Kind::Sat) {
    const Replayed replayed =
        replay(question.world(), steps.at(0).decode(denied.assignment), Mode::Prove);
    require_agreement(replayed, false);
    Verdict out;
    out.kind = Kind::Violated;
    out.witness = {replayed.step};
    out.explanation = join(replayed.step.remarks, "; ");
    out.witness.front().remarks.clear();  // said once
    return out;
  }
  if (doubt.kind == Outcome::Kind::Undecided) return undecided(doubt);
  if (denied.kind == Outcome::Kind::Undecided) return undecided(denied);
  return open_question(question.world(), steps.at(0).decode(doubt.assignment));
}

Verdict decide_require_some(const queries::Require& claim, Steps& steps, const queries::Zone& zone,
                            const Options& options) {
  Question question(claim.set, steps, zone);
  const bool chains = claim.via == queries::Via::Any;
  if (auto part = question.empty_part(chains)) return vacuous(*part);
  Reached certainly;
  if (chains) certainly = question.reached(Mode::Counterexample, options.max_hops);
  std::optional<Verdict> gave_up;
  Verdict out;
  if (auto witness = allowed_witness(question, question.callers(), certainly, gave_up)) {
    out.kind = Kind::Proved;
    out.witness = std::move(*witness);
    return unless_guarded(std::move(out), question.world());
  }
  Reached possibly;
  if (chains) possibly = question.reached(Mode::Prove, options.max_hops);
  std::vector<TermId> callers = {question.callers()};
  for (const auto& level : possibly.levels) callers.push_back(question.sessions(level));
  for (const std::string& partition : possibly.foreign) {
    callers.push_back(question.foreign_sessions(partition));
  }
  const Outcome outcome =
      question.find(steps.terms().any_of(callers), Mode::Prove, true, Mode::Prove);
  if (outcome.kind == Outcome::Kind::Unsat) {
    out.kind = Kind::Violated;
    // Any request of the set will do to say why.
    const Outcome sample = question.find_any(question.callers(), Mode::Counterexample);
    if (sample.kind == Outcome::Kind::Sat) {
      const Replayed replayed =
          replay(question.world(), steps.at(0).decode(sample.assignment), Mode::Prove);
      require_agreement(replayed, false);
      out.witness = {replayed.step};
      out.explanation = join(replayed.step.remarks, "; ");
      out.witness.front().remarks.clear();  // said once
    }
  } else if (outcome.kind == Outcome::Kind::Undecided) {
    out = undecided(outcome);
  } else if (gave_up) {
    out = *gave_up;
  } else {
    out = open_question(question.world(), steps.at(0).decode(outcome.assignment),
                        !possibly.foreign.empty());
  }
  if (possibly.bounded) out.assumptions.push_back(bound_note(options.max_hops));
  return out;
}

}  // namespace postern::verify
