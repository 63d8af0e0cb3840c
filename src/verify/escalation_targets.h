// Whom a path of the table of escalations is about, as resources of its first request.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/escalation_paths.h"
#include "glob/glob.h"
#include "model/request.h"
#include "model/world.h"

namespace postern::verify {

/// What must hold of the request besides: a Condition block, or nothing. For witnesses more than
/// for proofs, so that what is put in place gives everything.
std::string conditions_for(const catalogue::EscalationPath& path, std::size_t need, bool proving);

/// Globs of what has no account in its ARN, or no ARN: it is of the caller's account.
const std::vector<std::string>& without_account();

/// The resources an ARN glob is meant to be of: a wildcard before the account goes over no colon.
/// `*` is what a request about nothing in particular has.
glob::GlobId resources_like(std::string_view pattern, glob::GlobPool& globs);

class Targets {
 public:
  /// Everything is kept by reference.
  Targets(const catalogue::EscalationPath& path, bool proving) : path_(path), proving_(proving) {}

  /// Adds the principal, if the path can be about it.
  void add(const model::IamPrincipal& principal);
  bool empty() const { return patterns_.empty(); }
  /// Globs of the resources of requests about those that were added.
  std::vector<std::string> patterns() const;
  /// Those the request is about.
  std::vector<const model::IamPrincipal*> named_by(const model::Request& request) const;

 private:
  std::vector<std::string> patterns_for(const model::IamPrincipal& principal) const;

  const catalogue::EscalationPath& path_;
  bool proving_;
  std::map<std::string, std::vector<const model::IamPrincipal*>> patterns_;
};

}  // namespace postern::verify
