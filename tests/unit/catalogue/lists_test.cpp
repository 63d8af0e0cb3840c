// The dated lists agree with the catalogue and with themselves.
#include "catalogue/lists.h"

#include <algorithm>
#include <set>
#include <string>

#include "catalogue/catalogue.h"
#include "support/catch.h"

namespace postern::catalogue {
namespace {

bool sorted_without_duplicates(const std::vector<std::string>& list) {
  return std::ranges::is_sorted(list) && std::ranges::adjacent_find(list) == list.end();
}

TEST_CASE("lists: the services of resource control policies") {
  const RcpServices& services = rcp_services();
  CHECK(services.certain.services ==
        std::vector<std::string>{"kms", "s3", "secretsmanager", "sqs", "sts"});
  CHECK(services.certain.date == "2024-11-13");
  CHECK(!services.certain.source.empty());
  CHECK(services.listed.services.size() > 50);
  CHECK(sorted_without_duplicates(services.certain.services));
  CHECK(sorted_without_duplicates(services.listed.services));
  CHECK(std::ranges::includes(services.listed.services, services.certain.services));
}

TEST_CASE("lists: the long list of services is of the catalogue's package") {
  const Catalogue catalogue;
  const ServiceList listed = rcp_services().listed;
  CHECK(listed.date == catalogue.version().date);
  CHECK(listed.source.starts_with(std::string(catalogue.version().source) + " " +
                                  std::string(catalogue.version().version)));
  for (const std::string& service : listed.services) {
    CAPTURE(service);
    CHECK(catalogue.find_service(service));
  }
}

TEST_CASE("lists: each escalation is an action of the catalogue's, once, in order") {
  const Catalogue catalogue;
  const EscalationList list = escalations();
  CHECK(list.date.size() == 10);
  CHECK(!list.source.empty());
  CHECK(list.actions.size() > 400);
  std::vector<std::string> actions;
  for (const Escalation& escalation : list.actions) {
    CAPTURE(escalation.action);
    const auto action = catalogue.find_action(escalation.action);
    CHECK(action);
    if (action) CHECK(catalogue.name(*action) == escalation.action);
    CHECK(!escalation.why.empty());
    CHECK(std::ranges::count(escalation.why, ' ') < 10);
    actions.push_back(escalation.action);
  }
  CHECK(sorted_without_duplicates(actions));
}

TEST_CASE("lists: what access levels miss") {
  const EscalationList list = escalations();
  const auto gives = [&](std::string_view action) {
    const auto found = std::ranges::find(list.actions, action, &Escalation::action);
    REQUIRE(found != list.actions.end());
    return found->gives;
  };
  CHECK(gives("iam:PassRole") == Gain::PassRole);
  CHECK(gives("iam:CreateAccessKey") == Gain::NewCredentials);
  CHECK(gives("iam:AddUserToGroup") == Gain::ChangePolicy);
  CHECK(gives("iam:UpdateAssumeRolePolicy") == Gain::ChangeTrust);
  CHECK(gives("iam:DeleteUserPermissionsBoundary") == Gain::RemoveGuard);
  CHECK(gives("lambda:UpdateFunctionCode") == Gain::ChangeCode);
  CHECK(gives("kms:CreateGrant") == Gain::KeyGrant);
  CHECK(gives("sts:AssumeRole") == Gain::ActAs);
  CHECK(gives("sts:TagSession") == Gain::ChangeAttributes);
  CHECK(gives("ec2:ModifySnapshotAttribute") == Gain::Share);
}

TEST_CASE("lists: gains have names") {
  std::set<Gain> used;
  for (const Escalation& escalation : escalations().actions) used.insert(escalation.gives);
  CHECK(used.size() == 10);
  for (const Gain gain : used) CHECK(parse_gain(to_string(gain)) == gain);
  CHECK(!parse_gain("pass role"));
}

}  // namespace
}  // namespace postern::catalogue
