// Reads what `aws iam get-account-authorization-details` prints: the users, groups, roles and
// managed policies of an account, with every policy attached to them.
#pragma once

#include <cstddef>
#include <optional>
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

/// Reads the pages of one file, in order; `account` is whose they are, where the user says so. An
/// account is complete (Account::has_identities) if all its pages, in whatever files, have the
/// lists of users, groups and roles, and the last one says that nothing follows.
GaadSummary read_gaad(const std::vector<document::Node>& pages,
                      const std::optional<std::string>& account, WorldBuilder& builder);

}  // namespace postern::snapshot
