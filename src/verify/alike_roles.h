// Findings of roles that trust the same: found and proved once, shown of each.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/world.h"
#include "verdict/findings.h"
#include "verify/access_sources.h"

namespace postern::verify {

/// Where every offer of a trust policy is a finding, there can be no other: whoever is admitted is
/// admitted by a statement, and so by an offer. That is the same of another role whose trust policy
/// says the same, under the same organization policies; only that the access is there has to be
/// shown again.
class AlikeRoles {
 public:
  /// The world is kept by reference.
  explicit AlikeRoles(const model::World& world) : world_(world) {}

  /// Takes note of a role every offer of which is a finding.
  void remember(const Target& target, const std::vector<verdict::Finding>& findings);

  /// The findings of a role that trusts what another did, each replayed; nothing where there was no
  /// such role, or a request is not allowed here.
  std::optional<std::vector<verdict::Finding>> findings(const Target& target,
                                                        const std::vector<Offer>& offers) const;

 private:
  std::optional<std::string> key_of(const Target& target) const;

  const model::World& world_;
  std::map<std::string, std::vector<verdict::Finding>> known_;
};

}  // namespace postern::verify
