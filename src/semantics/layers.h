// Which policies are consulted for a request, and what their statements say (8.1).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/request.h"
#include "semantics/statements.h"

namespace postern::semantics {

/// The consulted policies' statements that may apply. A layer that is not consulted is empty, and
/// its `has_...` false.
struct Matches {
  std::vector<StatementMatch> identity;
  bool has_boundary = false;
  std::vector<StatementMatch> boundary;
  bool has_session = false;
  std::vector<StatementMatch> session;
  bool has_scps = false;
  std::vector<std::vector<StatementMatch>> scps;  // root first
  bool has_rcps = false;
  std::vector<std::vector<StatementMatch>> rcps;
  bool has_endpoint = false;
  std::vector<StatementMatch> endpoint;
  std::vector<StatementMatch> resource;
  std::vector<Grant> lists;       // of the bucket and the object (12.1)
  std::vector<Grant> key_grants;  // KMS-10
  bool foreign_object = false;    // asked for, and its owner is not the bucket's (S3-7)
  std::vector<Grant> object_owner;
};

/// Consults every policy that EVAL-3 says applies to the caller, and what else grants. RCPs and the
/// endpoint policy are included where they may apply: whether they do is decided by
/// `is_rcp_service` and AMB-39.
/// `other_name`: see Bearer.
Matches consult(const model::Scenario& scenario, const model::Request& request,
                const std::optional<std::string>& other_name);

/// Whether the scenario's RCPs reach the action's service (RCP-7). Without the user's own list the
/// services that are certain are built in, and of all others it is open (AMB-27).
Truth is_rcp_service(const model::Scenario& scenario, const model::Request& request);

/// The AMB entries of all statements and grants that are U.
std::set<int> ambiguities(const Matches& matches);

}  // namespace postern::semantics
