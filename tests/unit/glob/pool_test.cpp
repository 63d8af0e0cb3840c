// Questions to a GlobPool, as tables.
#include <string>
#include <string_view>
#include <vector>

#include "glob/glob.h"
#include "support/catch.h"

namespace postern::glob {
namespace {

using Texts = std::vector<std::string_view>;
using Indices = std::vector<std::size_t>;

// Text in the notation of policies: `*` and `?`; `%` is a run without colon.
GlobId glob(GlobPool& pool, std::string_view text) {
  Tokens tokens;
  for (const Token& token : wildcard(text)) {
    const bool percent = token.set == CharSet::one(U'%');
    tokens.push_back(percent ? Token{CharSet::except(U":"), Repeat::Any} : token);
  }
  return pool.intern(std::move(tokens));
}

GlobSetId set(GlobPool& pool, const Texts& texts) {
  std::vector<GlobId> globs;
  for (const std::string_view text : texts) globs.push_back(glob(pool, text));
  return pool.intern_set(std::move(globs));
}

std::vector<GlobSetId> sets(GlobPool& pool, const std::vector<Texts>& all) {
  std::vector<GlobSetId> out;
  for (const Texts& texts : all) out.push_back(set(pool, texts));
  return out;
}

TEST_CASE("globs match whole strings of characters") {
  struct Row {
    std::string_view pattern, text;
    bool match;
  };
  const Row rows[] = {
      {"", "", true},
      {"", "a", false},
      {"*", "", true},
      {"?", "", false},
      {"?", "é", true},
      {"??", "é", false},
      {"a*c", "abc", true},
      {"a*c", "abcd", false},
      {"a*b*c", "a-b-b-c", true},
      {"*ab", "aab", true},
      {"a%c", "abbc", true},
      {"a%c", "ab:c", false},
      {"%:*", "a:b:c", true},
      {"%a%:x", "bab:x", true},
      {"%a%:x", "b:x", false},
      {"*.txt", "n.txt", true},
      {"a[b]", "a[b]", true},
      {"arn:%:s3:::b/*", "arn:aws:s3:::b/k", true},
      {"?", "\xff", true},
      {"\xff", "\xfe", false},
      {"?*?", "ab", true},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    INFO(row.pattern << " on " << row.text);
    CHECK(pool.matches(glob(pool, row.pattern), row.text) == row.match);
    CHECK(pool.contains(set(pool, {row.pattern}), row.text) == row.match);
  }
}

TEST_CASE("a glob of more than 64 tokens matches like a short one") {
  GlobPool pool;
  std::string pattern = "%";
  std::string text;
  for (int i = 0; i < 70; ++i) {
    pattern += "ab%";
    text += "xab";
  }
  CHECK(pool.matches(glob(pool, pattern), text));
  CHECK_FALSE(pool.matches(glob(pool, pattern), text.substr(3)));
  CHECK_FALSE(pool.matches(glob(pool, pattern), text + ":"));
}

TEST_CASE("large unions find their members") {
  GlobPool pool;
  std::vector<GlobId> globs;
  for (int i = 0; i < 500; ++i) {
    const std::string number = std::to_string(i);
    globs.push_back(pool.intern(literal("service:Action" + number)));
    globs.push_back(pool.intern(wildcard("service:Verb" + number + "x*")));
    globs.push_back(pool.intern(wildcard_ignoring_case("other:Verb" + number + "?")));
  }
  const GlobSetId all = pool.intern_set(globs);
  CHECK(pool.members(all).size() == 1500);
  CHECK(pool.contains(all, "service:Action499"));
  CHECK_FALSE(pool.contains(all, "service:Action500"));
  CHECK(pool.contains(all, "service:Verb77xyz"));
  CHECK_FALSE(pool.contains(all, "service:Verb77"));
  CHECK(pool.contains(all, "OTHER:vERB31z"));
  CHECK_FALSE(pool.contains(all, "OTHER:vERB31zz"));
  CHECK(pool.surely_subset(set(pool, {"service:Verb9x*y", "service:Action1"}), all));
  CHECK_FALSE(pool.surely_subset(set(pool, {"service:Verb9*"}), all));
  CHECK(pool.surely_subset(pool.intern_set(pool.intern(wildcard_ignoring_case("oTher:verb9?"))),
                           all));
  CHECK(pool.surely_disjoint(set(pool, {"service:Other*", "third:*"}), all));
  CHECK_FALSE(pool.surely_disjoint(set(pool, {"*:verb8z"}), all));
}

TEST_CASE("inclusion and disjointness of two globs") {
  struct Row {
    std::string_view a, b;
    bool subset, disjoint;
  };
  const Row rows[] = {
      {"a", "a", true, false},
      {"a", "b", false, true},
      {"a*b", "a*", true, false},
      {"a*", "a*b", false, false},
      {"a*", "*b", false, false},
      {"a*b", "a?*b", false, false},
      {"a?b", "a*b", true, false},
      {"a%", "a*", true, false},
      {"a*", "a%", false, false},
      {"a%:b", "a%", false, true},
      {"%:%", "*:*", true, false},
      {"*:*", "%:*", true, false},
      {"arn:aws:s3:::b/*", "arn:%:s3:%:%:*", true, false},
      {"a?", "a??*", false, true},
      {"*ab*", "*a*b*", true, false},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    INFO(row.a << " and " << row.b);
    CHECK(pool.subset(glob(pool, row.a), glob(pool, row.b)) == row.subset);
    CHECK(pool.disjoint(glob(pool, row.a), glob(pool, row.b)) == row.disjoint);
    CHECK(pool.disjoint(glob(pool, row.b), glob(pool, row.a)) == row.disjoint);
  }
}

TEST_CASE("explanations of empty intersections are minimal") {
  struct Row {
    std::vector<Texts> positive, negative;
    Indices used_positive, used_negative;
  };
  const Row rows[] = {
      {{{"*"}, {"a"}, {"b"}}, {{"c"}}, {1, 2}, {}},
      {{{"a*"}, {"*b"}}, {{"x*"}, {"a*b"}}, {0, 1}, {1}},
      {{{"a*"}, {"*b"}}, {{"x*"}, {"a*"}}, {0}, {1}},
      {{}, {{"", "?"}, {"q"}, {"??*"}}, {}, {0, 2}},
      {{{"*"}}, {{"", "?", "??*"}}, {}, {0}},
      {{{"s3:Get*", "s3:Put*"}, {"ec2:*", "s3:List*"}}, {}, {0, 1}, {}},
      {{{}}, {{"a"}}, {0}, {}},
      {{{"a"}}, {{}, {"b"}, {"*"}}, {}, {2}},
      {{{"a*%c*"}, {"a*c*"}, {"*:"}}, {{"%"}, {"a*c:", "a*:"}}, {0, 2}, {1}},
      {{{"*a*"}, {"*b*"}, {"?"}}, {}, {0, 1, 2}, {}},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    const Membership answer = pool.satisfy(sets(pool, row.positive), sets(pool, row.negative));
    REQUIRE(answer.kind == Membership::Kind::Empty);
    CHECK(answer.positive == row.used_positive);
    CHECK(answer.negative == row.used_negative);
  }
}

TEST_CASE("witnesses look like what people expect") {
  struct Row {
    std::vector<Texts> positive, negative, preferred;
    std::string_view witness;
  };
  const Row rows[] = {
      {{}, {}, {}, "x"},
      {{{"*"}}, {{"?*"}}, {}, ""},
      {{{"arn:*:ec2:*:*:instance/*"}}, {}, {}, "arn:aws:ec2:us-east-1:111122223333:instance/x"},
      {{{"arn:*:ec2:*:*:instance/*"}},
       {{"*:111122223333:*"}},
       {},
       "arn:aws:ec2:eu-west-1:444455556666:instance/y"},
      {{{"arn:%:iam::%:role/*"}, {"*admin*"}}, {}, {}, "arn:aws:iam::111122223333:role/admin"},
      {{{"s3:*"}}, {{"s3:Get*"}}, {{"s3:GetObject", "s3:PutObject"}}, "s3:PutObject"},
      {{{"s3:*"}}, {}, {{"ec2:*"}, {"*Object"}}, "s3:Object"},
      {{{"?"}}, {{"x", "y", "z"}}, {}, "a"},
      {{{"a*"}}, {{"a*x*"}, {"a*y*"}, {"a*9*"}}, {}, "az"},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    const Membership answer =
        pool.satisfy(sets(pool, row.positive), sets(pool, row.negative), sets(pool, row.preferred));
    REQUIRE(answer.kind == Membership::Kind::Witness);
    CHECK(answer.witness == row.witness);
  }
}

TEST_CASE("twelve digits are an account number") {
  GlobPool pool;
  const Token digit{CharSet::any_of(U"0123456789"), Repeat::Once};
  const GlobSetId account = pool.intern_set(pool.intern(Tokens(12, digit)));
  CHECK(pool.satisfy(std::vector{account}, {}).witness == "111122223333");
  const GlobSetId taken = set(pool, {"1*", "4*", "7*"});
  CHECK(pool.satisfy(std::vector{account}, std::vector{taken}).witness == "000000000000");
}

TEST_CASE("a witness has unreadable characters only if it must") {
  GlobPool pool;
  const GlobSetId bell = pool.intern_set(pool.intern({{CharSet::any_of(U"\a\n"), Repeat::Once}}));
  CHECK(pool.satisfy(std::vector{bell}, {}).witness == "\a");
  std::u32string printable;
  for (char32_t c = 0x20; c < 0x7F; ++c) printable.push_back(c);
  const GlobSetId one = set(pool, {"?"});
  const GlobSetId ascii =
      pool.intern_set(pool.intern({{CharSet::any_of(printable), Repeat::Once}}));
  CHECK(pool.satisfy(std::vector{one}, std::vector{ascii}).witness == "À");
}

TEST_CASE("the node cap is an answer of its own") {
  // Ten letters that must all occur in ten characters, in an order that three globs forbid.
  GlobPool pool;
  std::vector<GlobSetId> positive{set(pool, {"?????????"})};
  for (const char c : std::string_view("abcdefghij")) {
    positive.push_back(set(pool, {std::string("*") + c + "*"}));
  }
  const Membership capped = pool.satisfy(positive, {}, {}, Limits{.nodes = 100});
  CHECK(capped.kind == Membership::Kind::CapReached);
  CHECK(pool.satisfy(positive, {}).kind == Membership::Kind::Empty);
  const Limits few{.nodes = 3};
  CHECK(pool.subset(glob(pool, "a?%b?*"), glob(pool, "a*??b*"), few) == std::nullopt);
  CHECK(pool.statistics().questions == 2);
  CHECK(pool.statistics().searches == 2);
  CHECK(pool.statistics().largest_search > 100);
}

TEST_CASE("a long search of one member does not hide the witness of another") {
  GlobPool pool;
  std::vector<GlobSetId> positive{set(pool, {"?????????", "zz*"})};
  for (const char c : std::string_view("abcdefghij")) {
    positive.push_back(set(pool, {std::string("*") + c + "*"}));
  }
  const Membership answer = pool.satisfy(positive, {}, {}, Limits{.nodes = 2'000});
  CHECK(answer.kind == Membership::Kind::Witness);
}

TEST_CASE("what follows a prefix, what precedes a suffix") {
  struct Row {
    std::string_view pattern, part, after, before;
  };
  const Row rows[] = {
      {"abc", "a", "bc", "[]"},
      {"abc", "", "abc", "abc"},
      {"*a", "a", " | *a", "*"},
      {"a*", "a", "*", " | a*"},
      {"a%:b*", "axx", "[^:]*:b*", "a[^:]*:b*"},
      {"a%:b*", "axx:", "b*", "a[^:]*:b*"},
      {"*:*", "arn:", "*", "*"},
      {"arn:aws:iam::1:root", ":root", "[]", "arn:aws:iam::1"},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    INFO(row.pattern << " and " << row.part);
    CHECK(pool.print(pool.after_prefix(glob(pool, row.pattern), row.part)) == row.after);
    CHECK(pool.print(pool.before_suffix(glob(pool, row.pattern), row.part)) == row.before);
  }
}

TEST_CASE("globs split at a separator") {
  struct Row {
    std::string_view pattern;
    std::vector<std::pair<std::string_view, std::string_view>> splits;
  };
  const Row rows[] = {
      {"arn:aws:s3", {{"arn", "aws:s3"}}},
      {"abc", {}},
      {"*", {{"[^:]*", "*"}}},
      {"s3:*", {{"s3", "*"}}},
      {"a*b:c", {{"a[^:]*", "*b:c"}, {"a[^:]*b", "c"}}},
      {"%:*", {{"[^:]*", "*"}}},
      {"a?b", {{"a", "b"}}},
      {"*:*", {{"[^:]*", "*"}}},
  };
  GlobPool pool;
  for (const Row& row : rows) {
    INFO(row.pattern);
    const std::vector<Split> splits = pool.split_at(glob(pool, row.pattern), ':');
    REQUIRE(splits.size() == row.splits.size());
    for (std::size_t i = 0; i < splits.size(); ++i) {
      CHECK(pool.print(splits[i].head) == row.splits[i].first);
      CHECK(pool.print(splits[i].tail) == row.splits[i].second);
    }
  }
}

}  // namespace
}  // namespace postern::glob
