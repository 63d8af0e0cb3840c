// The languages of the domains of context keys.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "encoder/context_table.h"

namespace postern::encoder {

/// The domain of a key whose row names none.
Domain domain_of(catalogue::KeyType type);
/// The catalogue's type of the keys of a domain.
catalogue::KeyType type_of(Domain domain);
/// The values as a language, where AWS says more of them than their type (REL-29).
std::optional<glob::GlobSetId> language(glob::GlobPool& globs, Domain domain);
/// The names of AWS's regions.
std::vector<std::string_view> regions();
/// A value that nobody asked anything about.
std::string_view sample(Domain domain);
/// Whether a value may be the empty text (AMB-42).
bool may_be_empty(Domain domain);

}  // namespace postern::encoder
