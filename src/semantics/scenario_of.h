// Assembles what one request is decided on from everything a snapshot says.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "model/request.h"
#include "model/world.h"

namespace postern::semantics {

/// The scenario of one request, and how far it can be relied on. The scenario points into the
/// World it was made from and into `policies`.
struct Assembled {
  model::Scenario scenario;
  /// What the snapshot does not say and the decision may depend on, in words (SCOPE-1): the
  /// scenario was assembled as if these documents did not exist.
  std::vector<std::string> missing;
  /// What was taken on trust instead, in words: callers whose accounts the snapshot does not
  /// contain may do whatever their administrators grant them.
  std::vector<std::string> assumed;
  std::deque<model::Policy> policies;  // those that stand for an assumption

  Assembled() = default;
  Assembled(Assembled&&) = default;
  Assembled& operator=(Assembled&&) = default;
  Assembled(const Assembled&) = delete;
  Assembled& operator=(const Assembled&) = delete;
};

/// The policies of `world` that count for `request`: the caller's identity policies and boundary,
/// found by its user or role ARN, its account's SCPs, the policy, owner, role and RCPs of the
/// resource, and the policy of the VPC endpoint that the context names (VPCE-6). Of role sessions
/// it is assumed that they were given no session policy, and of federated users that theirs allows
/// everything (SESS-6).
Assembled scenario_of(const model::World& world, const model::Request& request);

/// Makes `account` the owner of the resource, whose RCPs then count; for resources whose ARN and
/// the snapshot do not tell.
void set_resource_account(const model::World& world, const std::string& account, Assembled& out);

/// The resource whose policy governs `arn` (its own ARN, a bucket's object, a function's version);
/// the most specific one, or null.
const model::Resource* governing_resource(const model::World& world, std::string_view arn);

}  // namespace postern::semantics
