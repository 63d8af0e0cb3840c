// What AWS refuses or grants whatever the policies say: hard stops and service-level blocks (8.2).
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/request.h"

namespace postern::semantics {

/// A decision that no policy has a part in.
struct HardStop {
  model::Decision decision;
  std::string why;
};

/// Step 0 of 8.2: partitions (XACC-6), STS-1, TRUST-11.
std::optional<HardStop> hard_stop(const model::Request& request);

/// In which modes a block holds: certain ones in all, likely ones not in Prove, and those that
/// are only possible in Counterexample alone.
enum class Certainty { Possible, Likely, Certain };

/// A reason why the request is refused although policies allow it.
struct Block {
  Certainty certainty;
  std::string why;
  std::set<int> ambiguities{};  // AMB entries that keep it from being certain
};

enum class Accounts { Same, Cross };

/// Step 3 of 8.2.
std::vector<Block> service_blocks(const model::Scenario& scenario, const model::Request& request,
                                  Accounts accounts);

/// Whether a block holds in this mode.
bool holds(const Block& block, model::Mode mode);

/// True for the actions a role's trust policy decides on (13.1).
bool is_role_assumption(std::string_view action);

/// True for the actions that accompany an assumption: tags, source identity, context (AMB-35).
bool accompanies_assumption(std::string_view action);

/// True for s3:GetBucketPolicy, PutBucketPolicy, DeleteBucketPolicy (S3-4, S3-5).
bool is_bucket_policy_action(std::string_view action);

}  // namespace postern::semantics
