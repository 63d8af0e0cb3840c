// Reads what `aws iam get-account-authorization-details` prints: the users, groups, roles and
// managed policies of an account, with every policy attached to them.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "document/document.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

struct GaadSummary {
  std::size_t entities = 0;
  std::set<std::string> accounts;
};

/// Reads the pages of one file, in order. An account is complete (Account::has_identities) if its
/// last page says that nothing follows and has the lists of users, groups and roles.
GaadSummary read_gaad(const std::vector<document::Node>& pages, WorldBuilder& builder);

}  // namespace postern::snapshot
