// The parts of a scenario that concern one service: S3 beyond policies, KMS grants.
#pragma once

#include "model/request.h"
#include "snapshot/fields.h"
#include "snapshot/scenario_policies.h"

namespace postern::snapshot {

/// Reads `s3`, `kms_grants` and `aws_managed_kms_key` of a scenario's model into it.
void read_services(Fields& model, model::Scenario& scenario, Diagnostics& diagnostics);

/// Reads `access_point`, the access point the request goes through. Without `rcps` of its own a
/// point of the bucket's account has the bucket's. Reports a request that cannot go through it.
model::Passage read_passage(document::Node node, PolicyLoader& load,
                            const model::Scenario& scenario, const model::Request& request,
                            Diagnostics& diagnostics);

}  // namespace postern::snapshot
