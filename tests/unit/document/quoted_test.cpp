#include "document/quoted.h"

#include "support/catch.h"

namespace postern::document {
namespace {

TEST_CASE("quoted text is one printable line") {
  CHECK(quoted("") == "``");
  CHECK(quoted("a b") == "`a b`");
  CHECK(quoted("\u00e9\U0001F600") == "`\u00e9\U0001F600`");
  CHECK(quoted("a\nb\x1B[0m\x7F") == "`a\\x0ab\\x1b[0m\\x7f`");
  CHECK(quoted("\xE9") == "`\\xe9`");
  CHECK(quoted("\u009B\u00A0") == "`\\xc2\\x9b\u00A0`");
  CHECK(quoted(std::string(1000, 'x')) == "`" + std::string(300, 'x') + "...`");
}

}  // namespace
}  // namespace postern::document
