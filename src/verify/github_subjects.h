// Subjects of GitHub's tokens that anybody can obtain (OIDC-3, OIDC-4).
#pragma once

#include <string>
#include <vector>

#include "model/condition.h"

namespace postern::verify {

/// Conditions that hold of the tokens of those whom none of `conditions` names: the owner of a
/// repository, a repository or a person. Nothing, where `provider` is not GitHub's.
std::vector<model::Condition> unnamed_subjects(const std::string& provider,
                                               const std::vector<model::Condition>& conditions);

/// Whether the provider is GitHub's, whose tokens anybody can have.
bool is_github(const std::string& provider);

}  // namespace postern::verify
