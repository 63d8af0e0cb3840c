// The words of a query: principals, actions, resources and `when` blocks. Internal to the layer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "queries/query.h"
#include "queries/read_common.h"
#include "queries/read_sets.h"

namespace postern::queries {

/// Each reads one entry of a list: one word, or none if it is wrong, which is reported.
Sets<PrincipalWord>::Words read_principal(const Reader& reader, document::Node node);
Sets<ActionWord>::Words read_action(const Reader& reader, document::Node node);
Sets<ResourceWord>::Words read_resource(const Reader& reader, document::Node node);

/// What is wrong with `text` as what follows `tag:`, `org:` or `ou:`, if anything is.
std::optional<std::string> wrong_tag(std::string_view text);
std::optional<std::string> wrong_organization(std::string_view text);
std::optional<std::string> wrong_unit(std::string_view text);

/// The conditions of a `when` block. What AWS would accept with a shrug (an empty block, a value
/// that does not fit its operator) is an error here: a claim must not rest on it.
std::vector<model::Condition> read_when(const Reader& reader, document::Node node);

}  // namespace postern::queries
