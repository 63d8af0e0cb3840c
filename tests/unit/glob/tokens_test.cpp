// Character sets, tokens, normal forms and their print.
#include "glob/char_set.h"
#include "glob/glob.h"
#include "support/catch.h"

namespace postern::glob {
namespace {

Token once(const CharSet& set) { return {set, Repeat::Once}; }
Token run(const CharSet& set) { return {set, Repeat::Any}; }

TEST_CASE("character sets hold what they say") {
  CHECK(CharSet::all().contains(U'x'));
  CHECK(CharSet::one(U'x').contains(U'x'));
  CHECK_FALSE(CharSet::one(U'x').contains(U'y'));
  CHECK(CharSet::except(U":").contains(U'x'));
  CHECK_FALSE(CharSet::except(U":").contains(U':'));
  CHECK(CharSet::any_of(U"bab") == CharSet::any_of(U"ab"));
  CHECK(CharSet::ignoring_case(U'q') == CharSet::any_of(U"Qq"));
  CHECK(CharSet::ignoring_case(U'Q') == CharSet::any_of(U"Qq"));
  CHECK(CharSet::ignoring_case(U'é') == CharSet::one(U'é'));  // ASCII only: AMB-31
  CHECK(CharSet::ignoring_case(U'7') == CharSet::one(U'7'));
}

TEST_CASE("inclusion of character sets") {
  const CharSet all = CharSet::all();
  const CharSet none = CharSet::any_of(U"");
  const CharSet a = CharSet::one(U'a');
  const CharSet ab = CharSet::any_of(U"ab");
  const CharSet not_a = CharSet::except(U"a");
  const CharSet not_ab = CharSet::except(U"ab");
  struct Row {
    CharSet wide, narrow;
    bool included;
  };
  const Row rows[] = {
      {all, none, true},  {all, not_ab, true},   {ab, a, true},
      {a, ab, false},     {not_a, not_ab, true}, {not_ab, not_a, false},
      {not_a, a, false},  {ab, not_ab, false},   {not_a, CharSet::one(U'b'), true},
      {none, none, true}, {none, a, false},      {not_a, all, false},
  };
  for (const Row& row : rows) CHECK(includes(row.wide, row.narrow) == row.included);
}

TEST_CASE("a character is taken out of a set") {
  CHECK(without(CharSet::all(), U':') == CharSet::except(U":"));
  CHECK(without(CharSet::except(U":"), U':') == CharSet::except(U":"));
  CHECK(without(CharSet::any_of(U"a:"), U':') == CharSet::one(U'a'));
  CHECK(is_empty(without(CharSet::one(U':'), U':')));
}

TEST_CASE("normal forms, by their print") {
  const CharSet word = CharSet::except(U":");
  const CharSet all = CharSet::all();
  const CharSet a = CharSet::one(U'a');
  struct Row {
    Tokens tokens;
    std::string_view print;
  };
  const Row rows[] = {
      {wildcard(""), ""},
      {wildcard("a**b"), "a*b"},
      {wildcard("*?*?"), "??*"},
      {wildcard("a*?b"), "a?*b"},
      {wildcard("a*b?", word), "a[^:]*b[^:]"},
      {wildcard("*?", word), "[^:][^:]*"},
      {literal("*?[\\"), "\\*\\?\\[\\\\"},
      {literal("é"), "é"},
      {literal("a\n"), "a\\u{a}"},
      {wildcard_ignoring_case("s3:*"), "[Ss]3:*"},
      {literal_ignoring_case("aB*"), "[Aa][Bb]\\*"},
      {{once(CharSet::any_of(U"0123456789"))}, "[0-9]"},
      {{once(CharSet::any_of(U"-]^"))}, "[\\-\\]\\^]"},
      {{run(word), run(all)}, "*"},
      {{run(all), run(word), run(all)}, "*"},
      {{run(word), run(a)}, "[^:]*"},
      {{run(a), run(word)}, "[^:]*"},
      {{run(all), once(a)}, "*a"},
      {{run(a), once(a)}, "a[a]*"},
      {{once(word), run(all)}, "[^:][^]*"},
      {{once(a), run(CharSet::any_of(U"")), once(a)}, "aa"},
      {{once(a), once(CharSet::any_of(U"")), run(all)}, "[]"},
  };
  GlobPool pool;
  for (const Row& row : rows) CHECK(pool.print(pool.intern(row.tokens)) == row.print);
}

TEST_CASE("equal normal forms have equal ids") {
  GlobPool pool;
  CHECK(pool.intern(wildcard("a***?")) == pool.intern(wildcard("a?*")));
  CHECK(pool.intern(wildcard("a*")) != pool.intern(literal("a*")));
  CHECK(pool.intern(wildcard("*")) == pool.everything());
  CHECK(pool.intern(wildcard_ignoring_case("Ec2:Run*")) ==
        pool.intern(wildcard_ignoring_case("ec2:rUN*")));
}

TEST_CASE("unions drop what they need not have") {
  GlobPool pool;
  const auto set = [&](std::vector<std::string_view> globs) {
    std::vector<GlobId> ids;
    for (const std::string_view text : globs) ids.push_back(pool.intern(wildcard(text)));
    return pool.intern_set(ids);
  };
  CHECK(set({"b", "a", "b"}) == set({"a", "b"}));
  CHECK(pool.print(set({"b", "a", "b"})) == "a | b");
  CHECK(set({"a", "*", "b?"}) == pool.everything_set());
  CHECK(pool.is_everything(set({"a", "*"})));
  CHECK(pool.is_nothing(set({})));
  CHECK(pool.print(set({})) == "[]");
  CHECK(set({"s3:Get*", "s3:GetObject", "s3:G?t*", "s3:GetB*x"}) == set({"s3:G?t*", "s3:Get*"}));
  CHECK(pool.intern_set(pool.intern({once(CharSet::any_of(U""))})) == pool.nothing_set());
}

TEST_CASE("a language of one string knows it") {
  GlobPool pool;
  CHECK(pool.single(pool.intern(literal("é*"))) == "é*");
  CHECK(pool.single(pool.intern(literal(""))) == "");
  CHECK(pool.single(pool.intern(wildcard("a?"))) == std::nullopt);
  CHECK(pool.single(pool.intern(wildcard_ignoring_case("a"))) == std::nullopt);
  CHECK(pool.single(pool.intern(wildcard_ignoring_case("7"))) == "7");
}

}  // namespace
}  // namespace postern::glob
