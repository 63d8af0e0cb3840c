// Access control lists of S3: whom they let in, and for what (12.1, 12.2, S3-7, S3-8).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"
#include "semantics/principals.h"

namespace postern::semantics {

/// What the bucket's and the object's list grant the caller for the requested action (ACL-2 to
/// ACL-8), as far as lists count (OWN-1, BPA-2).
std::vector<Grant> list_grants(const model::Scenario& scenario, const model::Request& request);

/// Whether the request is for an object that another account owns than its bucket (S3-7).
bool asks_for_foreign_object(const model::Scenario& scenario, const model::Request& request);

/// What the owner of a foreign object grants: its list, and everything to its own account.
/// Precondition: asks_for_foreign_object.
std::vector<Grant> object_owner_grants(const model::Scenario& scenario,
                                       const model::Request& request);

/// True for the actions an object's list speaks of (ACL-3).
bool is_object_list_action(std::string_view action);

/// True for what a bucket's owner may do with objects of others (S3-8), and for PutObject, which
/// makes a new one.
bool is_bucket_owner_action(std::string_view action);

/// What the decision depends on and the scenario does not say, in words.
std::vector<std::string> missing_of_lists(const model::Scenario& scenario,
                                          const model::Request& request);

}  // namespace postern::semantics
