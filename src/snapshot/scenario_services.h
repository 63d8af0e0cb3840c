// The parts of a scenario that concern one service: S3 beyond policies, KMS grants.
#pragma once

#include "model/request.h"
#include "snapshot/fields.h"

namespace postern::snapshot {

/// Reads `s3`, `kms_grants` and `aws_managed_kms_key` of a scenario's model into it.
void read_services(Fields& model, model::Scenario& scenario, Diagnostics& diagnostics);

}  // namespace postern::snapshot
