#include "verify/who_can.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "coverage/reasons.h"
#include "formula/by_value.h"
#include "verify/assumptions.h"
#include "verify/caller_units.h"
#include "verify/claims.h"
#include "verify/replay.h"
#include "verify/residual.h"

namespace postern::verify {
namespace {

using formula::TermId;
using model::Mode;
using queries::PrincipalWord;
using verdict::ConditionBlock;

/// Somebody one may come to act as, who can or may send a request of the set.
struct Target {
  std::string role;                        // ARN
  std::vector<verdict::Assumption> path;   // from that role on, without its own assumption
  std::vector<ConditionBlock> conditions;  // of the request
  bool exact = true;
  std::string doubt;  // why it is not certain; empty: it is
};

/// What is asked in the same words: the key of a group.
using Wording = std::vector<std::string>;

void add_words(const std::vector<ConditionBlock>& blocks, Wording& out) {
  for (const ConditionBlock& block : blocks) {
    out.emplace_back("or");
    for (const model::Condition& condition : block) {
      out.push_back(to_string(condition.op) + " " + condition.spelt);
      for (const model::Pattern& value : condition.values) out.push_back(value.text);
    }
  }
}

std::vector<ConditionBlock> blocks_of(const Residual& residual) {
  std::vector<ConditionBlock> out;
  if (residual.unconditional()) return out;
  for (const Way& way : residual.ways) out.push_back(way.conditions);
  return out;
}

bool exact(const Residual& residual) {
  return residual.unconditional() ||
         std::ranges::all_of(residual.ways, [](const Way& way) { return way.enough; });
}

class Search {
 public:
  Search(const model::World& world, const catalogue::Catalogue& catalogue,
         const queries::RequestSet& set, const Options& options)
      : world_(world), options_(options), asked_(set), encodings_(world, catalogue, options_) {
    queries::Names names;
    names.add(set);
    encodings_.name(names);
    for (const auto& [id, account] : world.accounts) {
      if (account.has_some_identities()) zone_.accounts.insert(id);
    }
    for (const auto& [arn, resource] : world.resources) zone_.accounts.insert(resource.account);
  }

  verdict::WhoCan run() {
    std::vector<Target> targets = directly();
    bool bounded = false;
    for (unsigned hops = 0; !targets.empty(); ++hops) {
      bounded = options_.max_hops && hops >= *options_.max_hops;
      if (bounded) break;
      targets = assuming(targets);
    }
    show_chains();
    finish();
    if (bounded) {
      out_.assumptions.push_back("chains of more than " + std::to_string(*options_.max_hops) +
                                 " role assumptions were not looked at");
    }
    return std::move(out_);
  }

 private:
  /// Principals of a group who cannot be told apart by what they are asked.
  struct Alike {
    unsigned kind;
    PrincipalWord first;
    std::vector<std::string> principals;
  };
  struct Group {
    verdict::AccessGroup group;  // but for its principals
    std::vector<Alike> members;
  };
  /// What is asked of callers of one kind; of another kind, that may be in the same words.
  struct Kind {
    unsigned number = 0;
    Residual residual;
  };

  // The set asked about, sent by everybody: who is asked about is still told apart.
  queries::RequestSet by_everybody(queries::RequestSet set) const {
    set.principals = asked_.principals;
    set.except = asked_.except;
    set.principals.push_back({PrincipalWord::Kind::Any, "", {}});
    set.except.clear();
    return set;
  }

  std::vector<Target> directly() {
    const queries::RequestSet set = by_everybody(asked_);
    Encodings::Encoding encoding = encodings_.of(set, false, zone_, Encodings::Callers::Everybody);
    const auto* alike = encoding.alike;
    Question question(set, std::move(encoding), zone_);
    if (const auto part = question.empty_part(false)) {
      empty_part_ = *part;
      return {};
    }
    verdict::Verdict notes;
    add_assumptions(notes, question, false);
    out_.assumptions = std::move(notes.assumptions);
    std::vector<Target> next;
    ResidualConditions conditions(question);
    collect(question, conditions, alike, nullptr, next);
    follow(strangers(question, conditions), next);
    return next;
  }

