#include "formula/by_value.h"

#include "support/catch.h"

namespace postern::formula {
namespace {

Bits bits(std::initializer_list<std::size_t> members) {
  Bits out(4);
  for (const std::size_t member : members) out.set(member);
  return out;
}

TEST_CASE("terms seen from one enumerated field") {
  glob::GlobPool globs;
  TermStore terms(globs);
  const FieldId caller = terms.enumerated_field("caller", 4);
  const TermId mfa = terms.flag(terms.flag_field("mfa"));
  const TermId tls = terms.flag(terms.flag_field("tls"));
  const TermId some = terms.all_of({terms.value_in(caller, bits({0, 1})), mfa});
  const TermId others = terms.all_of({terms.value_in(caller, bits({1, 2})), tls});
  const TermId either = terms.any_of({some, others});

  SECTION("the values with which they may hold") {
    CHECK(values_of(terms, some, caller) == bits({0, 1}));
    CHECK(values_of(terms, !some, caller) == bits({0, 1, 2, 3}));
    CHECK(values_of(terms, either, caller) == bits({0, 1, 2}));
    CHECK(values_of(terms, terms.all_of({some, others}), caller) == bits({1}));
    CHECK(values_of(terms, terms.false_term(), caller) == bits({}));
    CHECK(values_of(terms, mfa, caller) == bits({0, 1, 2, 3}));
  }
  SECTION("what is left of them for one value") {
    const auto at = [&](TermId term, std::size_t value) {
      return at_value(terms, {&term, 1}, caller, value).front();
    };
    CHECK(at(either, 0) == mfa);
    CHECK(at(either, 1) == terms.any_of({mfa, tls}));
    CHECK(at(!either, 2) == !tls);
    CHECK(at(either, 3) == terms.false_term());
  }
}

}  // namespace
}  // namespace postern::formula
