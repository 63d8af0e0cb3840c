#include "verify/claims.h"

#include <algorithm>
#include <functional>

#include "coverage/questions.h"
#include "coverage/reasons.h"
#include "coverage/reasons_of_sets.h"
#include "support/text.h"
#include "verify/chain_search.h"
#include "verify/replay.h"

namespace postern::verify {
namespace {

using formula::TermId;
using model::Mode;
using solver::Outcome;
using verdict::Kind;
using verdict::Reason;
using verdict::Verdict;

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

}  // namespace

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

namespace {

std::string titles(const std::set<int>& ambiguities) {
  std::vector<std::string> out;
  for (const int number : ambiguities) out.emplace_back(coverage::question(number).title);
  return join(out, "; ");
}

// Whether a policy of the world names a principal of which `test` holds.
bool names(const model::World& world,
           const std::function<bool(const model::PrincipalEntry&)>& test) {
  return std::ranges::any_of(world.policies, [&](const model::Policy& policy) {
    return std::ranges::any_of(policy.statements, [&](const model::Statement& statement) {
      return statement.principal && std::ranges::any_of(statement.principal->entries, test);
    });
  });
}

// What is left to say where documents, constructs and context are not what a verdict hangs on.
std::string in_the_end(const model::World& world, const model::Request& request) {
  const std::string block = replay(world, request, Mode::Counterexample).block;
  if (!block.empty()) return std::string(coverage::may_be_blocked) + block;
  const model::Caller& caller = request.caller;
  const bool has_account = !caller.account.empty();
  if (has_account && caller.canonical_id.empty() &&
      names(world, [](const model::PrincipalEntry& entry) {
        return entry.type == model::PrincipalType::CanonicalUser;
      })) {
    return std::string(coverage::canonical_id);
  }
  if (has_account && caller.user_id.empty() && caller.role_id.empty() &&
      names(world, [](const model::PrincipalEntry& entry) {
        return entry.value.starts_with("AIDA") || entry.value.starts_with("AROA");
      })) {
    return std::string(coverage::unique_id);
  }
  return std::string(coverage::not_certain);
}

}  // namespace

Verdict open_question(Question& question, const Question::Leaning& leaning,
                      bool through_foreign_roles) {
  const model::World& world = question.world();
  const model::Request request = question.steps().at(0).decode(leaning.outcome.assignment);
  const Replayed replayed = replay(world, request, Mode::Canonical);
  Verdict out;
  out.kind = Kind::Unknown;
  const std::string what = request.action + " on " + request.resource + " by " +
                           (request.caller.arn.empty() ? std::string(to_string(request.caller.type))
                                                       : request.caller.arn);
  const auto account = world.accounts.find(request.caller.account);
  const bool foreign = request.caller.type == model::CallerType::RoleSession &&
                       !request.caller.service_linked &&
                       (account == world.accounts.end() || !account->second.has_identities);
  const auto point = request.context.find("s3:dataaccesspointaccount");
  if (point != request.context.end() && !world.accounts.contains(point->second.values.front())) {
    out.reason = Reason::MissingDocument;
    out.explanation = what + std::string(coverage::foreign_point) + point->second.values.front() +
                      ", which the snapshot does not contain";
  } else if (through_foreign_roles && foreign) {
    out.reason = Reason::MissingDocument;
    out.explanation = what + std::string(coverage::foreign_role) + request.caller.account +
                      " to say, which the snapshot does not contain";
  } else if (!leaning.reasons.empty()) {
    const bool unread = std::ranges::any_of(leaning.reasons, [](const std::string& reason) {
      return reason == coverage::member_not_read || reason == coverage::principal_not_read ||
             reason == coverage::place_of_account || reason == coverage::place_of_resource;
    });
    out.reason = unread ? Reason::MissingDocument : Reason::Incomplete;
    out.explanation = what + std::string(coverage::no_witness) + join(leaning.reasons, ", nor on ");
  } else if (!replayed.missing.empty()) {
    out.reason = Reason::MissingDocument;
    out.explanation = what + std::string(coverage::is_missing) + join(replayed.missing, "; ");
  } else if (replayed.undecided) {
    out.reason = Reason::UnsupportedConstruct;
    out.explanation = what + std::string(coverage::not_modelled) + *replayed.undecided;
  } else if (!replayed.ambiguities.empty()) {
    out.reason = Reason::Ambiguous;
    out.ambiguities = {replayed.ambiguities.begin(), replayed.ambiguities.end()};
    out.explanation =
        what + std::string(coverage::documentation_open) + titles(replayed.ambiguities);
  } else {
    out.reason = Reason::Incomplete;
    out.explanation = what + in_the_end(world, request);
  }
  return out;
}

namespace {

std::vector<const model::IamPrincipal*> path_to(const Reached& reached,
                                                const model::IamPrincipal* role) {
  std::vector<const model::IamPrincipal*> path;
  for (; role != nullptr; role = reached.from.at(role)) path.insert(path.begin(), role);
  return path;
}

// A chain of role assumptions that ends in an allowed request of the set: along the shortest way
// to each role, else any.
std::optional<std::vector<verdict::Step>> chain_witness(Question& question, const Reached& reached,
                                                        const Options& options,
                                                        std::optional<Verdict>& gave_up) {
  std::vector<const model::IamPrincipal*> roles;
  for (const auto& level : reached.levels) roles.insert(roles.end(), level.begin(), level.end());
  const auto may_end_with = [&](const std::vector<const model::IamPrincipal*>& senders) {
    const Outcome last =
        question.find_end({}, question.sessions(senders), true, Mode::Counterexample);
    if (last.kind == Outcome::Kind::Undecided) gave_up = undecided(last);
    return last.kind == Outcome::Kind::Sat;
  };
  if (roles.empty() || !may_end_with(roles)) return std::nullopt;
  bool broken = false;
  const auto shown = [&](const Question::Path& path) -> std::optional<std::vector<verdict::Step>> {
    const Outcome chain = question.find_chain(path);
    if (chain.kind == Outcome::Kind::Undecided) gave_up = undecided(chain);
    if (chain.kind == Outcome::Kind::Sat) return question.shown(chain, path.size());
    broken = true;
    return std::nullopt;
  };
  for (const model::IamPrincipal* role : roles) {
    if (!may_end_with({role})) continue;
    if (auto steps = shown(path_to(reached, role))) return steps;
  }
  if (!broken) return std::nullopt;
  const ChainSearch search =
      search_chains(question, reached, Mode::Counterexample, options.max_hops);
  if (search.kind == ChainSearch::Kind::Found) return shown(search.path);
  if (!gave_up) {
    gave_up = Verdict{};
    gave_up->kind = Kind::Unknown;
    gave_up->reason = Reason::Incomplete;
    gave_up->explanation = coverage::broken_chain;
  }
  return std::nullopt;
}

// An allowed request of the set, replayed, with the assumptions that lead to it.
std::optional<std::vector<verdict::Step>> allowed_witness(Question& question, TermId callers,
                                                          const Reached& reached,
                                                          const Options& options,
                                                          std::optional<Verdict>& gave_up) {
  const Outcome outcome = question.find(callers, Mode::Counterexample, true, Mode::Counterexample);
  if (outcome.kind == Outcome::Kind::Sat) return question.shown(outcome, 0);
  if (outcome.kind == Outcome::Kind::Undecided) gave_up = undecided(outcome);
  return chain_witness(question, reached, options, gave_up);
}

std::string bound_note(std::optional<unsigned> bound) {
  return "chains of more than " + std::to_string(*bound) +
         (*bound == 1 ? " role assumption" : " role assumptions") + " were not looked at";
}

// Violated by a request that nothing allows, replayed.
Verdict denied_request(Question& question, const Outcome& found) {
  const Replayed replayed =
      replay(question.world(), question.steps().at(0).decode(found.assignment), Mode::Prove);
  require_agreement(replayed, false);
  Verdict out;
  out.kind = Kind::Violated;
  out.witness = {replayed.step};
  out.explanation = join(replayed.step.remarks, "; ");
  out.witness.front().remarks.clear();  // said once
  return out;
}

// Whether any request of the set can be allowed, sent by `callers` or, with `chains`, by whoever
// they can come to act as. Unsat: none, whatever is unknown.
struct Access {
  TermId senders;
  Outcome outcome;
  Reached reached;
  bool by_root = false;       // only by who became a root user by sts:AssumeRoot
  bool whole_chains = false;  // whether chains as a whole were asked for, and none works
};

Access possible_access(Question& question, TermId callers, bool chains, const Options& options) {
  Access out{callers, {}, {}};
  if (chains) out.reached = question.reached(Mode::Prove, options.max_hops);
  std::vector<TermId> senders = {callers};
  for (const auto& level : out.reached.levels) senders.push_back(question.sessions(level));
  for (const encoder::ForeignRoles& roles : out.reached.foreign) {
    senders.push_back(question.foreign_sessions(roles));
  }
  out.senders = question.steps().terms().any_of(senders);
  out.outcome = question.find(out.senders, Mode::Prove, true, Mode::Prove);
  if (out.outcome.kind == Outcome::Kind::Unsat && !out.reached.roots.empty()) {
    out.senders = question.roots(out.reached.roots);
    out.outcome = question.find(out.senders, Mode::Prove, true, Mode::Prove);
    out.by_root = true;
  }
  return out;
}

// Whether no chain works as a whole, where each of its steps may: then nobody has access. The
// verdict hangs on `access`, which says whether the callers themselves have.
bool no_chain_works(Question& question, TermId callers, Access& access, const Options& options) {
  if (access.reached.levels.empty() || access.by_root) return false;
  std::vector<TermId> others = {callers, question.roots(access.reached.roots)};
  for (const encoder::ForeignRoles& roles : access.reached.foreign) {
    others.push_back(question.foreign_sessions(roles));
  }
  const Outcome without =
      question.find(question.steps().terms().any_of(others), Mode::Prove, true, Mode::Prove);
  if (without.kind != Outcome::Kind::Unsat) return false;
  const ChainSearch search = search_chains(question, access.reached, Mode::Prove, options.max_hops);
  access.reached.bounded |= search.bounded;
  access.whole_chains = search.kind == ChainSearch::Kind::None;
  return access.whole_chains;
}

// What the verdict rests on besides.
void note_limits(Verdict& verdict, const Question& question, const Access& access,
                 const Options& options) {
  if (access.reached.bounded) verdict.assumptions.push_back(bound_note(options.max_hops));
  if (access.whole_chains && question.chains_look_at_mfa()) {
    // TRUST-7, where AMB-19 leaves more open.
    verdict.assumptions.emplace_back("sessions obtained by assuming a role carry no MFA");
  }
}

// An allowed request of the set, or its chain, if there certainly is one.
std::optional<std::vector<verdict::Step>> certain_access(Question& question, TermId callers,
                                                         bool chains, const Options& options,
                                                         std::optional<Verdict>& gave_up) {
  Reached certainly;
  if (chains) certainly = question.reached(Mode::Counterexample, options.max_hops);
  return allowed_witness(question, callers, certainly, options, gave_up);
}

// AMB-36. Callers of the set may become the root user who sends `request`.
Verdict open_task(const model::Request& request) {
  Verdict out;
  out.kind = Kind::Unknown;
  out.reason = Reason::Ambiguous;
  out.ambiguities = {36};
  out.explanation = "a caller of the set may become root user of account " +
                    request.caller.account + ", and whether " + request.action + " on " +
                    request.resource + std::string(coverage::task_of_root);
  return out;
}

// Why there is neither a proof nor a witness.
Verdict open_access(Question& question, const Access& access,
                    const std::optional<Verdict>& gave_up) {
  if (access.outcome.kind == Outcome::Kind::Undecided) return undecided(access.outcome);
  if (gave_up) return *gave_up;
  const Question::Leaning leaning = question.find_plain(access.senders, true, Mode::Prove);
  if (leaning.outcome.kind != Outcome::Kind::Sat) return undecided(leaning.outcome);
  if (access.by_root) {
    return open_task(question.steps().at(0).decode(leaning.outcome.assignment));
  }
  return open_question(question, leaning, !access.reached.foreign.empty());
}

}  // namespace

Verdict decide_forbid(Question& question, bool chains, const Options& options) {
  if (auto part = question.empty_part(chains)) return vacuous(*part);
  Access access =
      possible_access(question, question.callers_or_unsigned(Mode::Prove), chains, options);
  std::optional<Verdict> gave_up;
  Verdict out;
  if (access.outcome.kind == Outcome::Kind::Unsat) {
    out = proved();
  } else if (auto witness =
                 certain_access(question, question.callers_or_unsigned(Mode::Counterexample),
                                chains, options, gave_up)) {
    out.kind = Kind::Violated;
    out.witness = std::move(*witness);
  } else if (no_chain_works(question, question.callers_or_unsigned(Mode::Prove), access, options)) {
    out = proved();
  } else {
    out = open_access(question, access, gave_up);
  }
  note_limits(out, question, access, options);
  return out;
}

Verdict decide_require_all(Question& question) {
  if (auto part = question.empty_part(false)) return vacuous(*part);
  const TermId possibly = question.callers(Mode::Prove);
  const Outcome doubt = question.find(possibly, Mode::Prove, false, Mode::Counterexample);
  if (doubt.kind == Outcome::Kind::Unsat) return proved();
  const Outcome denied = question.find(question.callers(Mode::Counterexample), Mode::Counterexample,
                                       false, Mode::Prove);
  if (denied.kind == Outcome::Kind::Sat) return denied_request(question, denied);
  if (doubt.kind == Outcome::Kind::Undecided) return undecided(doubt);
  if (denied.kind == Outcome::Kind::Undecided) return undecided(denied);
  const Question::Leaning leaning = question.find_plain(possibly, false, Mode::Counterexample);
  if (leaning.outcome.kind != Outcome::Kind::Sat) return undecided(leaning.outcome);
  return open_question(question, leaning);
}

Verdict decide_require_some(Question& question, bool chains, const Options& options) {
  if (auto part = question.empty_part(chains)) return vacuous(*part);
  const TermId callers = question.callers(Mode::Counterexample);
  std::optional<Verdict> gave_up;
  Verdict out;
  auto witness = certain_access(question, callers, chains, options, gave_up);
  if (!witness) {  // anybody can leave out the signature (EVAL-11)
    witness = certain_access(question, question.callers_or_unsigned(Mode::Counterexample), false,
                             options, gave_up);
  }
  if (witness) {
    out.kind = Kind::Proved;
    out.witness = std::move(*witness);
    return out;
  }
  Access access =
      possible_access(question, question.callers_or_unsigned(Mode::Prove), chains, options);
  if (access.outcome.kind == Outcome::Kind::Unsat ||
      no_chain_works(question, question.callers_or_unsigned(Mode::Prove), access, options)) {
    // Any request of the set will do to say why.
    const Outcome sample = question.find_any(callers, Mode::Counterexample);
    if (sample.kind == Outcome::Kind::Sat) {
      out = denied_request(question, sample);
    } else {
      out.kind = Kind::Violated;
    }
  } else {
    out = open_access(question, access, gave_up);
  }
  note_limits(out, question, access, options);
  return out;
}

}  // namespace postern::verify
