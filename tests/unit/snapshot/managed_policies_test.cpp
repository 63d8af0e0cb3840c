// AWS's own policies where a snapshot names them and does not contain them.
#include "catalogue/managed_policies.h"

#include <algorithm>
#include <string>

#include "document/document.h"
#include "model/policy.h"
#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

std::string attached(const std::vector<std::string>& arns) {
  std::string out;
  for (const std::string& arn : arns) {
    out += (out.empty() ? "" : ",") + (R"({"PolicyName":"p","PolicyArn":")" + arn + R"("})");
  }
  return "\"AttachedManagedPolicies\":[" + out + "]";
}

std::string user(const std::string& name, const std::string& rest) {
  return R"({"Path":"/","UserName":")" + name + R"(","UserId":"AIDA)" + name +
         R"(","Arn":"arn:aws:iam::111122223333:user/)" + name + "\"," + rest + "}";
}

std::string account(const std::string& users, const std::string& groups = "",
                    const std::string& policies = "") {
  return "{\"UserDetailList\":[" + users + "],\"GroupDetailList\":[" + groups +
         "],\"RoleDetailList\":[],\"Policies\":[" + policies + "]}";
}

model::World read(const std::string& text) {
  const TemporaryFolder folder;
  return read_snapshot({folder.write("account.json", text)});
}

const model::IamPrincipal& user_of(const model::World& world, const std::string& name) {
  return world.principals.at("arn:aws:iam::111122223333:user/" + name);
}

std::size_t notes_of_policies(const model::World& world) {
  return static_cast<std::size_t>(std::ranges::count_if(world.notes, [](const std::string& note) {
    return note.find("AWS managed polic") != std::string::npos;
  }));
}

const std::string admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const std::string read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const std::string lambda = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

TEST_CASE("every built-in policy is one that the strict reader reads") {
  for (const catalogue::ManagedPolicy& policy : catalogue::ManagedPolicies().all()) {
    Diagnostics found;
    const document::Document document = document::parse_json(policy.arn, policy.document);
    const model::Policy read =
        model::read_policy(document.root(), model::PolicyKind::Identity, policy.arn, found);
    for (const Diagnostic& d : found.all()) {
      if (d.severity == Severity::Error) FAIL_CHECK(to_string(d));
    }
    if (read.statements.empty()) FAIL_CHECK(policy.arn << " has no statement");
  }
}

TEST_CASE("a policy of AWS's that the snapshot lacks is the built-in one") {
  const model::World world = read(account(user("ann", attached({lambda, admin}))));
  const model::IamPrincipal& ann = user_of(world, "ann");
  CHECK(ann.missing.empty());
  REQUIRE(ann.identity.size() == 2);
  CHECK(ann.identity[0]->name == lambda);
  CHECK(ann.identity[1]->name == admin);
  CHECK(ann.identity[1]->kind == model::PolicyKind::Identity);
  const model::Statement& statement = ann.identity[1]->statements.front();
  CHECK(statement.actions.patterns.front().text == "*");
  CHECK(statement.where.file_name() == "AWS managed policy AdministratorAccess (v1)");
  CHECK(world.warnings.empty());
  CHECK(std::ranges::count(world.notes,
                           "2 AWS managed policies are not in the snapshot; taken from the "
                           "documents of " +
                               std::string(catalogue::ManagedPolicies().version().date) + ": " +
                               admin + ", " + lambda) == 1);
}

TEST_CASE("a policy of AWS's that the snapshot contains is the snapshot's") {
  const model::World world =
      read(account(user("ann", attached({admin})), "",
                   R"({"PolicyName":"AdministratorAccess","Arn":")" + admin +
                       R"(","DefaultVersionId":"v9","PolicyVersionList":[{"VersionId":"v9",
              "IsDefaultVersion":true,"Document":{"Version":"2012-10-17","Statement":
              {"Effect":"Allow","Action":"s3:*","Resource":"*"}}}]})"));
  const model::IamPrincipal& ann = user_of(world, "ann");
  REQUIRE(ann.identity.size() == 1);
  CHECK(ann.identity[0]->statements.front().actions.patterns.front().text == "s3:*");
  CHECK(notes_of_policies(world) == 0);
}

TEST_CASE("policies nobody has stay missing") {
  const std::string own = "arn:aws:iam::111122223333:policy/AdministratorAccess";
  const std::string unknown = "arn:aws:iam::aws:policy/NoSuchPolicy";
  const std::string china = "arn:aws-cn:iam::aws:policy/AdministratorAccess";
  const model::World world = read(account(user("ann", attached({own, unknown, china}))));
  CHECK(user_of(world, "ann").identity.empty());
  CHECK(user_of(world, "ann").missing == std::vector<std::string>{own, unknown, china});
  CHECK(notes_of_policies(world) == 0);
}

TEST_CASE("a built-in policy as a boundary, and one that nobody has") {
  const auto with_boundary = [](const std::string& name, const std::string& arn) {
    return user(name, R"("PermissionsBoundary":{"PermissionsBoundaryType":"Policy",
                         "PermissionsBoundaryArn":")" +
                          arn + "\"}");
  };
  const model::World world =
      read(account(with_boundary("ann", read_only) + "," + with_boundary("bob", read_only) + "," +
                   with_boundary("cy", "arn:aws:iam::aws:policy/NoSuchPolicy")));
  const model::IamPrincipal& ann = user_of(world, "ann");
  REQUIRE(ann.boundary != nullptr);
  CHECK(ann.boundary->kind == model::PolicyKind::Boundary);
  CHECK(!ann.boundary_missing);
  CHECK(user_of(world, "bob").boundary == ann.boundary);
  CHECK(user_of(world, "cy").boundary == nullptr);
  CHECK(user_of(world, "cy").boundary_missing);
  CHECK(notes_of_policies(world) == 1);
}

TEST_CASE("a group's policies are built in too, and read once") {
  const std::string group =
      R"({"Path":"/","GroupName":"g","Arn":"arn:aws:iam::111122223333:group/g",)" +
      attached({admin}) + "}";
  const model::World world =
      read(account(user("ann", "\"GroupList\":[\"g\"]") + "," +
                       user("bob", "\"GroupList\":[\"g\"]," + attached({admin})),
                   group));
  REQUIRE(user_of(world, "ann").identity.size() == 1);
  CHECK(user_of(world, "bob").identity == user_of(world, "ann").identity);
  CHECK(world.policies.size() == 1);
}

TEST_CASE("the note names three and counts the others") {
  const model::World world = read(account(
      user("ann", attached({admin, read_only, lambda, "arn:aws:iam::aws:policy/PowerUserAccess",
                            "arn:aws:iam::aws:policy/SecurityAudit"}))));
  CHECK(notes_of_policies(world) == 1);
  CHECK(std::ranges::any_of(world.notes, [](const std::string& note) {
    return note.starts_with("5 AWS managed policies are ") &&
           note.ends_with(": " + admin + ", arn:aws:iam::aws:policy/PowerUserAccess, " + read_only +
                          " and 2 more");
  }));
}

}  // namespace
}  // namespace postern::snapshot
