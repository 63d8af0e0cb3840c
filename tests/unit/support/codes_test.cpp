#include "support/codes.h"

#include <string>

#include "support/catch.h"
#include "support/error.h"

namespace postern {
namespace {

TEST_CASE("codes are unique, in order and described") {
  std::string_view previous;
  for (const codes::Code& code : codes::table) {
    CAPTURE(code.id);
    CHECK(code.id.size() == 11);
    CHECK(code.id.starts_with("POSTERN0"));
    CHECK(previous < code.id);
    CHECK_FALSE(code.meaning.empty());
    previous = code.id;
  }
}

TEST_CASE("diagnostics beyond the limit are counted") {
  Diagnostics diagnostics(1);
  diagnostics.error(codes::json_syntax, {}, "first");
  diagnostics.error(codes::json_syntax, {}, "second");
  try {
    diagnostics.throw_if_errors();
    FAIL("no error thrown");
  } catch (const Error& error) {
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(to_string(error.diagnostics()[0]) == "error POSTERN0101: first");
    CHECK(error.diagnostics()[1].code == codes::more_diagnostics.id);
    CHECK(error.diagnostics()[1].message == "1 further diagnostics are not shown");
  }
}

}  // namespace
}  // namespace postern
