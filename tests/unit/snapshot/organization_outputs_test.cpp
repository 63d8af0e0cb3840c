#include <set>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/organization_subject.h"
#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

using Names = std::vector<std::string>;

const std::string root = "r-ab12";
const std::string unit = "ou-ab12-11111111";
const std::string inner = "ou-ab12-22222222";
const std::string prefix = "arn:aws:organizations::111111111111:";
const std::string deny = R"({"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})";
const std::string deny_all_callers =
    R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";

std::string in_string(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string entry(const std::string& type, const std::string& id, const std::string& more = {}) {
  return "{\"Id\":\"" + id + "\",\"Arn\":\"" + prefix + type + "/o-abc/" + id + "\",\"Name\":\"" +
         id + "\"" + more + "}";
}
std::string list(const std::string& key, const Names& entries, const std::string& more = {}) {
  std::string out = "{\"" + key + "\":[";
  for (const std::string& each : entries) out += (out.back() == '[' ? "" : ",") + each;
  return out + "]" + more + "}";
}

std::string policy_arn(const std::string& id, bool scp) {
  const std::string type = scp ? "service_control_policy" : "resource_control_policy";
  return id.ends_with("FullAWSAccess") ? "arn:aws:organizations::aws:policy/" + type + "/" + id
                                       : prefix + "policy/o-abc/" + type + "/" + id;
}
std::string policy(const std::string& id, bool scp = true) {
  return "{\"Id\":\"" + id + "\",\"Arn\":\"" + policy_arn(id, scp) + "\",\"Name\":\"name of " + id +
         "\",\"Type\":\"" + (scp ? "SERVICE" : "RESOURCE") +
         "_CONTROL_POLICY\",\"Description\":\"\",\"AwsManaged\":false}";
}
std::string described(const std::string& id, const std::string& text, bool scp = true) {
  return "{\"Policy\":{\"PolicySummary\":" + policy(id, scp) + ",\"Content\":" + in_string(text) +
         "}}";
}
std::string target(const std::string& id, const std::string& type) {
  return "{\"TargetId\":\"" + id + "\",\"Arn\":\"" + prefix + type + "/o-abc/" + id +
         "\",\"Name\":\"x\",\"Type\":\"X\"}";
}

const std::string full_scp = policy("p-FullAWSAccess");
const std::string full_rcp = policy("p-RCPFullAWSAccess", false);
const std::string types =
    ",\"PolicyTypes\":[{\"Type\":\"SERVICE_CONTROL_POLICY\",\"Status\":"
    "\"ENABLED\"},{\"Type\":\"RESOURCE_CONTROL_POLICY\",\"Status\":"
    "\"ENABLED\"}]";

// Two units, one in the other; a member at the bottom.
void write_tree(const TemporaryFolder& folder) {
  folder.write("organization.json",
               R"({"Organization":{"Id":"o-abc","Arn":")" + prefix +
                   R"(organization/o-abc","FeatureSet":"ALL","MasterAccountId":"111111111111"}})");
  folder.write("roots.json", list("Roots", {entry("root", root, types)}));
  folder.write("accounts.json",
               list("Accounts", {entry("account", "111111111111", ",\"Status\":\"ACTIVE\""),
                                 entry("account", "222222222222")}));
  folder.write("units-" + root + ".json", list("OrganizationalUnits", {entry("ou", unit)}));
  folder.write("units/" + unit + ".json", list("OrganizationalUnits", {entry("ou", inner)}));
  folder.write("111111111111/list-parents.json", list("Parents", {"{\"Id\":\"" + root + "\"}"}));
  folder.write("222222222222/list-parents.json",
               list("Parents", {"{\"Id\":\"" + inner + "\",\"Type\":\"ORGANIZATIONAL_UNIT\"}"}));
}

void write_documents(const TemporaryFolder& folder) {
  folder.write("documents.json", described("p-aaaaaaaa", deny) + "\n" +
                                     described("p-rrrrrrrr", deny_all_callers, false));
}

// What is attached, node by node: both types for each.
void write_attached(const TemporaryFolder& folder) {
  for (const std::string& id : {root, unit, inner, std::string("111111111111")}) {
    folder.write("scps/" + id + ".json", list("Policies", {full_scp}));
    folder.write("rcps/" + id + ".json", list("Policies", {full_rcp}));
  }
  folder.write("222222222222.scps.json", list("Policies", {full_scp, policy("p-aaaaaaaa")}));
  folder.write("222222222222.rcps.json", list("Policies", {full_rcp, policy("p-rrrrrrrr", false)}));
}

