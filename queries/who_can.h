// The words of `postern who-can` as a set of requests.
#pragma once

#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "queries/query.h"

namespace postern::queries {

/// As they stand on the command line.
struct WhoCanWords {
  /// `service:Action`, globs, `service:@level`, or `@level` of the resource's service; several
  /// separated by commas.
  std::string actions;
  std::string resource;                 // an ARN glob, or `*`
  std::vector<std::string> principals;  // as in query files; none: `any`
  std::string when;                     // a file with a Condition block; empty: none
};

/// Reads them as strictly as a query file: throws Error with everything that is wrong.
RequestSet read_who_can(const WhoCanWords& words, const catalogue::Catalogue& catalogue);

}  // namespace postern::queries
