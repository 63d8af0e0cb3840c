#include "verify/no_path.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "coverage/reasons.h"
#include "glob/glob.h"
#include "queries/tag_word.h"
#include "support/text.h"
#include "verify/administrators.h"
#include "verify/assumptions.h"
#include "verify/escalation.h"

namespace postern::verify {
namespace {

using model::IamPrincipal;
using model::Mode;
using queries::PrincipalWord;
using verdict::Kind;
using verdict::Reason;
using verdict::Verdict;

using Arns = std::set<std::string>;

queries::RequestSet by(const std::vector<PrincipalWord>& words) {
  queries::RequestSet out;
  out.principals = words;
  return out;
}

Arns possibly(const std::vector<PrincipalWord>& words, const model::World& world,
              const queries::Zone& zone) {
  Arns out;
  for (const IamPrincipal* principal : queries::starting(by(words), world, zone).principals) {
    out.insert(principal->arn);
  }
  return out;
}

// Those the words name for certain: without their sessions, and where no tree has to be asked.
Arns surely(const std::vector<PrincipalWord>& words, const model::World& world) {
  glob::GlobPool globs;
  const auto names = [&](const PrincipalWord& word, const IamPrincipal& principal) {
    switch (word.kind) {
      case PrincipalWord::Kind::Arn:
        return globs.matches(globs.intern_wildcard(word.text), principal.arn);
      case PrincipalWord::Kind::Account:
        return principal.account == word.text;
      case PrincipalWord::Kind::Any:
        return true;
      case PrincipalWord::Kind::Tag:
        return queries::TagWord(word.text).is_among(principal.tags);
      case PrincipalWord::Kind::ServiceLinkedRoles:
        return principal.service_linked;
      case PrincipalWord::Kind::Anonymous:
      case PrincipalWord::Kind::Public:
      case PrincipalWord::Kind::External:
      case PrincipalWord::Kind::Service:
      case PrincipalWord::Kind::Federated:
      case PrincipalWord::Kind::Organization:
      case PrincipalWord::Kind::Unit:
      case PrincipalWord::Kind::InOrganization:
      case PrincipalWord::Kind::OutsideOrganization:
        break;
    }
    return false;
  };
  Arns out;
  for (const auto& [arn, principal] : world.principals) {
    if (std::ranges::any_of(words, [&](const auto& word) { return names(word, principal); })) {
      out.insert(arn);
    }
  }
  return out;
}

void subtract(const Arns& what, Arns& from) {
  for (const std::string& arn : what) from.erase(arn);
}

std::string told(const Path& path) {
  std::vector<std::string> out;
  for (const Hop& hop : path.hops) out.push_back(hop.text);
  return out.empty() ? path.start : join(out, "; ");
}

/// One search, to its end.
struct Found {
  std::optional<Path> path;  // to somebody of `to`, surely or possibly
  std::string end;           // who or what that is, in words
  std::optional<Verdict> gave_up;
  bool bounded = false;
  bool nobody = false;  // there is nobody to begin with
};

class Search {
 public:
  Search(const queries::NoPath& claim, const model::World& world, Encodings& encodings,
         const queries::Zone& zone, const Options& options,
         const std::function<double()>& seconds_left, Mode mode)
      : claim_(claim),
        world_(world),
        encodings_(encodings),
        zone_(zone),
        options_(options),
        seconds_left_(seconds_left),
        mode_(mode),
        requests_(escalating_requests(claim)) {
    if (mode == Mode::Prove) {
      started_ = possibly(claim.from, world, zone);
      ends_ = possibly(claim.to, world, zone);
      subtract(surely(claim.to, world), started_);
    } else {
      started_ = surely(claim.from, world);
      ends_ = surely(claim.to, world);
      subtract(possibly(claim.to, world, zone), started_);
      bound_ = claim.max_hops ? claim.max_hops : options.max_hops;
    }
  }

  /// `about` is called with the question on the world as it is.
  Found run(const std::function<void(Question&)>& about) {
    Found out;
    while (true) {
      std::unique_ptr<model::World> changed;
      std::unique_ptr<Encodings> own;
      if (!made_.changes.empty()) {
        changed = changed_world(world_, made_.changes, mode_);
        own = std::make_unique<Encodings>(*changed, encodings_.facts().actions.catalogue(),
                                          options_);
        queries::Names names;
        names.add(requests_);
        own->name(names);
      }
      const model::World& world = changed ? *changed : world_;
      Encodings::Roles roles;
      for (const auto& [arn, principal] : world.principals) {
        if (principal.kind == model::PrincipalKind::Role) roles.insert(&principal);
      }
      Encodings::Encoding encoding = (own ? *own : encodings_).along(requests_, roles);
      const auto* alike = encoding.alike;
      encoding.steps.solver().limit_time(seconds_left_());
      Question question(requests_, std::move(encoding), zone_);
      if (!changed) {
        about(question);
        out.nobody = started_.empty() && !has_callers(question);
      }
      Escalation escalation(question, alike, started_, made_, mode_, bound_);
      escalation.follow();
      out.gave_up = escalation.gave_up();
      out.bounded = out.bounded || escalation.bounded();
      if (out.gave_up || reaches_end(escalation, question, out)) return out;
      const Changes before = made_.changes;
      merge(escalation.changes());
      if (made_.changes == before) return out;
    }
  }

