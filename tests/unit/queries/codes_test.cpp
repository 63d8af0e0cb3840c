#include "queries/codes.h"

#include <string>
#include <string_view>

#include "support/catch.h"

TEST_CASE("codes of query files are unique, in order and in their range") {
  std::string_view before = "POSTERN0400";
  for (const postern::codes::Code& code : postern::queries::codes::table) {
    CHECK(before < code.id);
    CHECK(code.id.substr(0, 9) == "POSTERN04");
    CHECK(!code.meaning.empty());
    before = code.id;
  }
}
