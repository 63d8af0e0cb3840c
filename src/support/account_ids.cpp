#include "support/account_ids.h"

#include <algorithm>

#include "support/text.h"

namespace postern {

void add_account_ids(std::string_view text, std::set<std::string>& out) {
  constexpr std::string_view digits = "0123456789";
  std::size_t start = 0;
  while ((start = text.find_first_of(digits, start)) != std::string_view::npos) {
    const std::size_t end = std::min(text.find_first_not_of(digits, start), text.size());
    const std::string_view number = text.substr(start, end - start);
    if (is_account_id(number)) out.emplace(number);
    start = end;
  }
}

}  // namespace postern