// The same by policy.
void write_targets(const TemporaryFolder& folder) {
  folder.write("list-policies-SCP.json", list("Policies", {full_scp, policy("p-aaaaaaaa")}));
  folder.write("list-policies-RCP.json", list("Policies", {full_rcp, policy("p-rrrrrrrr", false)}));
  const Names all{target(root, "root"), target(unit, "ou"), target(inner, "ou"),
                  target("111111111111", "account"), target("222222222222", "account")};
  folder.write("targets/p-FullAWSAccess.json", list("Targets", all));
  folder.write("targets/p-RCPFullAWSAccess.json", list("Targets", all));
  folder.write("targets/p-aaaaaaaa.json", list("Targets", {target("222222222222", "account")}));
  folder.write("targets/p-rrrrrrrr.json", list("Targets", {target("222222222222", "account")}));
}

void write_collected(const TemporaryFolder& folder) {
  const std::string own = "aws/aws/organizations/o-abc/";
  const auto attached = [](const std::string& scps, const std::string& rcps) {
    const auto quoted = [](const std::string& arn) { return arn.empty() ? "" : ",\"" + arn + '"'; };
    return R"("scps":[")" + policy_arn("p-FullAWSAccess", true) + '"' + quoted(scps) +
           R"(],"rcps":[")" + policy_arn("p-RCPFullAWSAccess", false) + '"' + quoted(rcps) + "]";
  };
  folder.write("aws/aws/accounts/222222222222/organization.json", R"({"organizationId":"o-abc"})");
  folder.write(own + "metadata.json",
               R"({"id":"o-abc","rootOu":"r-ab12","rootAccountId":"111111111111",
"features":{"SERVICE_CONTROL_POLICY":true,"RESOURCE_CONTROL_POLICY":true}})");
  folder.write(own + "ous.json", "{\"" + root + "\":{" + attached("", "") + "},\"" + unit +
                                     "\":{\"parent\":\"" + root + "\"," + attached("", "") +
                                     "},\"" + inner + "\":{\"parent\":\"" + unit + "\"," +
                                     attached("", "") + "}}");
  folder.write(own + "accounts.json",
               "{\"111111111111\":{\"ou\":\"" + root + "\"," + attached("", "") +
                   "},\"222222222222\":{\"ou\":\"" + inner + "\"," +
                   attached(policy_arn("p-aaaaaaaa", true), policy_arn("p-rrrrrrrr", false)) +
                   "}}");
  const auto write = [&](const std::string& id, bool scp, const std::string& text) {
    const std::string path = own + (scp ? "scps/" : "rcps/") + id;
    folder.write(path + "/metadata.json",
                 "{\"arn\":\"" + policy_arn(id, scp) + "\",\"name\":\"name of " + id + "\"}");
    folder.write(path + "/policy.json", text);
  };
  write("p-aaaaaaaa", true, deny);
  write("p-rrrrrrrr", false, deny_all_callers);
}

std::string describe(const model::Guardrails& guardrails) {
  std::string out = guardrails.apply ? "" : "none apply";
  for (const auto& level : guardrails.levels) {
    for (const model::Policy* policy : level) out += policy->name + ", ";
    out += "| ";
  }
  for (const std::string& each : guardrails.missing) out += "\n  missing: " + each;
  return out;
}

// All that a World says of its organizations.
std::string describe(const model::World& world) {
  std::string out;
  for (const auto& [id, organization] : world.organizations) {
    out += id + " of " + organization.management_account +
           (organization.scps_enabled ? " SCPs" : "") + (organization.rcps_enabled ? " RCPs" : "") +
           "\n";
    for (const auto& [name, node] : organization.units) out += name + " in " + node.parent + "\n";
  }
  for (const auto& [id, account] : world.accounts) {
    out += id + " in " + account.organization + ": " + model::organization_path(world, id) + "\n" +
           describe(model::scps_of(world, id)) + "\n" + describe(model::rcps_of(world, id)) + "\n";
  }
  return out;
}

