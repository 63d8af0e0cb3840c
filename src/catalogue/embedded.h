// The files of data/ that are part of the program, byte for byte. Internal to the layer.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace postern::catalogue {

/// data/catalogue.bin, aligned to 8 bytes. Image reads it.
std::span<const std::byte> embedded_catalogue();

/// data/managed_policies.bin, aligned to 8 bytes. ManagedPolicies reads it.
std::span<const std::byte> embedded_managed_policies();

/// data/lists.json. Lists reads it.
std::string_view embedded_lists();

/// data/escalation_paths.json. EscalationPaths reads it.
std::string_view embedded_escalation_paths();

}  // namespace postern::catalogue
