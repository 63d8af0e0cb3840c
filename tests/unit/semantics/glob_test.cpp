#include "semantics/glob.h"

#include <array>
#include <random>
#include <variant>

#include "build.h"
#include "support/catch.h"
#include "support/strong_id.h"

namespace postern::semantics {
namespace {

using model::Variables;
using model::Wildcards;

bool matches(std::string_view pattern, std::string_view text, const model::Context& context = {},
             const Reading& reading = {}) {
  return covers(cut(pattern, Wildcards::Yes, Variables::Yes), text, context, reading);
}

TEST_CASE("wildcards", "[GLOB-1][GLOB-2][GLOB-3][GLOB-5]") {
  struct Row {
    std::string_view pattern, text;
    bool expected;
  };
  const Row rows[] = {
      {"a*c", "ac", true},
      {"a*c", "abbc", true},
      {"a*c", "abcd", false},
      {"*", "", true},
      {"", "", true},
      {"", "a", false},
      {"?", "", false},
      {"?", "/", true},
      {"??", "a", false},
      {"a*", "a/b:c", true},
      {"*a*a*", "xaxax", true},
      {"*a*a*", "xax", false},
      {"a.c", "abc", false},
      {"[a-z]", "q", false},
      {"[a-z]", "[a-z]", true},
      {"**", "anything", true},
      {"*?", "", false},
      {"a", "A", false},
      {"${*}", "*", true},
      {"${*}", "x", false},
      {"a${?}b", "a?b", true},
      {"a${?}b", "axb", false},
      {"a${$}b", "a$b", true},
      {"a${", "a${", true},
      {"${open", "${open", true},
      {"a{b}", "a{b}", true},
  };
  for (const Row& row : rows) {
    INFO(row.pattern << " on " << row.text);
    CHECK(matches(row.pattern, row.text) == row.expected);
  }
}

TEST_CASE("variables stand for their values, literally", "[VAR-3][VAR-7][VAR-9]") {
  const model::Context context{{"aws:username", one("alice")},
                               {"s3:prefix", one("*")},
                               {"x:empty", one("")},
                               {"aws:tagkeys", many({"x"})}};
  CHECK(matches("home/${aws:username}/*", "home/alice/x", context));
  CHECK(matches("home/${AWS:UserName}/*", "home/alice/x", context));
  CHECK_FALSE(matches("home/${aws:username}/*", "home/bob/x", context));
  CHECK(matches("${aws:nope, 'a b'}", "a b", context));
  CHECK(matches("${aws:nope,'}'}", "}", context));
  CHECK(matches("${aws:username, 'bob'}", "alice", context));
  CHECK_FALSE(matches("${aws:nope}", "", context));
  CHECK_FALSE(matches("${aws:tagkeys}", "x", context));
  CHECK_FALSE(matches("${s3:prefix}", "abc", context));
  CHECK(matches("${s3:prefix}", "abc", context, Reading{}.with(8, 1)));
  CHECK(matches("a${x:empty}b", "ab", context));
  CHECK_FALSE(matches("a${x:empty}b", "ab", context, Reading{}.with(42, 1)));
  CHECK(matches("${x:empty, 'd'}", "d", context, Reading{}.with(42, 1)));
}

TEST_CASE("without the version gate a variable is text with wildcards", "[VAR-1]") {
  const Pieces pieces = cut("${aws:*}", Wildcards::Yes, Variables::No);
  CHECK(covers(pieces, "${aws:username}", {}, {}));
  const Pieces exact = cut("a*", Wildcards::No, Variables::Yes);
  CHECK(covers(exact, "a*", {}, {}));
  CHECK_FALSE(covers(exact, "ab", {}, {}));
}

TEST_CASE("characters are code points; UTF-16 units and bytes are other readings", "[AMB-32]") {
  const std::string accented = "\xC3\xA9";        // one code point, one UTF-16 unit, two bytes
  const std::string treble = "\xF0\x9D\x84\x9E";  // one code point, two units, four bytes
  CHECK(matches("?", accented));
  CHECK(matches("?", accented, {}, Reading{}.with(32, 1)));
  CHECK_FALSE(matches("?", accented, {}, Reading{}.with(32, 2)));
  CHECK(matches("?", treble));
  CHECK(matches("??", treble, {}, Reading{}.with(32, 1)));
  CHECK(matches("????", treble, {}, Reading{}.with(32, 2)));
}

TEST_CASE("components are split at colons outside of variables", "[ARN-1]") {
  const auto count = [](std::string_view text) {
    return components(cut(text, Wildcards::Yes, Variables::Yes)).size();
  };
  CHECK(count("arn:aws:s3:::b/x:y") == 6);
  CHECK(count("arn:aws:sqs") == 3);
  CHECK(count("arn:aws:iam::1:user/${aws:username}") == 6);
  CHECK(count("${aws:username}") == 1);
  CHECK(count("*") == 1);
}

/// The same form of both parsers' results: `T(text)`, `*`, `?`, `V(key|default)`.
std::string form(const Pieces& pieces) {
  std::string out;
  for (const Piece& piece : pieces) {
    switch (piece.kind) {
      case Piece::Kind::Text:
        out += "T(" + piece.text + ")";
        break;
      case Piece::Kind::AnyRun:
        out += "*";
        break;
      case Piece::Kind::AnyOne:
        out += "?";
        break;
      case Piece::Kind::Variable:
        out += "V(" + piece.text + (piece.fallback ? "|" + *piece.fallback : "") + ")";
        break;
    }
  }
  return out;
}

std::string form(const std::vector<model::Part>& parts) {
  std::string out;
  for (const model::Part& part : parts) {
    out += std::visit(
        Overloaded{[](const model::Literal& literal) { return "T(" + literal.text + ")"; },
                   [](const model::AnyRun&) { return std::string("*"); },
                   [](const model::AnyOne&) { return std::string("?"); },
                   [](const model::Variable& variable) {
                     return "V(" + variable.key +
                            (variable.fallback ? "|" + *variable.fallback : "") + ")";
                   }},
        part);
  }
  return out;
}

TEST_CASE("the model's parser cuts patterns as the specification does", "[VAR-3]") {
  constexpr std::array<std::string_view, 12> fragments{"${", "$", "{", "}", "*",     "?",
                                                       ",",  " ", "'", "a", "aws:b", ":"};
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto length = random() % 9; length > 0; --length) {
      text += fragments[random() % fragments.size()];
    }
    const auto wildcards = random() % 2 == 0 ? Wildcards::No : Wildcards::Yes;
    const auto variables = random() % 8 == 0 ? Variables::No : Variables::Yes;
    INFO(text);
    REQUIRE(form(cut(text, wildcards, variables)) ==
            form(model::parse_pattern(text, wildcards, variables)));
  }
}

}  // namespace
}  // namespace postern::semantics
