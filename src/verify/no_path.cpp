#include "verify/no_path.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "coverage/reasons.h"
#include "glob/glob.h"
#include "model/arn.h"
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

queries::RequestSet in_account(const std::string& id) {
  return by({{PrincipalWord::Kind::Account, id, {}}});
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
        own =
            std::make_unique<Encodings>(*changed, encodings_.facts().actions.catalogue(), options_);
        queries::Names names;
        names.add(requests_);
        own->name(names);
      }
      const model::World& world = changed ? *changed : world_;
      Encodings::Roles roles, everybody;
      for (const auto& [arn, principal] : world.principals) {
        if (principal.kind == model::PrincipalKind::Role) roles.insert(&principal);
        if (mode_ == Mode::Counterexample) everybody.insert(&principal);
      }
      Encodings::Encoding encoding = (own ? *own : encodings_).along(requests_, roles, everybody);
      const auto* alike = encoding.alike;
      encoding.steps.solver().limit_time(seconds_left_());
      Question question(requests_, std::move(encoding), zone_);
      if (!changed) {
        about(question);
        out.nobody = started_.empty() && !has_callers(question);
      }
      Administrators administrators(question.steps());
      const auto is_end = [&](const std::string& arn) {
        if (!claim_.to.empty()) return ends_.contains(arn);
        const auto answer = administrators.of(world.principals.at(arn));
        return mode_ == Mode::Prove ? answer != Administrators::Answer::No
                                    : answer == Administrators::Answer::Yes;
      };
      Escalation escalation(question, {alike, started_, made_, bound_, is_end}, mode_);
      if (claim_.to.empty() && begins_at_end(escalation, is_end, out)) return out;
      escalation.follow();
      out.gave_up = escalation.gave_up();
      out.bounded = out.bounded || escalation.bounded();
      if (out.gave_up) return out;
      if (const auto& end = escalation.end()) {
        out.path = escalation.path_to(*end);
        out.end = *end;
        return out;
      }
      if (mode_ == Mode::Prove && ends_elsewhere(escalation, world, out)) return out;
      const Changes before = made_.changes;
      made_.add(escalation.changes());
      if (made_.changes == before) return out;
    }
  }

 private:
  bool has_callers(Question& question) {
    Steps& steps = question.steps();
    return steps.solver()
               .solve({question.callers(mode_), !question.encoded().callers.excused(mode_),
                       steps.at(0).callers().constraints()})
               .kind != solver::Outcome::Kind::Unsat;
  }

  bool begins_at_end(const Escalation& escalation,
                     const std::function<bool(const std::string&)>& is_end, Found& out) {
    for (const std::string& arn : started_) {
      if (!is_end(arn)) continue;
      out.path = escalation.with_changes({arn, {}}, arn);
      out.end = arn;
      if (out.path) return true;
    }
    return false;
  }

  // For proofs: what is no user or role of the snapshot, and who can be given all permissions that
  // somebody of `to` has.
  bool ends_elsewhere(Escalation& escalation, const model::World& world, Found& out) {
    const auto end = [&](Path path, const std::string& who) {
      out.path = std::move(path);
      out.end = who;
      return true;
    };
    const Made& more = escalation.changes();
    if (claim_.to.empty()) {
      if (!more.changes.created.empty()) {
        const std::string& arn = more.changes.created.begin()->first;
        return end(more.paths.at(arn), "an administrator that somebody creates");
      }
      if (!escalation.roots().empty()) {
        return end({}, "the root user of " + *escalation.roots().begin());
      }
      for (const auto& [id, account] : world.accounts) {
        if (!account.identities_lack.empty() && escalation.reaches_outside(in_account(id))) {
          return end({}, "an administrator of " + id + " that the snapshot does not contain");
        }
      }
      return false;
    }
    std::set<std::string> accounts;
    for (const std::string& arn : ends_) accounts.insert(world.principals.at(arn).account);
    for (const auto& [arn, path] : more.paths) {
      if (!more.changes.rewritten.contains(arn) && !more.changes.created.contains(arn)) continue;
      if (accounts.contains(std::string(model::parse_arn(arn)->account))) {
        return end(path, "with what it may be given, the permissions of `to`: " + arn);
      }
    }
    return escalation.reaches_outside(by(claim_.to)) &&
           end({}, "a principal or root user that the snapshot does not contain");
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
         "sts:AssumeRoot, the " +
         std::to_string(table.published) + " escalation paths of " + table.date + ", and " +
         std::to_string(table.paths.size() - table.published) +
         " more actions that pass a role or change code are followed (`postern data --list "
         "escalation-paths`); what else such a path takes (an instance profile, a log-in, a "
         "network) is there";
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
    if (!certain.path->hops.empty()) out.explanation = told(*certain.path);
    if (claim.to.empty()) {
      out.explanation +=
          (out.explanation.empty() ? "" : "; ") + certain.end + " is an administrator";
    }
    for (const Hop& hop : certain.path->hops) {
      for (const verdict::Step& step : hop.requests) out.witness.push_back(step);
      if (!hop.requests.empty()) out.witness.back().remarks = {hop.text};
    }
    return out;
  }
  out.reason = Reason::Incomplete;
  out.explanation =
      possible.end + std::string(coverage::perhaps_reached) +
      (possible.path->hops.empty() ? std::string() : " (" + told(*possible.path) + ")");
  if (certain.bounded) {
    const auto bound = claim.max_hops ? claim.max_hops : options.max_hops;
    out.explanation += "; paths of more than " + std::to_string(*bound) +
                       (*bound == 1 ? " step" : " steps") + " are not shown";
  }
  return out;
}

}  // namespace postern::verify
