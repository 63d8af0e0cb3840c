// Requests by which a caller comes to act as somebody else: role assumptions, and sts:AssumeRoot.
#include <utility>

#include "encoder/holder.h"
#include "encoder/symbolic_request.h"
#include "model/arn.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

const std::initializer_list<std::string_view> entering = {
    "sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"};

}  // namespace

// The two calls that carry a token are made by its bearer, and bearers make no others but what
// belongs to them (MOD-2).
TermId SymbolicRequest::token_calls() {
  const auto pair = [&](std::string_view action, CallerType type) {
    const TermId call = terms_.value_in(action_, facts_.actions.only({action}));
    return std::pair(call, callers_.in(callers_.of_type({type})));
  };
  const auto [saml_call, saml] = pair("sts:AssumeRoleWithSAML", CallerType::Saml);
  const auto [web_call, web] = pair("sts:AssumeRoleWithWebIdentity", CallerType::WebIdentity);
  const TermId parts = terms_.value_in(
      action_, facts_.actions.only({"sts:TagSession", "sts:SetSourceIdentity", "sts:SetContext"}));
  return terms_.all_of({terms_.any_of({!saml_call, saml}), terms_.any_of({!web_call, web}),
                        terms_.any_of({!saml, saml_call, parts}),
                        terms_.any_of({!web, web_call, parts})});
}

TermId SymbolicRequest::assumes_foreign_role(const ForeignRoles& roles) {
  const std::string which = roles.service_linked ? "aws-service-role/*" : "*";
  return terms_.all_of({terms_.value_in(action_, facts_.actions.only(entering)),
                        in(like("arn:" + roles.partition + ":iam::*:role/" + which)),
                        in(terms_.globs().intern_set(of_account(""))), !in(listed_accounts()),
                        callers_.constraints(), token_calls(),
                        decision_->decide(foreign_side(), Mode::Prove).allowed,
                        keys_->constraints(Mode::Prove)});
}

TermId SymbolicRequest::assumes_root(const std::vector<std::string>& members) {
  glob::GlobPool& globs = terms_.globs();
  std::map<std::set<std::string>, std::vector<glob::GlobId>> roots;  // by who can become them
  for (const std::string& id : members) {
    const std::string& partition = facts_.world.accounts.at(id).partition;
    roots[model::root_managers_of(facts_.world, id)].push_back(
        globs.intern(glob::literal(model::root_arn(partition, id))));
  }
  std::vector<TermId> ways;
  for (const auto& [managers, arns] : roots) {
    ResourceSide side;
    side.account = "(another account)";
    side.managed_by = managers;
    ways.push_back(
        terms_.all_of({in(globs.intern_set(arns)), decision_->decide(side, Mode::Prove).allowed}));
  }
  return terms_.all_of({terms_.value_in(action_, facts_.actions.only({"sts:AssumeRoot"})),
                        terms_.any_of(ways), callers_.constraints(),
                        keys_->constraints(Mode::Prove)});
}

TermId SymbolicRequest::is_root_of(const std::set<std::string>& accounts) {
  std::vector<glob::GlobId> ids;
  for (const std::string& id : accounts) ids.push_back(terms_.globs().intern(glob::literal(id)));
  return callers_.matching([](const CallerClass& c) -> const Shape& { return c.account; },
                           callers_.of_type({CallerType::Root}), terms_.globs().intern_set(ids));
}

Bits SymbolicRequest::foreign_sessions(const ForeignRoles& roles) const {
  return callers_.where([&](const CallerClass& c) {
    return c.unknown_account && c.type == CallerType::RoleSession &&
           c.partition == roles.partition && c.service_linked == roles.service_linked;
  });
}

TermId SymbolicRequest::assumes(const model::IamPrincipal& role, Mode mode) {
  const Holder& h = holders_[role_holders_.at(&role)];
  return terms_.all_of({terms_.value_in(action_, facts_.actions.only(entering)), in(h.governed),
                        decision_->decide(h.side, mode).allowed});
}

TermId SymbolicRequest::possible_assumption(const model::IamPrincipal& role, Mode mode,
                                            bool assumed) {
  const glob::GlobSetId target = texts({role.arn});
  return possible(facts_.actions.only(entering), {target, terms_.globs().nothing_set()}, mode,
                  assumed);
}

Bits SymbolicRequest::sessions_of(const model::IamPrincipal& role) const {
  return callers_.where([&](const CallerClass& c) { return c.principal == &role; });
}

}  // namespace postern::encoder
