#include <string>
#include <vector>

#include "document/document.h"
#include "outline.h"
#include "support/catch.h"

namespace postern::document {
namespace {

std::string errors(std::string_view text, const Limits& limits = {}) {
  return errors_of([&] { parse_json("f", text, limits); });
}

TEST_CASE("json values carry their places") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"null", "null@1:1"},
      {" true", "true@1:2"},
      {"false", "false@1:1"},
      {"\"a\"", "\"a\"@1:1"},
      {"[]", "[]@1:1"},
      {"{}", "{}@1:1"},
      {"[1,\n 2]", "[1@1:2, 2@2:2]@1:1"},
      {"{\"a\": [1, \"x\"]}", "{a@1:2: [1@1:8, \"x\"@1:11]@1:7}@1:1"},
      {"{\"a\":1,\r\n\"b\":{\"c\":null}}", "{a@1:2: 1@1:6, b@2:1: {c@2:6: null@2:10}@2:5}@1:1"},
      {R"(["\"q\" \u00e9 \ud83d\ude00 \\"])", "[\"\"q\" \u00e9 \U0001F600 \\\"@1:2]@1:1"},
      {R"({"\u0061":1})", "{a@1:2: 1@1:11}@1:1"},
      {"\xEF\xBB\xBF[1]", "[1@1:2]@1:1"},
      {"[\"\u00e9\", 1]", "[\"\u00e9\"@1:2, 1@1:8]@1:1"},  // columns count bytes
      {"[[[]],[]]", "[[[]@1:3]@1:2, []@1:7]@1:1"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(outline(parse_json("f", text).root()) == expected);
  }
}

TEST_CASE("json strings of backslashes and quotes end where they end") {
  // Every string over these pieces up to length 5: the place of what follows tells the end.
  const std::vector<std::pair<std::string, std::string>> pieces{
      {"\\\\", "\\"}, {"\\\"", "\""}, {"a", "a"}, {"\\u005c", "\\"}};
  std::vector<std::pair<std::string, std::string>> strings{{"", ""}};
  for (std::size_t i = 0; i < strings.size(); ++i) {
    const auto [raw, value] = strings[i];
    const Document document = parse_json("f", "[\"" + raw + "\",0]");
    REQUIRE(document.root()[0].text() == value);
    REQUIRE(document.root()[1].where().column == raw.size() + 5);
    if (value.size() == 5) continue;
    for (const auto& piece : pieces) strings.emplace_back(raw + piece.first, value + piece.second);
  }
}

TEST_CASE("json numbers keep their text") {
  for (const std::string text :
       {"0", "-0", "1", "-12", "1.50", "1e5", "1E+05", "-0.0e-0", "123456789012345678901234567890",
        "18446744073709551616", "1.7976931348623157e308", "0.1000000000000000055511151231257827"}) {
    CAPTURE(text);
    CHECK(parse_json("f", text).root().text() == text);
    CHECK(parse_json("f", "[" + text + " ]").root()[0].text() == text);
    CHECK(parse_json("f", "[" + text + ",3]").root()[1].text() == "3");
  }
}

TEST_CASE("json errors name the exact place") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "f:1:1: error POSTERN0110: expected a value, but the text ends"},
      {" \n ", "f:2:2: error POSTERN0110: expected a value, but the text ends"},
      {"{",
       "f:1:2: error POSTERN0110: expected a member name in double quotes or `}`, but the text "
       "ends"},
      {"{\"a\"", "f:1:5: error POSTERN0110: expected `:` after the member name, but the text ends"},
      {"{\"a\":\n", "f:2:1: error POSTERN0110: expected a value, but the text ends"},
      {"{\"a\":1", "f:1:7: error POSTERN0110: expected `,` or `}`, but the text ends"},
      {"[1", "f:1:3: error POSTERN0110: expected `,` or `]`, but the text ends"},
      {"[\n1,]",
       "f:2:3: error POSTERN0101: expected a value after `,`, found `]`; remove the comma "
       "before it"},
      {"{\"a\":1,}",
       "f:1:8: error POSTERN0101: expected a member name in double quotes after `,`, "
       "found `}`; remove the comma before it"},
      {"{\"a\" 1}", "f:1:6: error POSTERN0101: expected `:` after the member name, found `1`"},
      {"{a:1}",
       "f:1:2: error POSTERN0101: expected a member name in double quotes or `}`, found "
       "`a`"},
      {"{\"a\":1 \"b\":2}", "f:1:8: error POSTERN0101: expected `,` or `}`, found `\"`"},
      {"[1 2]", "f:1:4: error POSTERN0101: expected `,` or `]`, found `2`"},
      {"[01]", "f:1:3: error POSTERN0101: expected `,` or `]`, found `1`"},
      {"[1]]", "f:1:4: error POSTERN0102: text follows the value"},
      {"{} {}", "f:1:4: error POSTERN0102: text follows the value"},
      {std::string("{}\0", 3), "f:1:3: error POSTERN0102: text follows the value"},
      {std::string("[\0]", 3),
       "f:1:2: error POSTERN0101: expected a value or `]`, found byte 0x00; "
       "bytes of zero suggest UTF-16: save the file as UTF-8"},
      {"[tru]", "f:1:2: error POSTERN0101: expected a value or `]`, found `tru`"},
      {"[True]",
       "f:1:2: error POSTERN0101: expected a value or `]`, found `True`; JSON has `true`, "
       "`false` and `null` only"},
      {"['a']",
       "f:1:2: error POSTERN0101: expected a value or `]`, found `'`; strings are written in "
       "double quotes"},
      {"[1, // x\n2]",
       "f:1:5: error POSTERN0101: expected a value after `,`, found `/`; JSON has no "
       "comments"},
      {"[-]", "f:1:3: error POSTERN0109: expected a digit, found `]`"},
      {"[1.]", "f:1:4: error POSTERN0109: expected a digit, found `]`"},
      {"[1e]", "f:1:4: error POSTERN0109: expected a digit, found `]`"},
      {"[-", "f:1:3: error POSTERN0110: the text ends within a number"},
      {"[1e999]", "f:1:2: error POSTERN0109: the number is out of range"},
      {"[\"abc]", "f:1:2: error POSTERN0110: the string is not closed"},
      {"[\"a\nb\"]",
       "f:1:4: error POSTERN0108: a control character (byte 0x0a) in a string; write it "
       "as `\\u000a`, or close the string"},
      {R"(["\x41"])",
       "f:1:3: error POSTERN0108: unknown escape in a string; a backslash itself is "
       "written `\\\\`"},
      {R"(["\u12"])", "f:1:3: error POSTERN0108: `\\u` needs four hexadecimal digits"},
      {R"(["a\ud800"])", "f:1:4: error POSTERN0108: `\\ud800` is half of a surrogate pair"},
      {R"(["\udc00"])", "f:1:3: error POSTERN0108: `\\udc00` is half of a surrogate pair"},
      {R"(["\ud800\u0041"])", "f:1:3: error POSTERN0108: `\\ud800` is half of a surrogate pair"},
      {"[\"a\xE9\"]",
       "f:1:4: error POSTERN0107: byte 0xe9 is not UTF-8 here; save the file as UTF-8"},
      {"[\"\xC0\x80\"]",
       "f:1:3: error POSTERN0107: byte 0xc0 is not UTF-8 here; save the file as "
       "UTF-8"},
      {"\xFF\xFE{",
       "f:1:1: error POSTERN0107: the text is UTF-16, not UTF-8; save the file as UTF-8"},
      {"\xEF\xBB\xBF\xEF\xBB\xBF[]", "f:1:1: error POSTERN0101: expected a value, found byte 0xef"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    CHECK(errors(text) == expected);
  }
}

