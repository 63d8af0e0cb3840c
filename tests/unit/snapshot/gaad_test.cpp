#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string allow_all =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
const std::string trust =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",)"
    R"("Principal":{"AWS":"arn:aws:iam::111122223333:root"}}})";

// The percent-encoded trust policy, as the API itself returns it.
const std::string encoded_trust =
    "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C"
    "%22Action%22%3A%22sts%3AAssumeRole%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22arn%3Aaws%3Aiam"
    "%3A%3A111122223333%3Aroot%22%7D%7D%7D";

std::string account(const std::string& users, const std::string& groups, const std::string& roles,
                    const std::string& policies, const std::string& rest = "") {
  return "{\"UserDetailList\":[" + users + "],\n\"GroupDetailList\":[" + groups +
         "],\n\"RoleDetailList\":[" + roles + "],\n\"Policies\":[" + policies + "]" + rest + "}";
}

std::string role(const std::string& name, const std::string& rest,
                 const std::string& document = trust) {
  return R"({"RoleName":")" + name + R"(","Arn":"arn:aws:iam::111122223333:role/)" + name +
         R"(","RoleId":"AROA1","Path":"/","AssumeRolePolicyDocument":)" + document + rest + "}";
}

TEST_CASE("authorization details become principals with their policies") {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "gaad.json",
      account(
          R"({"UserName":"ann","Arn":"arn:aws:iam::111122223333:user/eng/ann","UserId":"AIDA1",
              "GroupList":["devs","gone"],
              "UserPolicyList":[{"PolicyName":"own","PolicyDocument":)" +
              allow_all + R"(}],
              "AttachedManagedPolicies":[
                {"PolicyName":"M","PolicyArn":"arn:aws:iam::111122223333:policy/M"},
                {"PolicyName":"Admin","PolicyArn":"arn:aws:iam::aws:policy/Admin"}],
              "PermissionsBoundary":{"PermissionsBoundaryType":"Policy",
                "PermissionsBoundaryArn":"arn:aws:iam::111122223333:policy/M"},
              "Tags":[{"Key":"Team","Value":"x"}]})",
          R"({"GroupName":"devs","Arn":"arn:aws:iam::111122223333:group/eng/devs",
              "GroupPolicyList":[{"PolicyName":"g","PolicyDocument":)" +
              allow_all + R"(}],
              "AttachedManagedPolicies":[
                {"PolicyName":"M","PolicyArn":"arn:aws:iam::111122223333:policy/M"}]})",
          role("app", R"(,"PermissionsBoundary":{"PermissionsBoundaryArn":
                          "arn:aws:iam::aws:policy/Admin"})",
               "\"" + encoded_trust + "\"") +
              "," +
              R"({"RoleName":"AWSServiceRoleForX",
                  "Arn":"arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/)"
              R"(AWSServiceRoleForX","AssumeRolePolicyDocument":)" +
              trust + "}",
          R"({"PolicyName":"M","Arn":"arn:aws:iam::111122223333:policy/M","DefaultVersionId":"v2",
              "PolicyVersionList":[
                {"VersionId":"v1","IsDefaultVersion":false,"Document":{"Statement":[]}},
                {"VersionId":"v2","IsDefaultVersion":true,"Document":)" +
              allow_all + "}]}"));
  const model::World world = read_snapshot({path});

  REQUIRE(world.principals.size() == 3);
  const model::IamPrincipal& ann = world.principals.at("arn:aws:iam::111122223333:user/eng/ann");
  CHECK(ann.kind == model::PrincipalKind::User);
  CHECK(ann.name == "ann");
  CHECK(ann.account == "111122223333");
  CHECK(ann.unique_id == "AIDA1");
  CHECK(ann.tags.at("Team") == "x");
  std::vector<std::string> names;
  for (const model::Policy* policy : ann.identity) names.push_back(policy->name);
  CHECK(names == std::vector<std::string>{"inline policy own of user ann",
                                          "arn:aws:iam::111122223333:policy/M",
                                          "inline policy g of group devs"});
  CHECK(ann.missing == std::vector<std::string>{"arn:aws:iam::aws:policy/Admin",
                                                "arn:aws:iam::111122223333:group/gone"});
  REQUIRE(ann.boundary != nullptr);
  CHECK(ann.boundary->kind == model::PolicyKind::Boundary);
  CHECK(ann.boundary->statements.size() == 1);
  CHECK_FALSE(ann.boundary_missing);
  CHECK(ann.trust == nullptr);

  const model::IamPrincipal& app = world.principals.at("arn:aws:iam::111122223333:role/app");
  REQUIRE(app.trust != nullptr);
  CHECK(app.trust->name == "trust policy of role app");
  CHECK(app.trust->kind == model::PolicyKind::Trust);
  CHECK(app.trust->statements.size() == 1);
  CHECK(app.boundary == nullptr);
  CHECK(app.boundary_missing);
  CHECK_FALSE(app.service_linked);
  CHECK(world.principals
            .at("arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/"
                "AWSServiceRoleForX")
            .service_linked);

  CHECK(world.managed.size() == 1);
  CHECK(world.accounts.at("111122223333").has_identities);
  REQUIRE(world.inputs.size() == 1);
  CHECK(world.inputs[0].kind == "account-authorization-details");
  CHECK(world.inputs[0].count == 5);
  CHECK(world.inputs[0].sha256.size() == 64);
  CHECK(world.warnings.empty());
}

