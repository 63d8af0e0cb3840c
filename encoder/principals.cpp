#include "encoder/principals.h"

#include <algorithm>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;

const Shape& arn_of(const CallerClass& c) { return c.arn; }
const Shape& role_arn_of(const CallerClass& c) { return c.role_arn; }
const Shape& user_arn_of(const CallerClass& c) { return c.user_arn; }
const Shape& account_of(const CallerClass& c) { return c.account; }

bool is_root_arn(const Shape& arn) {
  if (arn.pieces.empty()) return false;
  const auto* end = std::get_if<std::string>(&arn.pieces.back());
  return end != nullptr && end->ends_with(":root");
}

}  // namespace

PrincipalEncoder::PrincipalEncoder(formula::TermStore& terms, const CallerSpace& callers)
    : terms_(terms), callers_(callers) {}

void PrincipalEncoder::match_aws(const std::string& value, Levels& out) {
  const auto add = [&](Truth& level, TermId term) {
    level = either(terms_, level, Truth::of(term));
  };
  if (value == "*") {  // AMB-15: services may not be meant
    const TermId services = callers_.in(callers_.of_type({CallerType::Service}));
    out.any = either(terms_, out.any, {!services, terms_.true_term(), terms_.true_term()});
    return;
  }
  const Bits in_accounts = callers_.of_type(
      {CallerType::User, CallerType::RoleSession, CallerType::FederatedUser, CallerType::Root});
  if (is_account_id(value)) {  // PRIN-3: of the caller's own partition
    add(out.account, callers_.matching_text(account_of, in_accounts, value));
    return;
  }
  const auto arn = model::parse_arn(value);
  if (arn && arn->service == "iam" && arn->region.empty() && arn->resource == "root") {
    Bits same_partition =
        callers_.where([&](const CallerClass& c) { return c.partition == arn->partition; });
    same_partition &= in_accounts;
    add(out.account, callers_.matching_text(account_of, same_partition, arn->account));
    return;
  }
  const Bits named =
      callers_.of_type({CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
  add(out.direct, callers_.matching_text(arn_of, named, value));
  add(out.role,
      callers_.matching_text(role_arn_of, callers_.of_type({CallerType::RoleSession}), value));
  add(out.user,
      callers_.matching_text(user_arn_of, callers_.of_type({CallerType::FederatedUser}), value));
  // PRIN-14: a bare unique id names the entity that had it.
  const auto has_id = [&](CallerType type) {
    return callers_.in(callers_.where([&](const CallerClass& c) {
      return c.type == type && !c.unique_id.empty() && c.unique_id == value;
    }));
  };
  add(out.direct, has_id(CallerType::User));
  add(out.role, has_id(CallerType::RoleSession));
  add(out.user, has_id(CallerType::FederatedUser));
  // Whose id it is, is not known of entities whose ids are not.
  const auto may_have_id = [&](Truth& level, CallerType type) {
    level.maybe = terms_.any_of({level.maybe, callers_.in(callers_.where([&](const CallerClass& c) {
                                   return c.type == type && c.unique_id.empty();
                                 }))});
  };
  if (value.starts_with("AIDA")) {
    may_have_id(out.direct, CallerType::User);
    may_have_id(out.user, CallerType::FederatedUser);
  }
  if (value.starts_with("AROA")) may_have_id(out.role, CallerType::RoleSession);
}

Levels PrincipalEncoder::listed(const model::PrincipalElement& element) {
  const Truth never = Truth::of(terms_.false_term());
  Levels out{never, never, never, never, never};
  if (element.everyone) out.any = Truth::of(terms_.true_term());
  for (const model::PrincipalEntry& entry : element.entries) {
    const auto direct = [&](const std::function<bool(const CallerClass&)>& test) {
      out.direct = either(terms_, out.direct, Truth::of(callers_.in(callers_.where(test))));
    };
    switch (entry.type) {
      case model::PrincipalType::Aws:
        match_aws(entry.value, out);
        break;
      case model::PrincipalType::Service:
        if (entry.value == "*") {  // AMB-46
          out.direct.maybe = terms_.any_of(
              {out.direct.maybe, callers_.in(callers_.of_type({CallerType::Service}))});
          break;
        }
        direct([&](const CallerClass& c) {
          return c.type == CallerType::Service &&
                 std::find(c.service_names.begin(), c.service_names.end(), entry.value) !=
                     c.service_names.end();
        });
        break;
      case model::PrincipalType::Federated:
        if (entry.value == "*") {  // AMB-40
          out.direct.maybe = terms_.any_of(
              {out.direct.maybe,
               callers_.in(callers_.of_type({CallerType::WebIdentity, CallerType::Saml}))});
          break;
        }
        direct([&](const CallerClass& c) {
          return (c.type == CallerType::WebIdentity || c.type == CallerType::Saml) &&
                 c.provider == entry.value;
        });
        break;
      case model::PrincipalType::CanonicalUser: {
        const Bits same = callers_.where([&](const CallerClass& c) {
          return !c.canonical_id.empty() && c.canonical_id == entry.value;
        });
        out.account = either(terms_, out.account, Truth::of(callers_.in(same)));
        // Whoever has an id that is not known may have this one.
        const Bits unknown = callers_.where([](const CallerClass& c) {
          return c.canonical_id.empty() && !c.account.pieces.empty();
        });
        out.account.maybe = terms_.any_of({out.account.maybe, callers_.in(unknown)});
        break;
      }
    }
  }
  return out;
}

Truth PrincipalEncoder::excluded(const Levels& listed, bool everyone) {
  if (everyone) return Truth::of(terms_.true_term());
  // Which identity levels must all be listed, by type of caller (NPRIN-2, NPRIN-4).
  const auto of_callers = [&](const Bits& callers, std::initializer_list<Truth> levels) {
    const Truth all = all_of(terms_, std::vector<Truth>(levels));
    const Truth some = any_of(terms_, std::vector<Truth>(levels));
    const TermId here = callers_.in(callers);
    // AMB-17: with only some of them listed it is unknown; canonically they are not excluded.
    return both(terms_, Truth::of(here), Truth{all.sure, some.maybe, all.canonical});
  };
  const auto of = [&](CallerType type, std::initializer_list<Truth> levels) {
    return of_callers(callers_.of_type({type}), levels);
  };
  // Behind a federated user stands a user, or the account's root user.
  const Bits of_root = callers_.where([](const CallerClass& c) {
    return c.type == CallerType::FederatedUser && is_root_arn(c.user_arn);
  });
  Bits of_user = callers_.of_type({CallerType::FederatedUser});
  of_user.subtract(of_root);
  const Truth truths[] = {
      of(CallerType::User, {listed.direct, listed.account}),
      of(CallerType::RoleSession, {listed.direct, listed.role, listed.account}),
      of_callers(of_user, {listed.direct, listed.user, listed.account}),
      of_callers(of_root, {listed.direct, listed.account}),
      of(CallerType::Root, {listed.account}),
      of(CallerType::Service, {listed.direct}),
      of(CallerType::WebIdentity, {listed.direct}),
      of(CallerType::Saml, {listed.direct}),
      listed.any,
  };
  return any_of(terms_, truths);
}

Levels PrincipalEncoder::levels(const model::PrincipalElement& element, model::Effect effect,
                                const Bits& has_boundary) {
  Levels out = listed(element);
  if (!element.negated) return out;
  const Truth never = Truth::of(terms_.false_term());
  Truth others = negate(excluded(out, element.everyone));
  if (!element.everyone && element.entries.empty()) {  // AMB-12
    others = {terms_.false_term(), terms_.true_term(), terms_.true_term()};
  }
  if (effect == model::Effect::Deny) {
    // NPRIN-3 speaks of users and roles; of federated users with their user's boundary it is open.
    const TermId limited = callers_.in(has_boundary);
    const TermId named =
        terms_.all_of({limited, !callers_.in(callers_.of_type({CallerType::FederatedUser}))});
    others = either(terms_, others, {named, limited, limited});
  }
  return {others, never, never, never, never};
}

}  // namespace postern::encoder
