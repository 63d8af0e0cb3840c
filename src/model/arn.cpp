#include "model/arn.h"

#include <vector>

#include "support/text.h"

namespace postern::model {

std::optional<ArnView> parse_arn(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, ':', 6);
  if (parts.size() != 6 || parts[0] != "arn") return std::nullopt;
  return ArnView{parts[1], parts[2], parts[3], parts[4], parts[5]};
}

std::string root_arn(std::string_view partition, std::string_view account) {
  std::string arn = "arn:";
  arn.append(partition).append(":iam::").append(account).append(":root");
  return arn;
}

}  // namespace postern::model
