// The term store: folding, printing, interpretation.
#include "formula/formula.h"
#include "support/catch.h"
#include "support/check.h"

using namespace postern;
using namespace postern::formula;

namespace {

struct Fixture {
  glob::GlobPool globs;
  TermStore terms{globs};
  FieldId action = terms.enumerated_field("action", 6);
  FieldId resource = terms.string_field("resource");
  FieldId user = terms.string_field("user");
  FieldId ip = terms.address_field("ip");
  FieldId age = terms.number_field("age");
  FieldId mfa = terms.flag_field("mfa");
  FieldId tags = terms.set_field("tags");

  glob::GlobSetId set(std::initializer_list<const char*> texts) {
    std::vector<glob::GlobId> members;
    for (const char* text : texts) members.push_back(globs.intern(glob::wildcard(text)));
    return globs.intern_set(members);
  }
  TermId in(std::initializer_list<const char*> texts) {
    return terms.string_in(resource, set(texts));
  }
  TermId one_of(std::initializer_list<std::size_t> values) {
    Bits bits(6);
    for (const std::size_t v : values) bits.set(v);
    return terms.value_in(action, bits);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "structure folds", "[formula]") {
  const TermId a = terms.flag(mfa);
  const TermId b = in({"a*"});
  const TermId c = one_of({1, 2});
  const TermId yes = terms.true_term();
  const TermId no = terms.false_term();
  CHECK(terms.all_of({}) == yes);
  CHECK(terms.any_of({}) == no);
  CHECK(terms.all_of({a}) == a);
  CHECK(terms.all_of({a, yes, a}) == a);
  CHECK(terms.all_of({a, no, b}) == no);
  CHECK(terms.any_of({a, yes}) == yes);
  CHECK(terms.any_of({a, no}) == a);
  CHECK(terms.all_of({a, b, !a}) == no);
  CHECK(terms.any_of({a, b, !a}) == yes);
  CHECK(terms.all_of({a, b}) == terms.all_of({b, a, b}));
  CHECK(terms.all_of({a, terms.all_of({b, c})}) == terms.all_of({terms.all_of({a, b}), c}));
  CHECK(terms.any_of({a, terms.any_of({b, c})}) == terms.any_of({terms.any_of({a, b}), c}));
  CHECK(terms.all_of({terms.all_of({a, b}), !a}) == no);
  CHECK(terms.any_of({a, b}) == !terms.all_of({!a, !b}));
  CHECK(a == !!a);
}

TEST_CASE_METHOD(Fixture, "a conjunction grown one term at a time stays linear", "[formula]") {
  TermId all = terms.true_term();
  std::size_t children = 0;
  constexpr std::size_t count = 2000;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = "r" + std::to_string(i);
    all = terms.all_of({all, in({text.c_str()})});
    children += terms.node(all).children.size();
  }
  CHECK(children < 40 * count);
  CHECK_FALSE(terms.evaluate(all, {}));  // and deep terms are interpreted without recursion
}

TEST_CASE_METHOD(Fixture, "atoms fold where they are trivial", "[formula]") {
  const TermId yes = terms.true_term();
  const TermId no = terms.false_term();
  CHECK(terms.string_in(resource, globs.everything_set()) == yes);
  CHECK(terms.string_in(resource, globs.nothing_set()) == no);
  CHECK(one_of({}) == no);
  CHECK(one_of({0, 1, 2, 3, 4, 5}) == yes);
  const auto low = *parse_address("10.0.0.1");
  const auto high = *parse_address("10.0.0.9");
  CHECK(terms.address_in(ip, {high, low}) == no);
  CHECK(terms.address_in(ip, {low, high}) != no);
  CHECK(terms.string_linked(resource, {glob::wildcard("a"), glob::wildcard("*")}) == in({"a*"}));
  CHECK(terms.string_linked(resource, {}) == in({""}));
  CHECK(terms.string_linked(resource, {LinkedValue{resource, {}}}) == yes);
  CHECK(terms.string_linked(resource, {glob::Tokens{}, LinkedValue{user, {}}}) ==
        terms.string_linked(resource, {LinkedValue{user, {}}}));
  CHECK(in({"a*"}) == in({"a**"}));
  CHECK(terms.element_in(tags, globs.nothing_set(), true) == no);
  CHECK(terms.element_in(tags, globs.everything_set(), false) == no);
}

TEST_CASE_METHOD(Fixture, "terms print as one line", "[formula]") {
  CHECK(terms.print(terms.true_term()) == "true");
  CHECK(terms.print(terms.false_term()) == "false");
  CHECK(terms.print(terms.all_of({one_of({0, 2, 3}), !terms.flag(mfa)})) ==
        "(and (in action {0 2-3}) (not mfa))");
  CHECK(terms.print(terms.any_of({in({"a*", "b?"}), terms.flag(mfa)})) ==
        "(or mfa (in resource {a* b?}))");
  CHECK(terms.print(terms.address_in(ip, *parse_cidr("10.0.0.0/8"))) ==
        "(in ip 10.0.0.0-10.255.255.255)");
  CHECK(terms.print(terms.number(age, Comparison::Less, Decimal(5))) == "(< age 5)");
  CHECK(terms.print(terms.number(age, Comparison::LessOrEqual, Decimal(-5))) == "(<= age -5)");
  CHECK(terms.print(terms.number(age, Comparison::Equal, Decimal(0))) == "(= age 0)");
  CHECK(terms.print(terms.string_linked(
            resource, {glob::literal("home/"), LinkedValue{user, glob::CharSet::except(U":")},
                       glob::wildcard("/*")})) == "(linked resource home/${user:[^:]*}/*)");
  CHECK(terms.print(
            terms.string_in(resource, globs.intern_set(globs.intern(glob::literal("a*?"))))) ==
        "(in resource {a\\*\\?})");
}

TEST_CASE_METHOD(Fixture, "a field has one kind", "[formula]") {
  CHECK(terms.string_field("resource") == resource);
  CHECK_THROWS_AS(terms.flag_field("resource"), InternalError);
  CHECK_THROWS_AS(terms.enumerated_field("action", 7), InternalError);
  CHECK_THROWS_AS(terms.flag(resource), InternalError);
  CHECK_THROWS_AS(terms.value_in(action, Bits(7)), InternalError);
}

TEST_CASE_METHOD(Fixture, "terms are interpreted", "[formula]") {
  Assignment world;
  world.strings[resource] = "home/al*ce/x";
  world.strings[user] = "al*ce";
  world.values[action] = 2;
  world.addresses[ip] = *parse_address("10.1.2.3");
  world.numbers[age] = *Decimal::parse("4.5");
  world.flags[mfa] = true;
  world.sets[tags] = {"blue", "red"};
  const auto linked = [&](std::optional<glob::CharSet> only) {
    return terms.string_linked(
        resource, {glob::literal("home/"), LinkedValue{user, only}, glob::wildcard("/*")});
  };
  struct Row {
    TermId term;
    bool expected;
  };
  const Row rows[] = {
      {in({"home/*"}), true},
      {in({"home"}), false},
      {one_of({2, 5}), true},
      {one_of({1}), false},
      {terms.address_in(ip, *parse_cidr("10.0.0.0/8")), true},
      {terms.address_in(ip, *parse_cidr("::/0")), false},
      {terms.number(age, Comparison::Less, Decimal(5)), true},
      {terms.number(age, Comparison::LessOrEqual, Decimal(4)), false},
      {terms.number(age, Comparison::Equal, *Decimal::parse("4.50")), true},
      {terms.flag(mfa), true},
      {linked({}), true},
      {linked(glob::CharSet::except(U"/")), true},
      {linked(glob::CharSet::except(U"*")), false},
      {terms.element_in(tags, set({"r*"}), true), true},
      {terms.element_in(tags, set({"g*"}), true), false},
      {terms.element_in(tags, set({"r*"}), false), true},
      {terms.element_in(tags, set({"r*", "b*"}), false), false},
  };
  for (const Row& row : rows) {
    INFO(terms.print(row.term));
    CHECK(terms.evaluate(row.term, world) == row.expected);
    CHECK(terms.evaluate(!row.term, world) != row.expected);
  }
  CHECK(terms.evaluate(terms.all_of({rows[0].term, rows[2].term, !rows[1].term}), world));

  // A value put into a pattern is text: its `*` is no wildcard (VAR-9).
  world.strings[resource] = "home/alice/x";
  CHECK_FALSE(terms.evaluate(linked({}), world));
}

TEST_CASE_METHOD(Fixture, "fields that are not assigned have a default", "[formula]") {
  CHECK(terms.evaluate(in({""}), {}));
  CHECK(terms.evaluate(one_of({0}), {}));
  CHECK(terms.evaluate(terms.address_in(ip, *parse_cidr("0.0.0.0")), {}));
  CHECK(terms.evaluate(terms.number(age, Comparison::Equal, Decimal(0)), {}));
  CHECK_FALSE(terms.evaluate(terms.flag(mfa), {}));
  CHECK_FALSE(terms.evaluate(terms.element_in(tags, globs.everything_set(), true), {}));
}

TEST_CASE_METHOD(Fixture, "terms print as SMT-LIB", "[formula]") {
  const TermId term =
      terms.all_of({one_of({1, 2}), in({"a*\"b"}), !terms.flag(mfa),
                    terms.number(age, Comparison::Less, Decimal(-5)),
                    terms.string_linked(resource, {glob::literal("a"), LinkedValue{user, {}}})});
  CHECK(terms.print_smt2(term) ==
        "(set-logic ALL)\n"
        "(declare-const |0.action| Int)\n"
        "(assert (<= 0 |0.action| 5))\n"
        "(declare-const |1.resource| String)\n"
        "(declare-const |2.user| String)\n"
        "(declare-const |4.age| Real)\n"
        "(declare-const |5.mfa| Bool)\n"
        "(define-fun n1 () Bool (<= 1 |0.action| 2))\n"
        "(define-fun n2 () Bool (str.in_re |1.resource| (re.++ (str.to_re \"a\") re.all "
        "(str.to_re \"\"\"b\"))))\n"
        "(define-fun n3 () Bool |5.mfa|)\n"
        "(define-fun n4 () Bool (< |4.age| (- 5.0)))\n"
        "(define-fun n5 () Bool (str.in_re |1.resource| (re.++ (str.to_re \"a\") (str.to_re "
        "|2.user|))))\n"
        "(define-fun n6 () Bool (and n1 n2 (not n3) n4 n5))\n"
        "(assert n6)\n"
        "(check-sat)\n");
  CHECK(terms.print_smt2(terms.false_term()) ==
        "(set-logic ALL)\n(assert (not true))\n(check-sat)\n");
}
