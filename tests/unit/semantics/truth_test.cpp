#include "semantics/truth.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::Effect;
using model::Mode;

TEST_CASE("connectives are strong Kleene", "[SND-2]") {
  const Truth t = certain(true);
  const Truth f = certain(false);
  const Truth u = unknown(true, 1);
  const Truth v = unknown(false, 3);
  CHECK(show(t && u) == "U(t 1)");
  CHECK(show(f && u) == "F");
  CHECK(show(t || u) == "T");
  CHECK(show(f || u) == "U(t 1)");
  CHECK(show(!u) == "U(f 1)");
  CHECK(show(!t) == "F");
  CHECK(show(u && v) == "U(f 1 3)");
  CHECK(show(u || v) == "U(t 1 3)");
}

TEST_CASE("the effect decides what unknown means", "[SND-1][SND-2]") {
  const Truth u = unknown(true, 1);
  CHECK(applies(u, Effect::Allow, Mode::Prove));
  CHECK_FALSE(applies(u, Effect::Deny, Mode::Prove));
  CHECK_FALSE(applies(u, Effect::Allow, Mode::Counterexample));
  CHECK(applies(u, Effect::Deny, Mode::Counterexample));
  CHECK(applies(u, Effect::Allow, Mode::Canonical));
  CHECK_FALSE(applies(!u, Effect::Deny, Mode::Canonical));
  for (const Mode mode : {Mode::Canonical, Mode::Prove, Mode::Counterexample}) {
    CHECK(applies(certain(true), Effect::Deny, mode));
    CHECK_FALSE(applies(certain(false), Effect::Allow, mode));
  }
}

TEST_CASE("readings that agree leave nothing open") {
  CHECK(show(over_readings({{1}, {8}}, [](const Reading&) { return certain(true); })) == "T");
  const auto only_1 = [](const Reading& r) { return certain(r.choice(1) == 0); };
  CHECK(show(over_readings({{1}, {8}}, only_1)) == "U(t 1)");
  const auto both = [](const Reading& r) { return certain(r.choice(1) == 1 && r.choice(8) == 1); };
  CHECK(show(over_readings({{1}, {8}}, both)) == "U(f 1 8)");
  const auto third = [](const Reading& r) { return certain(r.choice(32) == 2); };
  CHECK(show(over_readings({{32, 3}}, third)) == "U(f 32)");
  CHECK(show(either(certain(true), unknown(true, 6), 42)) == "U(t 6 42)");
  CHECK(show(either(certain(false), certain(false), 42)) == "F");
}

}  // namespace
}  // namespace postern::semantics
