// Each field oracle by itself: verdicts, values and conflicts.
#include "formula/formula.h"
#include "solver/theory.h"
#include "support/catch.h"

using namespace postern;
using namespace postern::formula;
using solver::AtomLiteral;
using Kind = solver::TheoryAnswer::Kind;

namespace {

struct Fixture {
  glob::GlobPool globs;
  TermStore terms{globs};
  FieldId value = terms.enumerated_field("value", 8);
  FieldId ip = terms.address_field("ip");
  FieldId number = terms.number_field("number");
  FieldId s = terms.string_field("s");
  FieldId t = terms.string_field("t");
  FieldId u = terms.string_field("u");
  FieldId tags = terms.set_field("tags");
  Assignment values;

  glob::GlobSetId set(std::initializer_list<const char*> texts) {
    std::vector<glob::GlobId> members;
    for (const char* text : texts) members.push_back(globs.intern(glob::wildcard(text)));
    return globs.intern_set(members);
  }
  TermId one_of(std::initializer_list<std::size_t> members) {
    Bits bits(8);
    for (const std::size_t v : members) bits.set(v);
    return terms.value_in(value, bits);
  }
  TermId block(const char* text) { return terms.address_in(ip, *parse_cidr(text)); }
  TermId compare(Comparison comparison, const char* bound) {
    return terms.number(number, comparison, *Decimal::parse(bound));
  }
  TermId in(FieldId field, std::initializer_list<const char*> texts) {
    return terms.string_in(field, set(texts));
  }
  TermId equal(FieldId a, FieldId b) { return terms.string_linked(a, {LinkedValue{b, {}}}); }
  TermId linked(FieldId field, const char* before, FieldId variable, const char* after) {
    return terms.string_linked(
        field, {glob::wildcard(before), LinkedValue{variable, {}}, glob::wildcard(after)});
  }

  /// The literals hold together, by values that the interpretation confirms.
  bool consistent(std::initializer_list<TermId> list) {
    const Kind kind = check(list).kind;
    if (kind != Kind::Consistent) return false;
    for (const TermId term : list) CHECK(terms.evaluate(term, values));
    return true;
  }
  /// The number of literals in the conflict; 0 if there is none.
  std::size_t conflict(std::initializer_list<TermId> list) {
    const solver::TheoryAnswer answer = check(list);
    return answer.kind == Kind::Conflict ? answer.conflict.size() : 0;
  }
  solver::TheoryAnswer check(std::initializer_list<TermId> list, glob::Limits limits = {}) {
    std::vector<AtomLiteral> literals;
    for (const TermId term : list) {
      REQUIRE(terms.node(term).op == Op::Atom);
      literals.push_back({terms.node(term).atom, !term.negated()});
    }
    values = {};
    return solver::check_literals(terms, literals, limits, values);
  }
};

}  // namespace

TEST_CASE_METHOD(Fixture, "enumerated fields", "[solver]") {
  CHECK(consistent({one_of({1, 2, 3}), one_of({3, 4}), !one_of({4})}));
  CHECK(values.values.at(value) == 3);
  CHECK(conflict({one_of({1, 2, 3}), one_of({0, 7}), one_of({1, 7}), !one_of({4})}) == 2);
  CHECK(conflict({!one_of({0, 1, 2, 3}), !one_of({4, 5}), !one_of({6, 7}), !one_of({1})}) == 3);
}

TEST_CASE_METHOD(Fixture, "address fields", "[solver]") {
  CHECK(consistent({block("10.0.0.0/8"), !block("10.0.0.0/9"), !block("10.128.0.0/10")}));
  CHECK(to_string(values.addresses.at(ip)) == "10.192.0.0");
  CHECK(conflict({block("10.0.0.0/8"), !block("10.0.0.0/9"), !block("11.0.0.0/8"),
                  !block("10.128.0.0/9")}) == 3);
  CHECK(conflict({block("10.0.0.0/8"), block("11.0.0.0/8"), !block("12.0.0.0/8")}) == 2);
  CHECK(conflict({block("10.0.0.0/8"), block("::/0")}) == 2);
  CHECK(consistent({!block("0.0.0.0/0")}));
  CHECK(values.addresses.at(ip).v6);
  CHECK(consistent({!block("::/0"), !block("0.0.0.0/1")}));
  CHECK(conflict({!block("::/0"), !block("0.0.0.0/1"), !block("128.0.0.0/1")}) == 3);
  CHECK(consistent({!block("::/1"), !block("0.0.0.0/0")}));
  CHECK(consistent({block("255.255.255.254/31"), !block("255.255.255.254")}));
  CHECK(to_string(values.addresses.at(ip)) == "255.255.255.255");
}