  // Who comes to act as the targets.
  std::vector<Target> assuming(const std::vector<Target>& targets) {
    std::vector<Target> next;
    queries::RequestSet all = by_everybody(assumption_of({}));
    for (const Target& target : targets) {
      all.resources.push_back({queries::ResourceWord::Kind::Arn, target.role, {}});
    }
    const Encodings::Encoding encoding =
        encodings_.of(all, false, zone_, Encodings::Callers::Everybody);
    Strangers met;
    for (const Target& target : targets) {
      const queries::RequestSet one = by_everybody(assumption_of({target.role}));
      Question question(one, encoding, zone_);
      ResidualConditions conditions(question,
                                    &encoding.steps.facts().world.principals.at(target.role));
      collect(question, conditions, encoding.alike, &target, next);
      const Strangers here = strangers(question, conditions);
      met.roles.insert(met.roles.end(), here.roles.begin(), here.roles.end());
      met.roots.insert(met.roots.end(), here.roots.begin(), here.roots.end());
    }
    follow(met, next);
    return next;
  }

  static queries::RequestSet assumption_of(const std::vector<std::string>& roles) {
    queries::RequestSet out;
    for (const char* action :
         {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}) {
      out.actions.push_back({queries::ActionWord::Glob{action}, {}});
    }
    for (const std::string& role : roles) {
      out.resources.push_back({queries::ResourceWord::Kind::Arn, role, {}});
    }
    return out;
  }

  // "the caller is one of those asked about, as far as anybody knows".
  TermId asked_about(Question& question) {
    Steps& steps = question.steps();
    const queries::EncodedCallers callers =
        queries::encode_callers(asked_, steps.at(0), steps.terms(), steps.facts(), zone_);
    return steps.terms().all_of({callers.in(Mode::Prove), !callers.excused(Mode::Prove)});
  }

  // Everybody who can send a request of the question; `target`: to come to act as it.
  void collect(Question& question, ResidualConditions& conditions,
               const std::map<std::string, std::vector<std::string>>* alike, const Target* target,
               std::vector<Target>& next) {
    const formula::Bits candidates = conditions.candidates();
    const TermId asked = asked_about(question);
    Steps& steps = question.steps();
    std::map<std::vector<TermId>, Kind> known;
    for (const CallerUnit& unit : caller_units(question, alike)) {
      if (!unit.classes.intersects(candidates) || settled_.contains(unit.name)) continue;
      const Kind* kind = nullptr;
      Kind own;
      if (unit.known) {
        const auto [at, fresh] = known.try_emplace(conditions.signature(unit.classes));
        if (fresh) at->second = {kinds_++, conditions.of(unit.callers)};
        kind = &at->second;
      } else {
        const TermId those = steps.terms().all_of({unit.callers, asked});
        own = {kinds_++, conditions.of(those)};
        kind = &own;
      }
      const bool listed =
          !unit.known ||
          steps.solver().solve({unit.callers, asked, steps.at(0).callers().constraints()}).kind !=
              solver::Outcome::Kind::Unsat;
      record(unit, *kind, listed, target, next);
    }
  }

  void record(const CallerUnit& unit, const Kind& kind, bool listed, const Target* target,
              std::vector<Target>& next) {
    const Residual& residual = kind.residual;
    const bool certain = !residual.ways.empty() && (target == nullptr || target->doubt.empty());
    std::string doubt;
    if (residual.open) doubt = residual.open->explanation;
    if (target != nullptr && !target->doubt.empty() && (!residual.ways.empty() || residual.open)) {
      doubt = "by way of " + target->role + ": " + target->doubt;
    }
    verdict::AccessGroup group;
    group.exact = exact(residual);
    if (target == nullptr) {
      group.conditions = blocks_of(residual);
      if (certain) group.witness = {residual.ways.front().witness};
    } else {
      group.conditions = target->conditions;
      group.exact = group.exact && target->exact;
      group.path = target->path;
      if (certain) {
        group.path.insert(group.path.begin(),
                          {target->role, residual.ways.front().witness.request.action,
                           blocks_of(residual), exact(residual)});
      }
    }
    if (certain) {
      const bool always = group.exact && group.conditions.empty() &&
                          std::ranges::all_of(group.path, [](const verdict::Assumption& hop) {
                            return hop.conditions.empty();
                          });
      for (const std::string& member : unit.members) {
        if (always) settled_.insert(member);
        Target as{member, group.path, group.conditions, group.exact, ""};
        add_target(std::move(as), next);
      }
      if (listed) add_group(unit, kind.number, group, target != nullptr);
    }
    if (doubt.empty()) return;
    for (const std::string& member : unit.members) {
      if (listed) doubts_.emplace(member, doubt);
      if (!certain) add_target({member, {}, {}, true, doubt}, next);
    }
  }

