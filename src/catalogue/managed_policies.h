// The policies that AWS manages, for snapshots that name them but do not contain them. Generated
// data, embedded in the binary (data/README.md says from what and when).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace postern::catalogue {

/// A managed policy of AWS's, in the version that was in force at the date of the set.
struct ManagedPolicy {
  std::string arn;
  std::string version;   // "v12"
  std::string date;      // of that version, YYYY-MM-DD
  std::string document;  // minified JSON
};

/// Read-only view of the embedded set. Costs nothing to construct: the policies are packed in
/// blocks, and a question unpacks the one block that can answer it.
class ManagedPolicies {
 public:
  ManagedPolicies();

  Version version() const;
  std::size_t size() const;

  /// The policy of that ARN, letter by letter: `arn:aws:iam::aws:policy/ReadOnlyAccess`. The set
  /// is that of the partition `aws`; other partitions have policies of their own, so their ARNs
  /// are not found. Unpacks a block each time: keep what it returns.
  std::optional<ManagedPolicy> find(std::string_view arn) const;

  /// All of them, sorted by ARN. Unpacks everything (some megabytes).
  std::vector<ManagedPolicy> all() const;

 private:
  std::string_view bytes_;
};

}  // namespace postern::catalogue