TEST_CASE("outputs of aws organizations say what iam-collect says") {
  const TemporaryFolder collected;
  write_collected(collected);
  REQUIRE(collected.errors() == "reads");
  const std::string expected = describe(read_snapshot({collected.path()}));
  CAPTURE(expected);

  const TemporaryFolder by_node;
  write_tree(by_node);
  write_documents(by_node);
  write_attached(by_node);
  REQUIRE(by_node.errors() == "reads");
  const model::World world = read_snapshot({by_node.path()});
  CHECK(describe(world) == expected);
  CHECK(world.warnings.empty());
  CHECK(world.notes ==
        Names{"what outputs of `aws organizations` are about is taken from the names "
              "of their files, where they do not say it"});

  const TemporaryFolder by_policy;
  write_tree(by_policy);
  write_documents(by_policy);
  write_targets(by_policy);
  REQUIRE(by_policy.errors() == "reads");
  CHECK(describe(read_snapshot({by_policy.path()})) == expected);

  CHECK(by_node.errors({by_node.path(), by_policy.path(), collected.path(), by_node.path()}) ==
        "reads");
}

TEST_CASE("a manifest says what outputs are about") {
  const TemporaryFolder folder;
  write_tree(folder);
  write_documents(folder);
  write_attached(folder);
  const std::string expected = describe(read_snapshot({folder.path()}));
  std::string manifest = "version: 1\ndocuments:\n";
  const auto add = [&](const std::string& file, const std::string& subject) {
    manifest += "- {kind: organizations-output, file: " + file +
                (subject.empty() ? "" : ", subject: " + subject) + "}\n";
  };
  for (const char* file : {"organization", "roots", "accounts", "documents"}) {
    add(std::string(file) + ".json", "");
  }
  add("units-" + root + ".json", root);
  add("units/" + unit + ".json", unit);
  add("111111111111/list-parents.json", "'111111111111'");
  add("222222222222/list-parents.json", "222222222222");
  for (const std::string& id : {root, unit, inner, std::string("111111111111")}) {
    add("scps/" + id + ".json", id);
    add("rcps/" + id + ".json", id);
  }
  add("222222222222.scps.json", "'222222222222'");
  add("222222222222.rcps.json", "'222222222222'");
  folder.write("snapshot.yaml", manifest);
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(describe(world) == expected);
  CHECK(world.notes.empty());
}

TEST_CASE("what outputs of an organization leave open is missing") {
  struct Row {
    std::string title, file, text, missing;
    std::string warning;
  };
  const std::string some_scps = "the service control policies of ";
  const std::string more = ",\"NextToken\":\"x\"";
  const std::vector<Row> table{
      {"no content", "documents.json", described("p-rrrrrrrr", deny_all_callers, false),
       "the service control policy `" + policy_arn("p-aaaaaaaa", true) +
           "` of account 222222222222",
       ""},
      {"more policies of a unit", "scps/" + unit + ".json", list("Policies", {full_scp}, more),
       some_scps + unit, "the list of Policies"},
      {"an empty list of policies", "scps/" + unit + ".json", list("Policies", {}),
       some_scps + unit, ""},
      {"SCPs about to change", "roots.json",
       list("Roots", {entry("root", root,
                            ",\"PolicyTypes\":[{\"Type\":\"SERVICE_CONTROL_POLICY\",\"Status\":"
                            "\"PENDING_ENABLE\"}]")}),
       some_scps + root, ""},
      {"no list of roots", "roots.json", R"({"Parents":[]})", "", ""},
      {"more accounts", "accounts.json",
       list("Accounts", {entry("account", "111111111111"), entry("account", "222222222222")}, more),
       "the place of account 222222222222 in organization o-abc", "the list of Accounts"},
      {"a parent that is not known", "units/" + unit + ".json",
       list("OrganizationalUnits", {}, more),
       "the place of account 222222222222 in organization o-abc",
       "the list of OrganizationalUnits"},
  };
  for (const Row& row : table) {
    CAPTURE(row.title);
    const TemporaryFolder folder;
    write_tree(folder);
    write_documents(folder);
    write_attached(folder);
    if (row.missing.empty()) {
      std::filesystem::remove(folder.path() + "/" + row.file);
    } else {
      folder.write(row.file, row.text);
    }
    REQUIRE(folder.errors() == "reads");
    const model::World world = read_snapshot({folder.path()});
    const model::Guardrails scps = model::scps_of(world, "222222222222");
    CAPTURE(describe(world));
    CHECK(scps.apply);
    REQUIRE_FALSE(scps.missing.empty());
    CHECK(scps.missing.front() == (row.missing.empty() ? some_scps + root : row.missing));
    CHECK(world.warnings.size() == (row.warning.empty() ? 0 : 1));
    if (!row.warning.empty()) CHECK(world.warnings[0].message.starts_with(row.warning));
  }
}

