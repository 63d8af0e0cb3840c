#include "snapshot/paging.h"

namespace postern::snapshot {

std::optional<MoreFollows> more_follows(Fields& fields) {
  std::optional<MoreFollows> out;
  const auto note = [&](std::string_view member, bool says_so) {
    if (says_so && !out) out = {std::string(member), fields.find(member)->where()};
  };
  for (const std::string_view flag : {"IsTruncated", "Truncated"}) {
    note(flag, fields.is_true(flag));
  }
  for (const std::string_view token : {"Marker", "NextMarker", "NextToken", "nextToken"}) {
    note(token, !fields.text(token).value_or("").empty());
  }
  return out;
}

}  // namespace postern::snapshot
