// Pairs of policies that grow with a parameter.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace postern::benchmarks {

/// The twin says how the new policy relates to the old one: it says the same in another way, or
/// the same and a little more. Fast for a wrong reason shows where only one twin is fast.
enum class Twin { Equal, Wider };

/// Two policy documents, as JSON text.
struct PolicyTexts {
  std::string old_policy, new_policy;
};

/// The pair of the family `generator` at size `n`. Families:
///   prefix_tree              one statement a prefix, Allow and Deny in turn
///   one_list                 one statement with a list of resources, against two halves
///   not_action_not_resource  NotAction and NotResource, against a Deny for each entry
///   deny_list                a list of allowed resources, against a Deny of all others
///   many_star                resources with three wildcards
///   conditions               StringLike, IpAddress and NumericLessThan, one statement each
/// Throws Error for another name.
PolicyTexts generate(std::string_view generator, Twin twin, std::size_t n);

}  // namespace postern::benchmarks