TEST_CASE("pages of one account are put together, and a missing page is noticed") {
  const auto complete = [](const std::string& text) {
    const TemporaryFolder folder;
    const model::World world = read_snapshot({folder.write("gaad.json", text)});
    const bool all = world.accounts.at("111122223333").has_identities;
    CHECK(world.warnings.size() == (all ? 0U : 1U));
    CHECK(world.notes.size() == (all ? 0U : 1U));
    return all;
  };
  const std::string more = R"(,"IsTruncated":true,"Marker":"m")";
  const std::string last = R"(,"IsTruncated":false)";
  CHECK(complete(account("", "", role("a", ""), "", last)));
  CHECK(complete(account("", "", role("a", ""), "")));
  CHECK_FALSE(complete(account("", "", role("a", ""), "", more)));
  CHECK_FALSE(complete(account("", "", role("a", ""), "", R"(,"NextToken":"t")")));
  CHECK(complete(account("", "", role("a", ""), "", more) + "\n" +
                 account("", "", role("b", ""), "", last)));
  CHECK(complete(account("", "", role("a", ""), "", more) + account("", "", "", "", last)));
  CHECK_FALSE(complete(account("", "", role("a", ""), "", more) +
                       account("", "", role("b", ""), "", more)));
  CHECK_FALSE(complete("{\"RoleDetailList\":[" + role("a", "") + "]}"));
  // Another account's last page says nothing of this one.
  std::string other = account("", "", role("b", ""), "", last);
  for (std::size_t at = 0; (at = other.find("role/b")) != std::string::npos;) {
    other.replace(at - 13, 19, "444455556666:role/c");
  }
  other.replace(other.find("\"RoleName\":\"b\""), 14, "\"RoleName\":\"c\"");
  CHECK_FALSE(complete(account("", "", role("a", ""), "", more) + other));
}