  void add_target(Target target, std::vector<Target>& next) {
    const auto role = world_.principals.find(target.role);
    if (role == world_.principals.end() || role->second.kind != model::PrincipalKind::Role) return;
    const auto [at, fresh] = reached_.emplace(target.role, target.doubt.empty());
    if (!fresh && (at->second || !target.doubt.empty())) return;
    at->second = target.doubt.empty();
    std::erase_if(next, [&](const Target& other) { return other.role == target.role; });
    next.push_back(std::move(target));
  }

  void add_group(const CallerUnit& unit, unsigned kind, const verdict::AccessGroup& like,
                 bool by_path) {
    if (by_path && !by_path_.insert(unit.name).second) return;
    Wording key;
    for (const verdict::Assumption& hop : like.path) {
      key.push_back("by " + hop.role);
      add_words(hop.conditions, key);
    }
    key.emplace_back("to");
    add_words(like.conditions, key);
    key.emplace_back(like.exact ? "exactly" : "and more");
    const auto [at, fresh] = groups_.try_emplace({like.path.size(), std::move(key)});
    Group& group = at->second;
    if (fresh) {
      group.group = like;
    } else if (!by_path && group.group.witness.back().decided_by.empty()) {
      group.group.witness = like.witness;  // one that says more than a root user's
    }
    auto alike = std::ranges::find(group.members, kind, &Alike::kind);
    if (alike == group.members.end()) {
      group.members.push_back({kind, unit.word, {}});
      alike = std::prev(group.members.end());
    }
    alike->principals.insert(alike->principals.end(), unit.members.begin(), unit.members.end());
  }

  // Callers nobody can tell who comes to act as them.
  struct Strangers {
    std::vector<encoder::ForeignRoles> roles;  // of accounts the snapshot does not contain
    std::vector<std::string> roots;            // members of organizations, by sts:AssumeRoot
  };

  // Those who may send a request of the question, and were not met before.
  Strangers strangers(Question& question, ResidualConditions& conditions) {
    Strangers out;
    const encoder::SymbolicRequest& step = question.steps().at(0);
    const formula::Bits candidates = conditions.candidates();
    const auto may = [&](const formula::Bits& classes) {
      return classes.intersects(candidates) && conditions.may_send(step.callers().in(classes));
    };
    for (const std::string& partition : question.steps().facts().partitions) {
      for (const bool linked : {false, true}) {
        const encoder::ForeignRoles roles{partition, linked};
        if (foreign_.contains(roles) || !may(step.foreign_sessions(roles))) continue;
        foreign_.insert(roles);
        out.roles.push_back(roles);
      }
    }
    for (std::size_t i = candidates.first(); i < candidates.size(); i = candidates.next(i)) {
      const encoder::CallerClass& c = step.callers().classes()[i];
      const std::string id = c.account.literal().value_or("");
      if (c.type != model::CallerType::Root || roots_.contains(id)) continue;
      if (model::management_account_of(world_, id).empty()) continue;
      formula::Bits one = step.callers().none();
      one.set(i);
      if (!may(one)) continue;
      roots_.insert(id);
      out.roots.push_back(id);
    }
    return out;
  }

  // Who may come to act as the strangers. The steps of earlier questions may be gone then.
  void follow(const Strangers& strangers, std::vector<Target>& next) {
    if (strangers.roles.empty() && strangers.roots.empty()) return;
    const queries::RequestSet set = by_everybody(assumption_of({}));
    Encodings::Encoding encoding = encodings_.along(set, {});
    const auto* alike = encoding.alike;
    Question leaving(set, std::move(encoding), zone_);
    encoder::SymbolicRequest& step = leaving.steps().at(0);
    for (const encoder::ForeignRoles& roles : strangers.roles) {
      add_doubts(leaving, alike, step.assumes_foreign_role(roles),
                 "a role of an account that the snapshot does not contain may be assumed", next);
    }
    if (!strangers.roots.empty()) {
      add_doubts(leaving, alike, step.assumes_root(strangers.roots),
                 "the root user of a member account may be acted as by sts:AssumeRoot (AMB-36)",
                 next);
    }
  }

