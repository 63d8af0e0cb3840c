#include <string>
#include <vector>

#include "document/document.h"
#include "outline.h"
#include "support/catch.h"

namespace postern::document {
namespace {

std::string embedded(std::string_view outer) {
  const Document document = parse_json("f", outer);
  return outline(parse_embedded(*document.root().find("p")).root());
}

TEST_CASE("embedded documents have places in the outer file") {
  const std::vector<std::pair<std::string, std::string>> table{
      {R"({"p": "[1, 2]"})", "[1@1:9, 2@1:12]@1:8"},
      {"{\n \"p\": \"{}\"}", "{}@2:8"},
      {R"({"p": "{\"a\": \"b\"}"})", "{a@1:9: \"b\"@1:16}@1:8"},
      {R"({"p": "{\n \"a\":\u00201}"})", "{a@1:12: 1@1:24}@1:8"},
      {R"({"p": "[\"\ud83d\ude00\", 1]"})", "[\"\U0001F600\"@1:9, 1@1:27]@1:8"},
      {R"({"p": "[\"\u00e9\u20ac\", 1]"})", "[\"\u00e9\u20ac\"@1:9, 1@1:27]@1:8"},
      {R"({"p": "%5B1%2C%202]"})", "[1@1:11, 2@1:18]@1:8"},
      {R"({"p": "%7B%22a%22%3A1%7D"})", "{a@1:11: 1@1:21}@1:8"},
      {R"({"p": "\u00255B1, 2\u005d"})", "[1@1:16, 2@1:19]@1:8"},  // escape, then percent code
  };
  for (const auto& [outer, expected] : table) {
    CAPTURE(outer);
    CHECK(embedded(outer) == expected);
  }
}

TEST_CASE("embedded documents outlive the outer one and nest") {
  Document inner;
  {
    const Document outer = parse_json("f", R"(["{\"x\": \"[\\\"y\\\"]\"}"])");
    inner = parse_embedded(outer.root()[0]);
  }
  CHECK(outline(inner.root()) == "{x@1:4: \"[\"y\"]\"@1:11}@1:3");
  CHECK(outline(parse_embedded(*inner.root().find("x")).root()) == "[\"y\"@1:14]@1:13");
}

TEST_CASE("embedded documents in yaml stand where the string stands") {
  const Document document = parse_yaml("f", "p: |\n  {\"a\":\n   1}\n");
  CHECK(outline(parse_embedded(*document.root().find("p")).root()) == "{a@1:4: 1@1:4}@1:4");
}

TEST_CASE("errors in embedded documents have places in the outer file") {
  const std::vector<std::pair<std::string, std::string>> table{
      {R"({"p": ""})", "f:1:8: error POSTERN0110: expected a value, but the text ends"},
      {R"({"p": "{\"a\":x}"})", "f:1:15: error POSTERN0101: expected a value, found `x`"},
      {R"({"p": "{\"a\":1,\"a\":2}"})",
       "f:1:17: error POSTERN0103: key `a` is given twice; first given in line 1"},
      {R"({"p": "%7B%2"})", "f:1:11: error POSTERN0117: `%` needs two hexadecimal digits"},
      {R"({"p": "%7B%zz"})", "f:1:11: error POSTERN0117: `%` needs two hexadecimal digits"},
      {R"({"p": "%7B%22%ff"})",
       "f:1:14: error POSTERN0107: byte 0xff is not UTF-8 here; save the file as UTF-8"},
      {R"({"p": "arn:aws"})", "f:1:8: error POSTERN0101: expected a value, found `arn`"},
  };
  for (const auto& [outer, expected] : table) {
    CAPTURE(outer);
    CHECK(errors_of([&, &text = outer] { embedded(text); }) == expected);
  }
}

TEST_CASE("strings are short unless they hold a document", "[document]") {
  const std::string long_text(70'000, 'a');
  try {
    parse_json("f", "{\"Arn\":\n \"" + long_text + "\"}");
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(to_string(error.diagnostics().front()) ==
          "f:2:2: error POSTERN0118: a string of more than 65536 bytes");
  }
  CHECK_NOTHROW(parse_json("f", "{\"Policy\": \"{" + long_text + "\"}"));
}

}  // namespace
}  // namespace postern::document