TEST_CASE("pages of one account in several files are put together where they are surely that") {
  const auto complete = [](const std::vector<std::string>& files) {
    const TemporaryFolder folder;
    for (std::size_t i = 0; i < files.size(); ++i) {
      folder.write(std::to_string(i) + ".json", files[i]);
    }
    const model::World world = read_snapshot({folder.path()});
    const model::Account& found = world.accounts.at("111122223333");
    CHECK(found.identities_lack.empty() == found.has_identities);
    CHECK(world.warnings.size() == (found.has_identities ? 0U : 1U));
    return found.has_identities;
  };
  const auto page = [](const std::string& roles, const std::string& rest) {
    return account("", "", roles, "", rest);
  };
  const std::string more = R"(,"IsTruncated":true,"Marker":"m")";
  const std::string last = R"(,"IsTruncated":false)";
  const std::string a = role("a", ""), b = role("b", ""), c = role("c", "");
  CHECK(complete({page(a, more), page(b, last)}));
  CHECK(complete({page(b, last), page(a, more)}));
  CHECK(complete({page(a, more), page(b, more), page("", last)}));
  CHECK_FALSE(complete({page(a, more), page(b, more)}));
  CHECK_FALSE(complete({page(a, more), page("", more)}));
  // A complete output beside one that ends early: nothing of the rest is in the former.
  CHECK(complete({page(a, more), page(a + "," + b, last)}));
  CHECK_FALSE(complete({page(a + "," + c, more), page(a + "," + b, last)}));
  CHECK_FALSE(complete({page(a, more), page(b, last), page(c, last)}));
  // Each list in a file of its own; policies alone are no users and roles.
  CHECK(complete({"{\"RoleDetailList\":[" + a + "]}",
                  R"({"UserDetailList":[{"UserName":"u","Arn":"arn:aws:iam::111122223333:user/u"}],
                      "GroupDetailList":[]})"}));
  const std::string policy =
      R"({"PolicyName":"M","Arn":"arn:aws:iam::111122223333:policy/M","PolicyVersionList":[
          {"VersionId":"v1","IsDefaultVersion":true,"Document":)" +
      allow_all + "}]}";
  CHECK(complete({page(a, more), account("", "", "", policy, last)}));
  CHECK_FALSE(complete({page(a, more), account("", "", "", policy, more)}));

  const TemporaryFolder folder;
  const model::World world =
      read_snapshot({folder.write("f.json", account("", "", "", policy, last))});
  CHECK_FALSE(world.accounts.contains("111122223333"));
}

TEST_CASE("where authorization details end early is said with file, line and flag") {
  const TemporaryFolder folder;
  const std::string path =
      folder.write("f.json", account("", "", role("a", ""), "", ",\n\"Marker\":\"m\""));
  const model::World world = read_snapshot({path});
  const std::string lack = path + ":5:10: `Marker` says that more follows, and no page does";
  CHECK(world.accounts.at("111122223333").identities_lack == lack);
  CHECK(world.notes ==
        std::vector<std::string>{"the users and roles of account 111122223333 are not complete: " +
                                 lack});
  REQUIRE(world.warnings.size() == 1);
  CHECK(to_string(world.warnings[0]) ==
        path +
            ":5:10: warning POSTERN0308: the authorization details of account `111122223333` "
            "are not complete: `Marker` says that more follows, and no page does");
}

TEST_CASE("authorization details: what is wrong, and where", "[REL-9][AMB-33]") {
  const std::vector<std::pair<std::string, std::string>> table{
      {R"({"RoleDetailList":{}})",
       "f.json:1:19: error POSTERN0304: `RoleDetailList` must be an array, not an object"},
      {R"({"RoleDetailList":[1]})",
       "f.json:1:20: error POSTERN0304: a role must be an object, not a number"},
      {R"({"RoleDetailList":[{}]})", "f.json:1:20: error POSTERN0303: a role has no `Arn`"},
      {R"({"RoleDetailList":[{"Arn":"arn:aws:iam::1:role/x"}]})",
       "f.json:1:27: error POSTERN0306: `arn:aws:iam::1:role/x` is not the ARN of an IAM role"},
      {R"({"RoleDetailList":[{"Arn":"arn:aws:iam::111122223333:user/x"}]})",
       "f.json:1:27: error POSTERN0306: `arn:aws:iam::111122223333:user/x` is not the ARN of an "
       "IAM "
       "role"},
      {R"({"RoleDetailList":[{"Arn":"arn:aws:iam::111122223333:role/x"}]})",
       "f.json:1:20: error POSTERN0303: a role has no `AssumeRolePolicyDocument`"},
      {R"({"UserDetailList":[{"Arn":"arn:aws:iam::111122223333:user/x","UserName":"y"}]})",
       "f.json:1:73: error POSTERN0311: the name `y` is not that of "
       "`arn:aws:iam::111122223333:user/x`"},
      {R"({"UserDetailList":[{"Arn":"arn:aws:iam::111122223333:user/x",
"UserPolicyList":[{"PolicyName":"p","PolicyDocument":"{\"Statement\":{\"Effect\":\"Alow\"}}"}]}]})",
       "f.json:2:70: error POSTERN0208: "},
      {R"({"UserDetailList":[{"Arn":"arn:aws:iam::111122223333:user/x","Tags":[
{"Key":"a","Value":"1"},
{"Key":"A","Value":"2"}]}]})",
       "f.json:3:1: error POSTERN0307: a second tag `A`"},
      {R"({"Policies":[{"Arn":"arn:aws:iam::111122223333:policy/x","PolicyVersionList":[]}]})",
       "f.json:1:14: error POSTERN0303: a managed policy has no document of its default version"},
      {"{\"UserDetailList\":[]} {\"Statement\":[]}",
       "f.json:1:23: error POSTERN0302: a policy document alone cannot be read; it does not say "
       "what "
       "it belongs to: name it in a snapshot.yaml (docs/snapshot-manifest.md)"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const TemporaryFolder folder;
    folder.write("f.json", text);
    const std::string errors = folder.errors();
    CHECK(errors.substr(0, expected.size()) == expected);
  }
}

TEST_CASE("unknown members are warned of once") {
  const TemporaryFolder folder;
  const model::World world = read_snapshot({folder.write(
      "f.json", account("", "", role("a", ",\"New\":1") + "," + role("b", ",\"New\":1"), ""))});
  REQUIRE(world.warnings.size() == 1);
  CHECK(world.warnings[0].message == "unknown member `New` of a role is read past");
}

TEST_CASE("the same account twice is fine unless it differs") {
  const TemporaryFolder folder;
  folder.write("a.json", account("", "", role("a", ""), ""));
  folder.write("b.json", account("", "", role("a", "", "\"" + encoded_trust + "\""), ""));
  CHECK(folder.errors() == "reads");
  CHECK(read_snapshot({folder.path()}).policies.size() == 1);
  folder.write("c.json", account("", "", role("a", R"(,"Tags":[{"Key":"k","Value":"v"}])"), ""));
  CHECK(
      folder.errors() ==
      "c.json:3:19: error POSTERN0307: a second role `arn:aws:iam::111122223333:role/a` with other "
      "content; the first is at a.json:3:19");
}

}  // namespace
}  // namespace postern::snapshot
