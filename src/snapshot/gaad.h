// Reads what `aws iam get-account-authorization-details` prints: the users, groups, roles and
// managed policies of an account, with every policy attached to them.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "document/document.h"
#include "snapshot/load.h"
#include "snapshot/reading.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// The entities of one file, in order, read without regard to any other file.
struct AuthorizationDetails {
  std::vector<std::variant<PrincipalDraft, GroupDraft, ReadPolicy>> entities;
  std::vector<IdentityPages> pages;
  std::size_t count = 0;  // of entities, those included that are wrong
  std::set<std::string> accounts;
};

/// Reads the pages of one file, in order; `account` is whose they are, where the user says so. An
/// account is complete (Account::has_identities) if all its pages, in whatever files, have the
/// lists of users, groups and roles, and the last one says that nothing follows.
AuthorizationDetails read_gaad(const std::vector<document::Node>& pages,
                               const std::optional<std::string>& account, Reading& reading);

/// A file of authorization details as far as it can be read on a thread of its own.
struct DetailsFile {
  std::string path, sha256;
  AuthorizationDetails details;
  Reading reading;
};

/// Precondition: the file's documents are pages of authorization details. Ends the file.
DetailsFile read_details_file(LoadedFile file, const std::optional<std::string>& account,
                              const document::Limits& limits);

/// Adds the file to the world, as an input of that kind.
void add(DetailsFile file, std::string_view kind, WorldBuilder& builder);

}  // namespace postern::snapshot
