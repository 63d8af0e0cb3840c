#include "queries/account_set.h"

#include "support/catch.h"

namespace postern::queries {
namespace {

/// `o-full` lists its accounts: `111111111111` at the root, `222222222222` in a unit,
/// `333333333333` in the unit below, `444444444444` nobody knows where. `555555555555` is in no
/// organization that is known.
model::World world() {
  model::World out;
  model::Organization& full = out.organizations["o-full"];
  full.id = "o-full";
  full.units["r-ab12"] = {"r-ab12", "", {}};
  full.units["ou-ab12-all"] = {"ou-ab12-all", "r-ab12", {}};
  full.units["ou-ab12-some"] = {"ou-ab12-some", "ou-ab12-all", {}};
  const auto add = [&](const char* id, const char* organization, const char* unit) {
    model::Account& account = out.accounts[id];
    account.id = id;
    account.organization = organization;
    account.unit = unit;
  };
  add("111111111111", "o-full", "r-ab12");
  add("222222222222", "o-full", "ou-ab12-all");
  add("333333333333", "o-full", "ou-ab12-some");
  add("444444444444", "o-full", "");
  add("555555555555", "", "");
  return out;
}

/// And an organization of which only one account is known.
model::World with_an_open_one() {
  model::World out = world();
  out.organizations["o-open"].id = "o-open";
  model::Account& account = out.accounts["666666666666"];
  account.id = "666666666666";
  account.organization = "o-open";
  return out;
}

/// The first digits of the accounts in it; after `?` of those that may be; `+`: and others.
std::string text(const AccountSet& set) {
  std::string out;
  for (const std::string& id : set.in) out += id[0];
  if (!set.unknown.empty()) out += '?';
  for (const std::string& id : set.unknown) out += id[0];
  return out + (set.others ? "+" : "");
}

TEST_CASE("an organization that lists its accounts has no others", "[REL-4]") {
  CHECK(text(members_of(world(), "o-full")) == "1234");
  CHECK(text(members_of(with_an_open_one(), "o-open")) == "6?5+");
  CHECK(text(members_of(world(), "o-else")) == "?5+");
  CHECK(text(members_of_any(world())) == "1234");
  CHECK(text(members_of_any(with_an_open_one())) == "12346?5+");
  model::World nothing_known;
  nothing_known.accounts["111111111111"].id = "111111111111";
  CHECK(text(members_of_any(nothing_known)) == "?1+");
}

TEST_CASE("a unit has the accounts below it, by its id or by a path", "[CTX-PATH]") {
  struct Case {
    std::string unit, accounts;
  };
  const std::vector<Case> table{
      {"r-ab12", "123?4"},
      {"ou-ab12-all", "23?4"},
      {"ou-ab12-some", "3?4"},
      {"ou-ab12-so", ""},
      {"o-full/r-ab12/", "123?4"},
      {"o-full/r-ab12", "123?4"},
      {"o-full/r-ab12/*", "123?4"},
      {"o-full/r-ab12/?*", "23?4"},
      {"o-full/*/ou-ab12-some/", "3?4"},
      {"o-full/r-ab12/ou-ab12-al", "?4"},
      {"o-full/r-ab12/ou-ab12-none/", "?4"},
      {"o-*/r-ab12/", "123?45+"},
      {"o-else/r-ab12/", "?5+"},
  };
  for (const Case& each : table) {
    CAPTURE(each.unit);
    CHECK(text(accounts_under(world(), each.unit)) == each.accounts);
  }
}

TEST_CASE("where nobody says what an organization has, any unit may be in it", "[CTX-PATH]") {
  CHECK(text(accounts_under(with_an_open_one(), "ou-ab12-some")) == "3?456+");
  CHECK(text(accounts_under(with_an_open_one(), "o-open/r-cd34/")) == "?56+");
  CHECK(text(accounts_under(with_an_open_one(), "o-full/r-ab12/ou-ab12-all/ou-ab12-some/")) ==
        "3?4");
}

}  // namespace
}  // namespace postern::queries