TEST_CASE("json duplicate keys are all reported, and with a syntax error too", "[GRAM-10]") {
  CHECK(errors("{\"a\":1,\n\"b\":{\"c\":1,\"c\":2},\n\"\\u0061\":3}") ==
        "f:2:12: error POSTERN0103: key `c` is given twice; first given in line 2\n"
        "f:3:1: error POSTERN0103: key `a` is given twice; first given in line 1");
  CHECK(errors("[{\"a\":1,\"a\":2}, x]") ==
        "f:1:9: error POSTERN0103: key `a` is given twice; first given in line 1\n"
        "f:1:17: error POSTERN0101: expected a value after `,`, found `x`");
  CHECK(
      errors("{\"a\":1,\"a\":2,") ==
      "f:1:8: error POSTERN0103: key `a` is given twice; first given in line 1\n"
      "f:1:14: error POSTERN0110: expected a member name in double quotes after `,`, but the text "
      "ends");
  CHECK(errors("{\"a\":1,\"A\":2}") == "reads");

  std::string many = "{";
  for (int i = 0; i < 50; ++i) many += "\"k" + std::to_string(i) + "\":0,\n";
  CHECK(errors(many + "\"k7\":1,\"k7\":2}") ==
        "f:51:1: error POSTERN0103: key `k7` is given twice; first given in line 8\n"
        "f:51:8: error POSTERN0103: key `k7` is given twice; first given in line 8");
}

TEST_CASE("json limits") {
  const std::string deep = std::string(64, '[') + std::string(64, ']');
  CHECK(errors(deep) == "reads");
  CHECK(errors("[" + deep + "]") == "f:1:65: error POSTERN0104: nested more than 64 deep");
  CHECK(errors(std::string(1'000'000, '[')) ==
        "f:1:65: error POSTERN0104: nested more than 64 deep");
  CHECK(errors("[1,2]", {.bytes = 4}) ==
        "f:1:1: error POSTERN0105: the text has 5 bytes, more than the limit of 4");
  CHECK(errors("[1,2]", {.nodes = 3}) == "reads");
  CHECK(errors("[1,\n2]", {.nodes = 2}) ==
        "f:2:1: error POSTERN0106: more than 2 values in one text");
}

TEST_CASE("json streams") {
  const auto stream = [](std::string_view text) {
    std::string out;
    for (const Document& d : parse_json_stream("f", text)) out += outline(d.root()) + " ";
    return out;
  };
  CHECK(stream("{}\n{\"a\":1}\n") == "{}@1:1 {a@2:2: 1@2:6}@2:1 ");
  CHECK(stream("{}{}") == "{}@1:1 {}@1:3 ");
  CHECK(stream("1 2") == "1@1:1 2@1:3 ");
  CHECK(stream("[\n]") == "[]@1:1 ");
  const auto stream_errors = [](std::string_view text) {
    return errors_of([&] { parse_json_stream("f", text); });
  };
  CHECK(stream_errors("") == "f:1:1: error POSTERN0110: expected a value, but the text ends");
  CHECK(stream_errors("{}\n,{}") == "f:2:1: error POSTERN0101: expected a value, found `,`");
  CHECK(stream_errors("{\"a\":1,\"a\":1}\n]") ==
        "f:1:8: error POSTERN0103: key `a` is given twice; first given in line 1\n"
        "f:2:1: error POSTERN0101: expected a value, found `]`");
}

TEST_CASE("json members by name") {
  const Document document = parse_json("f", R"({"a":1,"":2,"A":3})");
  CHECK(document.root().find("A")->text() == "3");
  CHECK(document.root().find("")->text() == "2");
  CHECK_FALSE(document.root().find("b"));
}

}  // namespace
}  // namespace postern::document
