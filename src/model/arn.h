// Amazon Resource Names: six components (ARN-1).
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace postern::model {

/// The six components of an ARN as views into the parsed text: the literal `arn`, partition,
/// service, region, account, resource. The resource is everything after the fifth colon.
struct ArnView {
  std::string_view partition, service, region, account, resource;
};

/// The components of `text`, or nothing if it does not start with `arn:` and have five colons.
std::optional<ArnView> parse_arn(std::string_view text);

/// `arn:PARTITION:iam::ACCOUNT:root` (PRIN-3).
std::string root_arn(std::string_view partition, std::string_view account);

}  // namespace postern::model
