// Statements and policies as terms (section 7 of the specification).
#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <tuple>
#include <vector>

#include "encoder/conditions.h"
#include "encoder/context.h"
#include "encoder/patterns.h"
#include "encoder/principals.h"

namespace postern::encoder {

/// The terms "some Allow statement of the policy applies", by the level its Principal matches at
/// (`any` for policies without Principal), and "some Deny statement applies" (STMT-2).
struct PolicyTerms {
  formula::TermId deny;
  formula::TermId any, direct, role, user, account;
};

/// A request through an access point is checked under two ARNs (AP-1), and it is open whether the
/// caller's policies must cover both (AMB-21): the field that holds the other one, and when it
/// does.
struct OtherName {
  std::function<formula::TermId()> when;  // asked only where it matters
  formula::FieldId resource;
  glob::GlobSetId format;  // what the other ARN may be
};

/// One symbolic request and the policies read against it. Every policy is encoded once a reading.
class StatementEncoder {
 public:
  /// `other_name`: see OtherName.
  StatementEncoder(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
                   formula::FieldId action, formula::FieldId resource, ContextKeys& keys,
                   std::optional<OtherName> other_name = std::nullopt);

  /// The policy's terms in a reading. `has_boundary`: see PrincipalEncoder::levels. `gateway`:
  /// it is the policy of a gateway endpoint (VPCE-5).
  const PolicyTerms& policy(const model::Policy& policy, model::Mode mode,
                            const formula::Bits& has_boundary, bool gateway = false);
  Truth condition(const model::Condition& condition) { return conditions_.condition(condition); }
  Truth conditions(std::span<const model::Condition> conditions);

 private:
  void through_gateway(Levels& levels);
  Truth actions(const model::PatternList& list, model::PolicyKind kind);
  Truth resources(const model::PatternList& list, model::PolicyKind kind,
                  formula::FieldId resource);
  Truth resources(const model::PatternList& list, model::PolicyKind kind, formula::FieldId resource,
                  Empty empty);
  /// The canonical reading of it alone, for ContextKeys::is_free.
  formula::TermId canonical_resources(const model::PatternList& list, model::PolicyKind kind);
  Truth resources_or_other_name(const model::Statement& statement, model::PolicyKind kind);
  Truth body(const model::Statement& statement, model::PolicyKind kind);

  formula::TermStore& terms_;
  const CallerSpace& callers_;
  ActionSpace& actions_;
  formula::FieldId action_, resource_;
  std::optional<OtherName> other_name_;
  ContextKeys& keys_;
  formula::Bits owner_only_;
  PatternEncoder patterns_;
  ConditionEncoder conditions_;
  PrincipalEncoder principals_;
  std::map<std::tuple<const model::Policy*, model::Mode, bool>, PolicyTerms> policies_;
  std::map<const model::Statement*, Truth> bodies_;
};

}  // namespace postern::encoder
