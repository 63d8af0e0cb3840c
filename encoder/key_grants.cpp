#include "encoder/key_grants.h"

#include <algorithm>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::CallerType;
using model::Mode;

using Pairs = std::map<std::string, std::string>;

TermId has_pairs(formula::TermStore& terms, ContextKeys& keys, const Pairs& pairs) {
  glob::GlobPool& globs = terms.globs();
  std::vector<TermId> all;
  for (const auto& [name, value] : pairs) {
    Key& key = keys.key("kms:encryptioncontext:" + ascii_lower(name));
    const glob::GlobSetId text = globs.intern_set(globs.intern(glob::literal(value)));
    all.push_back(key.multivalued ? terms.false_term() : keys.text_in(key, text));
  }
  return terms.all_of(all);
}

// "the encryption context has no other keys", as far as the list of its keys tells. A key that
// differs in the case of its letters may be the same one.
Truth no_other_keys(formula::TermStore& terms, ContextKeys& keys, const Pairs& pairs) {
  glob::GlobPool& globs = terms.globs();
  std::vector<glob::GlobId> exact, any_case;
  for (const auto& [name, value] : pairs) {
    exact.push_back(globs.intern(glob::literal(name)));
    any_case.push_back(globs.intern(glob::literal_ignoring_case(name)));
  }
  Key& list = keys.key("kms:encryptioncontextkeys");
  const TermId present = keys.present(list);
  const auto other = [&](const std::vector<glob::GlobId>& known) {
    const glob::GlobSetId set = globs.intern_set(known);
    return list.multivalued ? keys.some_element(list, set, false)
                            : terms.all_of({present, !keys.text_in(list, set)});
  };
  const TermId maybe = !other(any_case);
  return {terms.all_of({present, !other(exact)}), maybe, maybe};
}

}  // namespace

GrantTerms key_grants(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
                      formula::FieldId action, ContextKeys& keys,
                      const std::vector<model::KmsGrant>& grants, Mode mode) {
  const TermId no = terms.false_term();
  GrantTerms out{no, no, no, no};
  for (const model::KmsGrant& grant : grants) {
    Bits operations = actions.none();
    for (const std::string& operation : grant.operations) {
      if (operation.find_first_of("*?") != std::string::npos) continue;  // names, not patterns
      operations |= actions.only({"kms:" + operation});
    }
    Truth met = Truth::of(terms.all_of({terms.value_in(action, operations),
                                        has_pairs(terms, keys, grant.context_equals),
                                        has_pairs(terms, keys, grant.context_subset)}));
    if (!grant.context_equals.empty()) {
      met = both(terms, met, no_other_keys(terms, keys, grant.context_equals));
    }
    const TermId applies = favouring(met, mode);
    const auto extend = [&](TermId& level, TermId who) {
      level = terms.any_of({level, terms.all_of({applies, who})});
    };
    const auto arn = model::parse_arn(grant.grantee);
    if (arn && arn->service == "iam" && arn->resource == "root") {
      Bits same = callers.of_type(
          {CallerType::Root, CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
      same &= callers.where([&](const CallerClass& c) { return c.partition == arn->partition; });
      extend(out.account,
             callers.matching_text([](const CallerClass& c) -> const Shape& { return c.account; },
                                   same, arn->account));
      continue;
    }
    const Bits named =
        callers.of_type({CallerType::User, CallerType::RoleSession, CallerType::FederatedUser});
    extend(out.direct,
           callers.matching_text([](const CallerClass& c) -> const Shape& { return c.arn; }, named,
                                 grant.grantee));
    extend(out.direct, callers.in(callers.where([&](const CallerClass& c) {
      return c.type == CallerType::Service &&
             std::find(c.service_names.begin(), c.service_names.end(), grant.grantee) !=
                 c.service_names.end();
    })));
    extend(out.role,
           callers.matching_text([](const CallerClass& c) -> const Shape& { return c.role_arn; },
                                 callers.of_type({CallerType::RoleSession}), grant.grantee));
    if (mode != Mode::Prove) continue;
    // Whether a grant to a user reaches its federated sessions is open.
    extend(out.user,
           callers.matching_text([](const CallerClass& c) -> const Shape& { return c.user_arn; },
                                 callers.of_type({CallerType::FederatedUser}), grant.grantee));
  }
  return out;
}

}  // namespace postern::encoder