TEST_CASE_METHOD(Fixture, "number fields", "[solver]") {
  using enum Comparison;
  CHECK(consistent({compare(Less, "3"), !compare(LessOrEqual, "2")}));  // 2 < n < 3
  CHECK(conflict({compare(Less, "2"), !compare(Less, "2"), compare(Less, "9")}) == 2);
  CHECK(conflict({compare(LessOrEqual, "2"), !compare(Less, "2"), !compare(Equal, "2.0")}) == 3);
  CHECK(consistent({compare(LessOrEqual, "2"), !compare(Less, "2")}));
  CHECK(values.numbers.at(number).to_string() == "2");
  CHECK(conflict({compare(Equal, "1"), compare(Equal, "1.5")}) == 2);
  CHECK(consistent({!compare(Equal, "0"), compare(Less, "0.001"), !compare(Less, "-0.001")}));
}

TEST_CASE_METHOD(Fixture, "string fields", "[solver]") {
  CHECK(consistent({in(s, {"a*", "b*"}), !in(s, {"a*"}), in(s, {"*c"})}));
  CHECK(conflict({in(s, {"a*"}), in(t, {"x"}), !in(s, {"a*", "b"})}) == 2);
  CHECK(conflict({in(s, {"ab*"}), in(s, {"b*"}), !in(s, {"c"})}) == 2);
  CHECK(conflict({!in(s, {""}), !in(s, {"?"}), !in(s, {"??*"}), !in(s, {"a"})}) == 3);
}

TEST_CASE_METHOD(Fixture, "set fields", "[solver]") {
  const auto some = [&](std::initializer_list<const char*> texts, bool inside) {
    return terms.element_in(tags, set(texts), inside);
  };
  CHECK(consistent({some({"a*"}, true), some({"b*"}, true), !some({"ab*"}, true)}));
  CHECK(values.sets.at(tags).size() == 2);
  CHECK(consistent({!some({"a*"}, true), !some({"b*"}, false)}));  // the empty set
  CHECK(values.sets.at(tags).empty());
  CHECK(conflict({some({"ab"}, true), !some({"a*"}, true), some({"c"}, true)}) == 2);
  CHECK(conflict({some({"a*"}, false), !some({"b*", "a*"}, false), !some({"b*"}, true)}) == 3);
  // No element can exist here; only the atom that asks for one makes that a contradiction.
  CHECK(consistent({!some({"a*"}, false), !some({"b*"}, false)}));
  CHECK(conflict({!some({"a*"}, false), !some({"b*"}, false), some({"*"}, true)}) == 3);
}

TEST_CASE_METHOD(Fixture, "a search that is given up is no conflict", "[solver]") {
  const auto literals = {in(s, {"*a*b*c*"}), in(s, {"*c*b*a*"}), in(s, {"*b?b*"}),
                         !in(s, {"*bb*", "*c?c*"})};
  CHECK(consistent(literals));
  CHECK(check(literals, {.nodes = 2}).kind != Kind::Conflict);
}

TEST_CASE_METHOD(Fixture, "equal fields share their constraints", "[solver]") {
  CHECK(consistent({equal(s, t), in(s, {"a*"}), in(t, {"*b"})}));
  CHECK(values.strings.at(s) == values.strings.at(t));
  CHECK(conflict({equal(s, t), in(s, {"a*"}), in(t, {"b*"}), in(u, {"c"})}) == 3);
  CHECK(conflict({equal(s, t), equal(t, u), !equal(s, u)}) == 3);
  CHECK(consistent({equal(s, t), !equal(s, u), in(u, {"a*"}), in(t, {"a*"})}));
  CHECK(conflict({!equal(s, t), in(s, {"x"}), in(t, {"x"})}) == 3);
  CHECK(consistent({!equal(s, t), in(s, {"x"})}));
}

