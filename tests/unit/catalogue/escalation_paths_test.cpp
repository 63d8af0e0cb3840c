#include "catalogue/escalation_paths.h"

#include <algorithm>
#include <set>

#include "catalogue/catalogue.h"
#include "support/catch.h"

namespace postern::catalogue {

TEST_CASE("escalation paths are sorted, and of actions there are", "[TRUST-19]") {
  const Catalogue catalogue;
  const EscalationPaths& table = escalation_paths();
  REQUIRE(table.published >= 100);
  REQUIRE(table.paths.size() > table.published);
  std::set<std::string> ids;
  for (std::size_t i = 0; i < table.paths.size(); ++i) {
    const EscalationPath& path = table.paths[i];
    CAPTURE(path.id);
    CHECK(ids.insert(path.id).second);
    CHECK((i == 0 || i >= table.published || table.paths[i - 1].id < path.id));
    for (const Need& need : path.needs) {
      CAPTURE(need.action);
      CHECK(catalogue.find_action(need.action).has_value());
    }
    if (path.becomes == Becomes::PassedRole) {
      CHECK(path.needs.front().action == "iam:PassRole");
      REQUIRE(path.needs.size() > 1);
      CHECK(path.is_same_call(1));
    }
    CHECK_FALSE((path.shown && i >= table.published));
  }
}

TEST_CASE("the requests of one call are those of the call that passes the role", "[PASS-1]") {
  const auto& paths = escalation_paths().paths;
  const auto find = [&](std::string_view id) {
    return *std::ranges::find(paths, id, &EscalationPath::id);
  };
  const EscalationPath lambda = find("lambda-create-invoke");
  CHECK(lambda.is_same_call(1));
  CHECK_FALSE(lambda.is_same_call(2));  // whoever invokes the function
  const EscalationPath instances = find("ec2-run-instances");
  CHECK(instances.is_same_call(instances.needs.size() - 1));
  CHECK_FALSE(find("iam-create-role-put").is_same_call(1));
}

}  // namespace postern::catalogue
