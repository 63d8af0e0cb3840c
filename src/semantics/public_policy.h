// When S3 calls a bucket policy public (BPA-6, BPA-7).
#pragma once

#include "model/policy.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// Whether a bucket policy is public: some Allow statement is open to anybody and no condition of
/// it pins it to fixed values. U where it is open which conditions do (AMB-22); canonically those
/// do not. Note that this counts against access: U is public in counterexamples (SND-2).
Truth is_public(const model::Policy& policy);

/// The same of the policy of an access point: that of a VPC's is never public, and its own ARN pins
/// nothing.
Truth is_public_at(const model::Policy& policy, bool vpc_only);

}  // namespace postern::semantics