TEST_CASE_METHOD(Fixture, "a pinned variable is put in exactly", "[solver]") {
  CHECK(consistent({linked(s, "home/", t, "/*"), in(t, {"bob"}), in(s, {"*/x"})}));
  CHECK(conflict({linked(s, "home/", t, "/*"), in(t, {"bob"}), in(s, {"home/al*"})}) == 3);
  CHECK(conflict({!linked(s, "home/", t, ""), in(t, {"bob"}), in(s, {"home/bob"})}) == 3);
  CHECK(conflict({linked(s, "x", t, ""), linked(t, "y", u, ""), in(u, {"z"}), in(s, {"x?"})}) > 0);
}

TEST_CASE_METHOD(Fixture, "constraints are carried back to the variable", "[solver]") {
  CHECK(consistent({linked(s, "user/", t, ""), in(s, {"user/b*"}), !in(t, {"bob"})}));
  CHECK(conflict({linked(s, "user/", t, ""), in(s, {"user/b*"}), in(t, {"c*"})}) == 3);
  CHECK(conflict({linked(s, "user/", t, ""), in(s, {"user/b", "user/c"}), !in(t, {"b", "c"})}) ==
        3);
  CHECK(conflict({linked(s, "*/", t, ""), in(s, {"user/b"}), in(t, {"c*", "d*"})}) == 3);
}

TEST_CASE_METHOD(Fixture, "patterns with variables inside one another", "[solver]") {
  CHECK(conflict({linked(s, "arn:instance/", t, ""), !linked(s, "*", t, "")}) == 2);
  CHECK(conflict({linked(s, "a", t, "b*"), !linked(s, "a*", t, "*")}) == 2);
  // `?` takes one character of a value, not the value: no inclusion.
  CHECK(consistent({linked(s, "a", t, ""), !in(s, {"a?"})}));
  CHECK(consistent({linked(s, "a", t, "b"), !linked(s, "?", t, "a")}));
  // A run of anything but `:` takes values made of anything but `:` only.
  const auto no_colon = glob::CharSet::except(U":");
  const auto inner = [&](std::optional<glob::CharSet> only) {
    return terms.string_linked(s, {glob::literal("a"), LinkedValue{t, only}});
  };
  const TermId outer = terms.string_linked(s, {glob::wildcard("a*", no_colon), LinkedValue{u, {}}});
  CHECK(consistent({inner({}), !terms.string_in(s, globs.intern_set(globs.intern(
                                                       glob::wildcard("a*", no_colon))))}));
  CHECK(conflict({inner(no_colon), !terms.string_in(s, globs.intern_set(globs.intern(glob::wildcard(
                                                           "a*", no_colon))))}) == 2);
  CHECK(consistent({inner({}), !outer}));
}

TEST_CASE_METHOD(Fixture, "values must be made of the characters asked for", "[solver]") {
  const auto no_colon = glob::CharSet::except(U":");
  const auto component = [&](TermId) {
    return terms.string_linked(s, {glob::literal("arn:"), LinkedValue{t, no_colon}});
  };
  const TermId term = component({});
  CHECK(conflict({term, in(t, {"*:*"})}) == 2);
  CHECK(consistent({!term, in(t, {"a:b"}), in(s, {"arn:a:b"})}));
  const TermId whole = terms.string_linked(s, {LinkedValue{t, no_colon}});
  CHECK(consistent({equal(s, t), !whole}));
  CHECK(conflict({equal(s, t), !whole, in(t, {"ab"})}) == 3);
}

TEST_CASE_METHOD(Fixture, "short lists of values are tried to the end", "[solver]") {
  CHECK(
      consistent({linked(s, "*", t, "*"), in(t, {"x", "y"}), in(s, {"*z", "*y"}), !in(s, {"*y"})}));
  CHECK(conflict({linked(s, "", t, "*"), in(t, {"x", "cd"}), in(s, {"ab*"})}) == 3);
}
