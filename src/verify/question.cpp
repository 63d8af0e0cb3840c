#include "verify/question.h"

#include <algorithm>
#include <utility>

#include "coverage/reasons_of_sets.h"
#include "verify/readable.h"
#include "verify/replay.h"

namespace postern::verify {

using formula::TermId;
using model::Mode;
using solver::Outcome;

namespace {

constexpr std::size_t many_actions = 1000;

}  // namespace

Question::Question(const queries::RequestSet& set, Encodings::Encoding encoding,
                   const queries::Zone& zone)
    : set_(set),
      steps_(encoding.steps),
      assumable_(std::move(encoding.assumable)),
      zone_(zone),
      encoded_(queries::encode_set(set, steps_.at(0), steps_.terms(), steps_.facts(), zone,
                                   steps_.world())) {}

Outcome Question::find(TermId caller, Mode mode, bool allowed, Mode reading) {
  encoder::SymbolicRequest& step = steps_.at(0);
  formula::TermStore& terms = steps_.terms();
  const TermId decision = step.allowed(encoded_.actions, encoded_.range, reading);
  if (allowed && mode == Mode::Prove && encoded_.actions.count() > many_actions) {
    // What no action may do to any resource, none may do to its own.
    Outcome outcome =
        steps_.solver().solve({queries::members(encoded_, caller, step, terms, mode), decision,
                               step.possible_whatever_action(encoded_.range, mode)});
    if (outcome.kind == Outcome::Kind::Unsat) return outcome;
  }
  return ask({queries::members(encoded_, caller, step, steps_.terms(), mode),
              allowed ? decision : terms.all_of({!decision, step.on_known_path()}),
              step.possible(encoded_.actions, encoded_.range, mode)},
             mode == Mode::Counterexample ? 1 : 0);
}

TermId Question::allowed_term(TermId caller, Mode mode) {
  encoder::SymbolicRequest& step = steps_.at(0);
  return steps_.terms().all_of({queries::members(encoded_, caller, step, steps_.terms(), mode),
                                step.allowed(encoded_.actions, encoded_.range, mode),
                                step.possible(encoded_.actions, encoded_.range, mode)});
}

Question::Leaning Question::find_plain(TermId caller, bool allowed, Mode reading) {
  constexpr Mode mode = Mode::Prove;
  encoder::SymbolicRequest& step = steps_.at(0);
  const TermId decision = step.allowed(encoded_.actions, encoded_.range, reading);
  std::vector<TermId> question = {
      queries::members(encoded_, caller, step, steps_.terms(), mode),
      allowed ? decision : steps_.terms().all_of({!decision, step.on_known_path()}),
      step.possible(encoded_.actions, encoded_.range, mode)};
  Outcome first = steps_.solver().solve(question);
  if (first.kind != Outcome::Kind::Sat) return {std::move(first), {}};
  Readable plain(steps_.terms(), steps_.solver(), std::move(question), std::move(first));
  const std::vector<encoder::Doubt> doubts = this->doubts();
  for (const encoder::Doubt& doubt : doubts) plain.without(doubt.when);
  for (const TermId present : step.optional_keys()) plain.without(present);
  Leaning out{plain.outcome(), {}};
  for (const encoder::Doubt& doubt : doubts) {
    if (!steps_.terms().evaluate(doubt.when, out.outcome.assignment)) continue;
    if (std::find(out.reasons.begin(), out.reasons.end(), doubt.reason) == out.reasons.end()) {
      out.reasons.push_back(doubt.reason);
    }
  }
  return out;
}

// What no witness rests on, be it of the request or of the set.
std::vector<encoder::Doubt> Question::doubts() {
  formula::TermStore& terms = steps_.terms();
  std::vector<encoder::Doubt> out = steps_.at(0).doubts();
  const auto only_maybe = [&](const encoder::Truth& truth) {
    return terms.all_of({truth.maybe, !truth.sure});
  };
  const queries::EncodedCallers& callers = encoded_.callers;
  out.push_back({terms.any_of({only_maybe(callers.principals), only_maybe(callers.except)}),
                 std::string(coverage::place_of_account)});
  out.push_back({only_maybe(encoded_.resource), std::string(coverage::place_of_resource)});
  return out;
}

Outcome Question::find_any(TermId caller, Mode mode) {
  encoder::SymbolicRequest& step = steps_.at(0);
  return steps_.solver().solve({queries::members(encoded_, caller, step, steps_.terms(), mode),
                                step.possible(encoded_.actions, encoded_.range, mode)});
}

// Whether there is a request of the first few of many actions.
bool Question::has_request_of_few(TermId caller) {
  constexpr std::size_t few = 20;
  if (encoded_.actions.count() <= many_actions) return false;
  encoder::SymbolicRequest& step = steps_.at(0);
  formula::Bits first(encoded_.actions.size());
  std::size_t at = encoded_.actions.first();
  for (std::size_t i = 0; i < few; ++i, at = encoded_.actions.next(at)) first.set(at);
  const Outcome outcome =
      steps_.solver().solve({queries::members(encoded_, caller, step, steps_.terms(), Mode::Prove),
                             steps_.terms().value_in(step.action(), first),
                             step.possible(first, encoded_.range, Mode::Prove)});
  return outcome.kind == Outcome::Kind::Sat;
}

TermId Question::callers_before(std::size_t hops, Mode mode) {
  return queries::encode_callers(set_, steps_.at(hops), steps_.terms(), steps_.facts(), zone_)
      .in(mode);
}

std::vector<TermId> Question::end_of_chain(const Path& path, TermId caller, bool assumed,
                                           Mode mode) {
  formula::TermStore& terms = steps_.terms();
  const std::size_t hops = path.size();
  const auto sender = [&](std::size_t distance) {
    const encoder::SymbolicRequest& step = steps_.at(distance);
    return distance == hops ? caller
                            : step.callers().in(step.sessions_of(*path[hops - distance - 1]));
  };
  std::vector<TermId> all;
  for (std::size_t distance = hops; distance > 0; --distance) {
    encoder::SymbolicRequest& hop = steps_.at(distance);
    const auto callers = queries::encode_callers(set_, hop, terms, steps_.facts(), zone_);
    all.push_back(terms.all_of(
        {sender(distance), !callers.excused(mode), hop.assumes(*path[hops - distance], mode)}));
  }
  encoder::SymbolicRequest& last = steps_.at(0);
  all.push_back(queries::members(encoded_, sender(0), last, terms, mode));
  all.push_back(last.allowed(encoded_.actions, encoded_.range, mode));

  // What any of the requests looks at sticks to the sessions before; the checks may look at more.
  encoder::SymbolicRequest::Sticky sticky;
  for (bool settled = false; !settled;) {
    const encoder::SymbolicRequest::Sticky before = sticky;
    for (std::size_t distance = 0; distance <= hops; ++distance) {
      encoder::SymbolicRequest& step = steps_.at(distance);
      if (distance > 0 && sticky.passing()) {
        step.encode_checks(*path[hops - distance], sticky, mode);
      }
      sticky.add(step.sticky());
    }
    settled = sticky == before;
  }
  chains_look_at_mfa_ |= sticky.mfa;
  for (std::size_t distance = 1; distance <= hops; ++distance) {
    all.push_back(steps_.at(distance).leads_to(steps_.at(distance - 1), *path[hops - distance],
                                               sticky, mode, assumed || distance < hops));
  }
  for (std::size_t distance = hops; distance > 0; --distance) {
    all.push_back(steps_.at(distance).possible_assumption(*path[hops - distance], mode,
                                                          assumed || distance < hops));
  }
  all.push_back(last.possible(encoded_.actions, encoded_.range, mode, assumed || hops > 0));
  return all;
}

Outcome Question::find_end(const Path& path, TermId caller, bool assumed, Mode mode) {
  return steps_.solver().solve(end_of_chain(path, caller, assumed, mode));
}

Outcome Question::find_chain(const Path& path) {
  constexpr Mode mode = Mode::Counterexample;
  Outcome out =
      ask(end_of_chain(path, callers_before(path.size(), mode), false, mode), path.size() + 1);
  // One moment: the clocks agree as far as anything asks.
  std::optional<formula::Decimal> moment;
  for (std::size_t distance = path.size() + 1; distance-- > 0;) {
    const std::optional<formula::FieldId> clock = steps_.at(distance).clock();
    if (!clock) continue;
    const auto at = out.assignment.numbers.find(*clock);
    if (moment) {
      out.assignment.numbers[*clock] = *moment;
    } else if (at != out.assignment.numbers.end()) {
      moment = at->second;
    }
  }
  return out;
}

std::vector<verdict::Step> Question::shown(const Outcome& found, std::size_t hops) {
  std::vector<verdict::Step> out;
  const auto show = [&](const model::Request& request) {
    const Replayed replayed = replay(world(), request, Mode::Counterexample);
    require_agreement(replayed, true);
    out.push_back(replayed.step);
  };
  for (std::size_t distance = hops + 1; distance-- > 0;) {
    const encoder::SymbolicRequest& step = steps_.at(distance);
    show(step.decode(found.assignment));
    if (distance == 0) continue;
    for (const model::Request& check : step.decode_checks(found.assignment)) show(check);
  }
  return out;
}

TermId Question::callers_or_unsigned(Mode mode) {
  if (callers(mode) == steps_.terms().false_term()) return callers(mode);
  return steps_.terms().any_of({callers(mode), queries::anonymous(steps_.at(0))});
}

TermId Question::sessions(const std::vector<const model::IamPrincipal*>& roles) {
  formula::Bits bits = steps_.at(0).callers().none();
  for (const model::IamPrincipal* role : roles) bits |= steps_.at(0).sessions_of(*role);
  return steps_.at(0).callers().in(bits);
}

TermId Question::foreign_sessions(const encoder::ForeignRoles& roles) {
  return steps_.at(0).callers().in(steps_.at(0).foreign_sessions(roles));
}

TermId Question::roots(const std::set<std::string>& accounts) {
  return steps_.at(0).is_root_of(accounts);
}

bool Question::has_sessions() {
  const encoder::CallerSpace& space = steps_.at(0).callers();
  const Outcome outcome = steps_.solver().solve(
      {callers(Mode::Prove), !encoded_.callers.excused(Mode::Prove), space.constraints(),
       space.in(space.of_type({model::CallerType::RoleSession}))});
  return outcome.kind != Outcome::Kind::Unsat;
}

Reached Question::reached(Mode mode, std::optional<unsigned> bound) {
  const auto start =
      queries::encode_callers(set_, steps_.at(1), steps_.terms(), steps_.facts(), zone_);
  return reach(steps_, assumable_, start.in(mode), start.excused(mode), mode, bound);
}

std::optional<std::string> Question::empty_part(bool chains) {
  formula::TermStore& terms = steps_.terms();
  const auto unsat = [&](std::initializer_list<TermId> terms_of) {
    return steps_.solver().solve(terms_of).kind == Outcome::Kind::Unsat;
  };
  const TermId who = terms.all_of({callers(Mode::Prove), !encoded_.callers.excused(Mode::Prove)});
  if (unsat({who, steps_.at(0).callers().constraints()})) {
    return "no principal of the snapshot, and no unknown one, is in the principal set";
  }
  if (encoded_.actions.none()) {
    return "none of the actions can have a resource of the set";
  }
  TermId senders = callers(Mode::Prove);
  if (chains) {  // the last request may be a role's, or a root user's
    const encoder::CallerSpace& space = steps_.at(0).callers();
    senders = terms.any_of({senders, space.in(space.of_type({model::CallerType::RoleSession,
                                                             model::CallerType::Root}))});
  }
  if (!has_request_of_few(senders) && find_any(senders, Mode::Prove).kind == Outcome::Kind::Unsat) {
    return "no possible request has such an action, resource and context together";
  }
  return std::nullopt;
}

// Answers the question; a witness of `shown` steps that comes out is the most readable one.
Outcome Question::ask(std::vector<TermId> question, std::size_t shown) {
  Outcome first = steps_.solver().solve(question);
  if (shown == 0 || first.kind != Outcome::Kind::Sat) return first;
  Readable witness(steps_.terms(), steps_.solver(), std::move(question), std::move(first));
  const encoder::SymbolicRequest& sender = steps_.at(shown - 1);
  witness.least(sender.callers().field(), sender.callers().size());
  witness.least(steps_.at(0).action(), steps_.facts().actions.size(),
                familiar_actions(steps_.facts().actions, encoded_.actions));
  for (std::size_t distance = 0; distance < shown; ++distance) {
    for (const TermId present : steps_.at(distance).optional_keys()) witness.without(present);
  }
  return witness.outcome();
}

}  // namespace postern::verify