TEST_CASE("an account may be in an organization that does not list all of its accounts") {
  const TemporaryFolder folder;
  write_tree(folder);
  folder.write("accounts.json",
               list("Accounts", {entry("account", "111111111111")}, ",\"NextToken\":\"x\""));
  folder.write("iam.json", R"({"UserDetailList":[{"UserName":"u",
"Arn":"arn:aws:iam::333333333333:user/u"}],"GroupDetailList":[],"RoleDetailList":[]})");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(model::scps_of(world, "333333333333").missing ==
        Names{"the place of account 333333333333 in organization o-abc, if any"});
  CHECK(model::rcps_of(world, "333333333333").apply);
  CHECK_FALSE(model::scps_of(world, "111111111111").apply);
  CHECK(world.organizations.at("o-abc").units.empty());
}

TEST_CASE("delegated administrators") {
  const TemporaryFolder folder;
  write_tree(folder);
  folder.write("administrators.json",
               list("DelegatedAdministrators",
                    {entry("account", "222222222222", ",\"DelegationEnabledDate\":1")}));
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(world.warnings.empty());
  CHECK(world.organizations.at("o-abc").root_managers == std::set<std::string>{"222222222222"});
}

TEST_CASE("pages of several types of policies follow each other") {
  const TemporaryFolder folder;
  write_tree(folder);
  write_documents(folder);
  write_attached(folder);
  const std::string more = ",\"NextToken\":\"x\"";
  std::filesystem::remove(folder.path() + "/222222222222.rcps.json");
  folder.write("222222222222.scps.json", list("Policies", {full_scp}, more) +
                                             list("Policies", {policy("p-aaaaaaaa")}) +
                                             list("Policies", {full_rcp}, more));
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(model::scps_of(world, "222222222222").missing.empty());
  CHECK(model::rcps_of(world, "222222222222").missing ==
        Names{"the resource control policies of account 222222222222"});
}

TEST_CASE("outputs of an organization that contradict each other, or say too little") {
  const std::vector<std::tuple<std::string, std::string, std::string>> table{
      {"second.json", list("Roots", {entry("root", "r-cd34", types)}),
       "second.json:1:11: error POSTERN0310: a second root `r-cd34` besides `r-ab12`"},
      {"111111111111-parents.json", list("Parents", {"{\"Id\":\"" + unit + "\"}"}),
       "a second parent of `111111111111`: `" + root + "`; the first is at "},
      {"units-" + inner + ".json", list("OrganizationalUnits", {entry("ou", unit)}),
       "a second parent of `" + unit + "`"},
      {"list-policies-for-target-" + unit + ".json",
       list("Policies", {full_scp, policy("p-bbbbbbbb")}),
       "a second list of policies of " + unit + ": `p-bbbbbbbb` is in only one of the two"},
      {"p-aaaaaaaa.json", list("Targets", {target(unit, "ou")}),
       "the policy `p-aaaaaaaa` is attached to `" + unit + "` here, and in another list it is not"},
      {"p-aaaaaaaa.json", list("Targets", {}),
       "222222222222.scps.json:1:221: error POSTERN0311: the policy `p-aaaaaaaa` is attached to "
       "`222222222222` here, and in another list it is not; the list is at p-aaaaaaaa.json:1:1"},
      {"333333333333.parents.json", list("Parents", {"{\"Id\":\"" + unit + "\"}"}),
       "account `333333333333` is not among the accounts of organization `o-abc`"},
      {"more.json", described("p-aaaaaaaa", R"({"Statement":[]})"),
       "a second service control policy `" + policy_arn("p-aaaaaaaa", true) +
           "` with other content; the first is at documents.json:1:"},
      {"x.json", list("Parents", {"{\"Id\":\"" + unit + "\"}"}),
       "x.json:1:1: error POSTERN0303: the output does not say what it is about; put the id of an "
       "account, root or unit into the file's name, or say `subject` in a snapshot.yaml"},
      {"p-short.json", list("Targets", {}), "put the id of a policy (`p-...`) into"},
      {unit + "/scps.json", list("Policies", {full_scp}),
       "the output may be about everything, or about what its folder names"},
      {"222222222222-333333333333-parents.json", list("Parents", {}),
       "the output does not say what it is about"},
      {"accounts-2.json", list("Accounts", {entry("ou", "444444444444")}),
       "is not the ARN of a part of an organization"},
      {"accounts-2.json",
       R"({"Accounts":[{"Id":"444444444444","Arn":"arn:aws:organizations::)"
       R"(999999999999:account/o-abc/444444444444"}]})",
       "a second management account of `o-abc`: `999999999999`"},
      {"p-new.json",
       described("p-rrrrrrrr",
                 R"({"Statement":{"Effect":"Allow","Principal":"*",)"
                 R"("Action":"s3:*","Resource":"*"}})",
                 false),
       "p-new.json:1:"},
  };
  for (const auto& [file, text, expected] : table) {
    const TemporaryFolder folder;
    write_tree(folder);
    write_documents(folder);
    write_attached(folder);
    folder.write(file, text);
    const std::string errors = folder.errors();
    CAPTURE(file, text, errors);
    CHECK(errors.find(expected) != std::string::npos);
  }
  const TemporaryFolder folder;
  folder.write("111111111111.json", list("Parents", {"{\"Id\":\"r-ab12\"}"}));
  CHECK(folder.errors() ==
        "111111111111.json:1:1: error POSTERN0303: nothing says which organization "
        "`111111111111` is in; add what `aws organizations list-accounts` prints\n"
        "111111111111.json:1:1: error POSTERN0303: nothing says which organization "
        "`r-ab12` is in; add what `aws organizations list-accounts` prints");
}

