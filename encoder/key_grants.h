// Grants on KMS keys as terms (KMS-10).
#pragma once

#include <vector>

#include "encoder/actions.h"
#include "encoder/callers.h"
#include "encoder/context.h"
#include "encoder/truth.h"
#include "model/kms.h"

namespace postern::encoder {

/// "a grant names the caller, for the action, with its encryption context", by level.
struct GrantTerms {
  formula::TermId direct, role, user, account;
};

GrantTerms key_grants(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
                      formula::FieldId action, ContextKeys& keys,
                      const std::vector<model::KmsGrant>& grants, model::Mode mode);

}  // namespace postern::encoder