 private:
  bool has_callers(Question& question) {
    Steps& steps = question.steps();
    return steps.solver()
               .solve({question.callers(mode_), steps.at(0).callers().constraints()})
               .kind != solver::Outcome::Kind::Unsat;
  }

  bool reaches_end(Escalation& escalation, Question& question, Found& out) {
    if (!claim_.to.empty()) {
      for (const auto& [arn, path] : escalation.reached()) {
        if (ends_.contains(arn)) return end(path, arn, out);
      }
      if (mode_ == Mode::Prove && escalation.reaches_outside(by(claim_.to))) {
        return end({}, "a role or root user that the snapshot does not contain", out);
      }
      return false;
    }
    Administrators administrators(question.steps());
    const auto answers = [&](const std::string& arn) {
      const auto answer = administrators.of(question.world().principals.at(arn));
      return mode_ == Mode::Prove ? answer != Administrators::Answer::No
                                  : answer == Administrators::Answer::Yes;
    };
    for (const std::string& arn : started_) {
      if (!answers(arn)) continue;
      const auto path = escalation.with_changes({arn, {}}, arn);
      if (path) return end(*path, arn, out);
    }
    for (const auto& [arn, path] : escalation.reached()) {
      if (answers(arn)) return end(path, arn, out);
    }
    if (mode_ == Mode::Prove && !escalation.roots().empty()) {
      return end({}, "the root user of " + *escalation.roots().begin(), out);
    }
    return false;
  }

  static bool end(Path path, const std::string& who, Found& out) {
    out.path = std::move(path);
    out.end = who;
    return true;
  }

  void merge(const Made& more) {
    made_.changes.rewritten.insert(more.changes.rewritten.begin(), more.changes.rewritten.end());
    made_.changes.undenied.insert(more.changes.undenied.begin(), more.changes.undenied.end());
    made_.changes.unbound.insert(more.changes.unbound.begin(), more.changes.unbound.end());
    for (const auto& [role, trusted] : more.changes.trusting) {
      made_.changes.trusting[role].insert(trusted.begin(), trusted.end());
    }
    for (const auto& [arn, path] : more.paths) {
      const auto [known, fresh] = made_.paths.try_emplace(arn, path);
      if (fresh) continue;
      for (const Hop& hop : path.hops) {
        if (std::ranges::find(known->second.hops, hop) == known->second.hops.end()) {
          known->second.hops.push_back(hop);
        }
      }
    }
  }

  const queries::NoPath& claim_;
  const model::World& world_;
  Encodings& encodings_;
  const queries::Zone& zone_;
  const Options& options_;
  const std::function<double()>& seconds_left_;
  Mode mode_;
  queries::RequestSet requests_;
  Arns started_, ends_;
  std::optional<unsigned> bound_;
  Made made_;
};

std::string followed() {
  const catalogue::EscalationPaths& table = catalogue::escalation_paths();
  return "of the ways to act as somebody else or to have more permissions only role assumption, "
         "sts:AssumeRoot and the " +
         std::to_string(table.paths.size()) + " paths of the table of escalations of " +
         table.date + " are followed; what else such a path takes (an instance profile, a log-in "
         "that is or is not there, a network) is there";
}

}  // namespace

Verdict decide_no_path(const queries::NoPath& claim, const model::World& world,
                       Encodings& encodings, const queries::Zone& zone, const Options& options,
                       const std::function<double()>& seconds_left) {
  Verdict out;
  const auto about = [&](Question& question) {
    if (out.assumptions.empty()) add_assumptions(out, question, false, followed());
  };
  const auto search = [&](Mode mode) {
    return Search(claim, world, encodings, zone, options, seconds_left, mode).run(about);
  };
  const Found possible = search(Mode::Prove);
  out.assumptions.push_back("root users are not among those who begin");
  if (possible.gave_up) {
    out.reason = possible.gave_up->reason;
    out.explanation = possible.gave_up->explanation;
    return out;
  }
  if (possible.nobody) {
    out.kind = Kind::Vacuous;
    out.explanation = "nobody is of `from` and not of `to`";
    return out;
  }
  if (!possible.path) {
    out.kind = Kind::Proved;
    return out;
  }
  const Found certain = search(Mode::Counterexample);
  if (certain.path) {
    out.kind = Kind::Violated;
    out.explanation = told(*certain.path) +
                      (claim.to.empty() ? "; " + certain.end + " is an administrator" : "");
    for (const Hop& hop : certain.path->hops) {
      for (const verdict::Step& step : hop.requests) out.witness.push_back(step);
      if (!hop.requests.empty()) out.witness.back().remarks = {hop.text};
    }
    return out;
  }
  out.reason = Reason::Incomplete;
  out.explanation = possible.end + std::string(coverage::perhaps_reached) +
                    (possible.path->hops.empty() ? std::string() : " (" + told(*possible.path) + ")");
  if (certain.bounded) {
    const auto bound = claim.max_hops ? claim.max_hops : options.max_hops;
    out.explanation += "; paths of more than " + std::to_string(*bound) +
                       (*bound == 1 ? " step" : " steps") + " are not shown";
  }
  return out;
}

}  // namespace postern::verify
