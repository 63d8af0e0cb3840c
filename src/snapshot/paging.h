// What an output says where it is one page of several.
#pragma once

#include <optional>
#include <string>

#include "snapshot/fields.h"

namespace postern::snapshot {

/// The member by which an output says that more follows.
struct MoreFollows {
  std::string member;
  SourceSpan where;
};

/// `IsTruncated` or `Truncated` that is true, or a `Marker`, `NextMarker`, `NextToken` or
/// `nextToken` with text in it; nothing where no page follows. All of them are known to `fields`
/// then.
std::optional<MoreFollows> more_follows(Fields& fields);

}  // namespace postern::snapshot
