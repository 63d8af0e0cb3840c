#include "catalogue/embedded.h"

#include <cstdint>

// Defined in embedded.S.
extern "C" {
extern const std::byte postern_catalogue_data[];
extern const std::uint64_t postern_catalogue_size;
extern const std::byte postern_managed_policies_data[];
extern const std::uint64_t postern_managed_policies_size;
extern const char postern_lists_data[];
extern const std::uint64_t postern_lists_size;
extern const char postern_escalation_paths_data[];
extern const std::uint64_t postern_escalation_paths_size;
}

namespace postern::catalogue {

std::span<const std::byte> embedded_catalogue() {
  return {postern_catalogue_data, postern_catalogue_size};
}

std::span<const std::byte> embedded_managed_policies() {
  return {postern_managed_policies_data, postern_managed_policies_size};
}

std::string_view embedded_lists() { return {postern_lists_data, postern_lists_size}; }

std::string_view embedded_escalation_paths() {
  return {postern_escalation_paths_data, postern_escalation_paths_size};
}

}  // namespace postern::catalogue
