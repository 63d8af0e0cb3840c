// Every way postern has to tell whether a glob matches a text; they must all agree.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::test {

/// One engine. `match(pattern, text)`: does `text` match `pattern`, `*` and `?` being wildcards?
struct Matcher {
  std::string name;
  std::function<bool(std::string_view pattern, std::string_view text)> match;
};

/// All engines but the naive one. A new one is one more entry.
std::vector<Matcher> matchers();

}  // namespace postern::test
