#include <string>
#include <vector>

#include "document/document.h"
#include "outline.h"
#include "support/catch.h"

namespace postern::document {
namespace {

TEST_CASE("yaml values carry their places") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"a: 1\nb:\n  - x\n  - 'y'\n", "{a@1:1: 1@1:4, b@2:1: [\"x\"@3:5, \"y\"@4:5]@3:3}@1:1"},
      {"# c\n---\n- true\n- false\n- yes\n- null\n- ~\n-\n",
       "[true@3:3, false@4:3, \"yes\"@5:3, null@6:3, null@7:3, null@9:1]@3:1"},
      {"[1, 1.5, -2e3, 012, 0x1F, .5, 1_0, '1', \"1\"]",
       "[1@1:2, 1.5@1:5, -2e3@1:10, \"012\"@1:16, \"0x1F\"@1:21, \".5\"@1:27, \"1_0\"@1:31, "
       "\"1\"@1:36, \"1\"@1:41]@1:1"},
      {"true: x", "{true@1:1: \"x\"@1:7}@1:1"},
      {"a: !Sub 'x'\nb: !!str 1\n", "{a@1:1: !Sub \"x\"@1:4, b@2:1: \"1\"@2:4}@1:1"},
      {"a: {b: c}", "{a@1:1: {b@1:5: \"c\"@1:8}@1:4}@1:1"},
      {"\xEF\xBB\xBF"
       "a: b",
       "{a@1:1: \"b\"@1:4}@1:1"},
      {"{\"a\": [1, null]}", "{a@1:2: [1@1:8, null@1:11]@1:7}@1:1"},
      {"\"\u00e9\": b", "{\u00e9@1:1: \"b\"@1:7}@1:1"},
      {"a: |\n  x\n  y\n", "{a@1:1: \"x\ny\n\"@1:4}@1:1"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(outline(parse_yaml("f", text).root()) == expected);
  }
}

TEST_CASE("yaml errors name the place") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "f:1:1: error POSTERN0110: expected a value, but the text is empty"},
      {"# only\n", "f:2:1: error POSTERN0110: expected a value, but the text is empty"},
      {"a: 1\na: 2\n", "f:2:1: error POSTERN0103: key `a` is given twice; first given in line 1"},
      {"a: &x 1\n", "f:1:4: error POSTERN0112: YAML anchors are not allowed; write the value out"},
      {"a: *x\n", "f:1:4: error POSTERN0111: not YAML: the referenced anchor is not defined"},
      {"a: 1\n---\nb: 2\n",
       "f:2:1: error POSTERN0113: a second YAML document in one file; write one file for each"},
      {"? [a]\n: 1\n", "f:1:3: error POSTERN0114: a key must be a string"},
      {"~: 1\n", "f:1:1: error POSTERN0114: a key must be a string"},
      {"a: [1\nb: 2", "f:2:2: error POSTERN0111: not YAML: end of sequence flow not found"},
      {"a: \"x", "f:1:6: error POSTERN0111: not YAML: illegal EOF in scalar"},
      {"a:\n\t- b", "f:2:2: error POSTERN0111: not YAML: illegal block entry"},
      {std::string("a: \x04") + "b\n",
       "f:1:4: error POSTERN0107: a control character; bytes of zero suggest UTF-16: save the file "
       "as UTF-8"},
      {"a: 1\r",
       "f:1:5: error POSTERN0111: a carriage return without a line feed; end each line with a line "
       "feed"},
      {"a: \"\\\u00e9\"", "f:1:7: error POSTERN0111: not YAML: unknown escape character: \\xc3"},
      {"a: \xE9\n",
       "f:1:4: error POSTERN0107: a byte that is not UTF-8 here; save the file as UTF-8"},
      {std::string(65, '[') + std::string(65, ']'),
       "f:1:65: error POSTERN0104: nested more than 64 deep"},
      {"a: 1\na: 2\nb: &x 3\n",
       "f:2:1: error POSTERN0103: key `a` is given twice; first given in line 1\n"
       "f:3:4: error POSTERN0112: YAML anchors are not allowed; write the value out"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(errors_of([&, &t = text] { parse_yaml("f", t); }) == expected);
  }
}

}  // namespace
}  // namespace postern::document