  // Principals of the snapshot who may do what `assumes` says.
  void add_doubts(Question& question, const std::map<std::string, std::vector<std::string>>* alike,
                  TermId assumes, const std::string& doubt, std::vector<Target>& next) {
    Steps& steps = question.steps();
    const formula::Bits candidates =
        formula::values_of(steps.terms(), assumes, steps.at(0).callers().field());
    const TermId asked = asked_about(question);
    for (const CallerUnit& unit : caller_units(question, alike)) {
      // Whom else an account lets act as its roles is part of what `account:ID` means.
      if (unit.word.kind != PrincipalWord::Kind::Arn || !unit.classes.intersects(candidates) ||
          settled_.contains(unit.name)) {
        continue;
      }
      const auto can = [&](TermId callers) {
        return steps.solver().solve({callers, assumes}).kind != solver::Outcome::Kind::Unsat;
      };
      if (!can(unit.callers)) continue;
      const bool listed = can(steps.terms().all_of({unit.callers, asked}));
      for (const std::string& member : unit.members) {
        if (listed) doubts_.emplace(member, doubt);
        add_target({member, {}, {}, true, doubt}, next);
      }
    }
  }

  // Replaces what is known of each step by requests that follow each other.
  void show_chains() {
    Encodings::Roles roles;
    for (const auto& [key, each] : groups_) {
      for (const verdict::Assumption& hop : each.group.path) {
        roles.insert(&world_.principals.at(hop.role));
      }
    }
    if (roles.empty()) return;
    const Encodings::Encoding encoding = encodings_.along(by_everybody(asked_), roles);
    std::map<std::string, const model::IamPrincipal*> encoded;
    for (const Assumable& role : encoding.assumable) encoded.emplace(role.role->arn, role.role);
    for (auto& [key, group] : groups_) {
      if (group.group.path.empty()) continue;
      std::vector<const model::IamPrincipal*> path;
      for (const verdict::Assumption& hop : group.group.path) path.push_back(encoded.at(hop.role));
      group.group.witness.clear();
      std::erase_if(group.members, [&](const Alike& alike) {
        std::vector<verdict::Step> chain = shown(alike, path, encoding);
        for (const std::string& principal : alike.principals) {
          if (chain.empty()) doubts_.emplace(principal, std::string(coverage::broken_chain));
        }
        const bool broken = chain.empty();
        if (group.group.witness.empty()) group.group.witness = std::move(chain);
        return broken;
      });
    }
    std::erase_if(groups_, [](const auto& each) { return each.second.members.empty(); });
  }

  // The requests of a chain, replayed; nothing where they do not follow each other.
  std::vector<verdict::Step> shown(const Alike& alike,
                                   const std::vector<const model::IamPrincipal*>& path,
                                   const Encodings::Encoding& encoding) {
    queries::RequestSet set = asked_;
    set.principals = {alike.first};
    Question question(set, encoding, zone_);
    const solver::Outcome found = question.find_chain(path);
    if (found.kind != solver::Outcome::Kind::Sat) return {};
    return question.shown(found, path.size());
  }

  void finish() {
    for (auto& [key, each] : groups_) {
      std::vector<std::string>& principals = each.group.principals;
      for (const Alike& alike : each.members) {
        principals.insert(principals.end(), alike.principals.begin(), alike.principals.end());
      }
      std::ranges::sort(principals);
      out_.groups.push_back(std::move(each.group));
    }
    std::ranges::stable_sort(out_.groups, [](const auto& a, const auto& b) {
      return std::tuple(a.path.size(), a.conditions.size()) <
             std::tuple(b.path.size(), b.conditions.size());
    });
    for (const auto& [principal, explanation] : doubts_) {
      if (!settled_.contains(principal)) out_.unknown.push_back({principal, explanation});
    }
    out_.complete = out_.unknown.empty();
    out_.empty_part = empty_part_;
  }

  const model::World& world_;
  const Options options_;
  const queries::RequestSet& asked_;
  queries::Zone zone_;
  Encodings encodings_;
  std::map<std::pair<std::size_t, Wording>, Group> groups_;
  unsigned kinds_ = 0;                         // that were told apart
  std::set<std::string> settled_;              // who can, whatever the context
  std::set<std::string> by_path_;              // who is in a group with a path
  std::map<std::string, bool> reached_;        // roles that were targets; whether for certain
  std::map<std::string, std::string> doubts_;  // who may have access besides, and why
  std::set<encoder::ForeignRoles> foreign_;    // with access
  std::set<std::string> roots_;                // accounts whose root user has access
  std::string empty_part_;
  verdict::WhoCan out_;
};

}  // namespace

verdict::WhoCan who_can(const model::World& world, const catalogue::Catalogue& catalogue,
                        const queries::RequestSet& set, const Options& options) {
  return Search(world, catalogue, set, options).run();
}

}  // namespace postern::verify
