// The reference evaluator: what the policies say of ONE concrete request.
//
// Slow and obvious, written from the specification, sharing no code with `glob`, `formula` or
// `encoder`: it is the oracle every witness and every test is held against.
#pragma once

#include <array>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/request.h"

namespace postern::semantics {

/// What each layer said, for reports ("the resource policy allows, the identity side does not").
struct Layers {
  bool identity_allows = false;
  bool boundary_allows = true;
  bool session_allows = true;
  bool organization_allows = true;  // SCPs and RCPs
  bool endpoint_allows = true;
  bool resource_policy_allows = false;  // some level that counts for this caller, of the policy
                                        // or of a list or grant
  bool cross_account = false;
  std::string block;  // a service-level block or hard stop that decided, in words; else empty
};

struct Answer {
  model::Decision decision = model::Decision::ImplicitDeny;
  /// The statements that decided: the applying Denies, or the Allows the decision rests on (those
  /// of SCPs, RCPs and endpoint policies are not listed: they grant nothing).
  std::vector<model::StatementRef> decided_by;
  /// What an Allow rests on besides, in words: "the ACL of the bucket (READ for AllUsers)",
  /// "KMS grant g-1".
  std::vector<std::string> granted_by;
  /// Numbers of the AMB entries the canonical reading relied on (SND-3), e.g. 9 for AMB-9; none if
  /// the three modes decide alike. The modes may also part without an entry, where a service-level
  /// block is not certain: see semantics/blocks.h. Above 100: questions the specification has no
  /// entry for (docs/decisions/0015-s3-lists-and-key-grants.md): 101 KMS grants across accounts,
  /// 102 services as AuthenticatedUsers, 103 KMS grants to users and their federated sessions.
  std::set<int> ambiguities;
  Layers layers;
  /// Set where the scenario holds a construct the evaluator does not model: the decision is then
  /// not to be used. Says which.
  std::optional<std::string> undecided;
};

/// Decides `request` in `scenario` (EVAL 8.2) in the given reading (SND-1..SND-3).
Answer authorize(const model::Scenario& scenario, const model::Request& request, model::Mode mode);

/// The same in every reading, in the order of model::Mode; the policies are consulted once.
std::array<Answer, 3> authorize(const model::Scenario& scenario, const model::Request& request);

}  // namespace postern::semantics