TEST_CASE("what is wrong with the subject of an output") {
  const std::string entry_of =
      "version: 1\ndocuments:\n- {kind: organizations-output, file: x.json";
  const std::vector<std::pair<std::string, std::string>> table{
      {"", "x.json:1:1: error POSTERN0303: the output does not say what it is about"},
      {", subject: p-12345678",
       "snapshot.yaml:3:55: error POSTERN0310: `p-12345678` is not the id of what this output is "
       "about"},
      {", subject: [x]", "snapshot.yaml:3:55: error POSTERN0304: `subject` must be a string"},
      {", subject: r-ab12, account: '111111111111'",
       "error POSTERN0305: `account` has no meaning for kind `organizations-output`"},
  };
  for (const auto& [more, expected] : table) {
    CAPTURE(more);
    const TemporaryFolder folder;
    folder.write("x.json", list("OrganizationalUnits", {entry("ou", unit)}));
    folder.write("snapshot.yaml", entry_of + more + "}\n");
    const std::string errors = folder.errors();
    CAPTURE(errors);
    CHECK(errors.find(expected) != std::string::npos);
  }
  const TemporaryFolder folder;
  folder.write("x.json", list("Roots", {entry("root", root, types)}));
  folder.write("snapshot.yaml", entry_of + ", subject: r-ab12}\n");
  CHECK(folder.errors() ==
        "snapshot.yaml:3:55: error POSTERN0311: the output says itself what it is "
        "about: `subject` has no meaning");
}

TEST_CASE("ids in names") {
  const unsigned all = id_of_account | id_of_root | id_of_unit | id_of_policy;
  CHECK(ids_in("list-parents-111122223333", all) == Names{"111122223333"});
  CHECK(ids_in("policies-for-r-ab12_scp", all) == Names{"r-ab12"});
  CHECK(ids_in("ou-ab12-11111111.RESOURCE_CONTROL_POLICY", all) == Names{"ou-ab12-11111111"});
  CHECK(ids_in("p-FullAWSAccess", all) == Names{"p-FullAWSAccess"});
  CHECK(ids_in("list-targets-for-policy-p-abcd1234", id_of_policy) == Names{"p-abcd1234"});
  CHECK(ids_in("1111222233334 r-abc ou-ab12-1 our-root xp-abcd1234", all).empty());
  CHECK(ids_in("111122223333-444455556666-111122223333", all) ==
        Names{"111122223333", "444455556666"});
}

}  // namespace
}  // namespace postern::snapshot
