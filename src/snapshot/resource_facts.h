// What documents say of a resource besides its policy: one fact each.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "model/world.h"

namespace postern::snapshot {

using KeyGrants = std::vector<model::KmsGrant>;
using ResourceFact = std::variant<model::Acl, model::ObjectOwnership, model::PublicAccessBlock,
                                  KeyGrants, model::AccessPointFacts>;

struct ResourceFactDraft {
  std::string arn;
  std::string account;  // the owner
  ResourceFact fact;
  SourceSpan where;
  std::string lack = "";  // what of it was not read, in words
};

/// What a message calls the fact: "access control list of", ...
std::string_view name_of(const ResourceFact& fact);
/// All that the fact says, as text: equal for facts that say the same.
std::string content_of(const ResourceFact& fact);

/// Adds the fact to its resource.
void apply(const ResourceFact& fact, model::Resource& resource);

}  // namespace postern::snapshot
