#include <string>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string own = "aws/aws/organizations/o-abc/";
const std::string deny = R"({"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}})";
const std::string deny_all_callers =
    R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}})";

std::string scp(const std::string& id) {
  return "\"arn:aws:organizations::111111111111:policy/o-abc/service_control_policy/" + id + "\"";
}
std::string rcp(const std::string& id) {
  return "\"arn:aws:organizations::111111111111:policy/o-abc/resource_control_policy/" + id + "\"";
}
const std::string full_scp =
    "\"arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess\"";
const std::string full_rcp =
    "\"arn:aws:organizations::aws:policy/resource_control_policy/p-RCPFullAWSAccess\"";
const std::string full = "\"scps\":[" + full_scp + "],\"rcps\":[" + full_rcp + "]";

std::string units(const std::string& more = {}) {
  return "{\"r-1\":{" + full + "},\"ou-1-a\":{\"parent\":\"r-1\"," + full + "}" + more + "}";
}
std::string accounts(const std::string& member) {
  return "{\"111111111111\":{\"ou\":\"r-1\"," + full + "},\"222222222222\":" + member + "}";
}

void write_organization(const TemporaryFolder& folder) {
  folder.write("aws/aws/accounts/222222222222/organization.json", R"({"organizationId":"o-abc"})");
  folder.write("aws/aws/indexes/accounts-to-orgs.json",
               R"({"111111111111":"o-abc","222222222222":"o-abc"})");
  folder.write(own + "metadata.json",
               R"({"id":"o-abc","arn":"arn:aws:organizations::111111111111:organization/o-abc",
"rootOu":"r-1","rootAccountArn":"arn:aws:organizations::111111111111:account/o-abc/111111111111",
"rootAccountId":"111111111111",
"features":{"SERVICE_CONTROL_POLICY":true,"RESOURCE_CONTROL_POLICY":true,"TAG_POLICY":false}})");
  folder.write(own + "ous.json", units());
  folder.write(own + "accounts.json",
               accounts("{\"ou\":\"ou-1-a\",\"scps\":[" + full_scp + "," + scp("p-1") + "," +
                        scp("p-gone") + "],\"rcps\":[" + rcp("p-2") + "],\"tags\":{\"a\":\"b\"}}"));
  folder.write(own + "structure.json", "{}");
  folder.write(own + "ous/ou-1-a/metadata.json", "{}");
  folder.write(own + "scps/p-1/metadata.json",
               "{\"arn\":" + scp("p-1") + ",\"name\":\"NoS3\",\"awsManaged\":false}");
  folder.write(own + "scps/p-1/policy.json", deny);
  folder.write(own + "scps/p-fullawsaccess/metadata.json", "{\"arn\":" + full_scp + "}");
  folder.write(own + "rcps/p-2/metadata.json", "{\"arn\":" + rcp("p-2") + ",\"name\":\"Own\"}");
  folder.write(own + "rcps/p-2/policy.json", deny_all_callers);
}

std::vector<std::string> names(const std::vector<const model::Policy*>& policies) {
  std::vector<std::string> out;
  for (const model::Policy* policy : policies) out.push_back(policy->name);
  return out;
}

using Names = std::vector<std::string>;
using Levels = std::vector<Names>;

Levels names(const model::Guardrails& guardrails) {
  Levels out;
  for (const auto& level : guardrails.levels) out.push_back(names(level));
  return out;
}

const std::string any_scp = "service control policy FullAWSAccess";
const std::string any_rcp = "resource control policy RCPFullAWSAccess";

TEST_CASE("the organization of an iam-collect folder") {
  const TemporaryFolder folder;
  write_organization(folder);
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});

  const model::Organization& organization = world.organizations.at("o-abc");
  CHECK(organization.management_account == "111111111111");
  CHECK(organization.scps_enabled);
  CHECK(organization.rcps_enabled);
  CHECK(organization.units.at("r-1").parent.empty());
  CHECK(organization.units.at("ou-1-a").parent == "r-1");
  CHECK(model::organization_path(world, "222222222222") == "o-abc/r-1/ou-1-a/");
  CHECK_FALSE(model::scps_of(world, "111111111111").apply);

  const model::Guardrails scps = model::scps_of(world, "222222222222");
  CHECK(names(scps) == Levels{{any_scp}, {any_scp}, {"service control policy NoS3", any_scp}});
  CHECK(scps.missing == Names{"the service control policy `arn:aws:organizations::111111111111:"
                              "policy/o-abc/service_control_policy/p-gone` of account "
                              "222222222222"});
  // The policy that allows everything cannot be detached: it is there though not listed.
  const model::Guardrails rcps = model::rcps_of(world, "222222222222");
  CHECK(names(rcps) == Levels{{any_rcp}, {any_rcp}, {"resource control policy Own", any_rcp}});
  CHECK(rcps.missing.empty());
  CHECK(rcps.levels[0][0]->kind == model::PolicyKind::ResourceControl);
  CHECK(rcps.levels[0][0]->statements[0].effect == model::Effect::Allow);
  CHECK(world.notes.empty());
  CHECK(folder.errors({folder.path(), folder.path()}) == "reads");
}

TEST_CASE("what an organization does not say is guessed, and noted") {
  const TemporaryFolder folder;
  write_organization(folder);
  folder.write(own + "metadata.json", R"({"id":"o-abc","rootAccountId":"111111111111"})");
  folder.write(own + "ous.json", "{\"r-1\":{\"scps\":[" + full_scp + "]}}");
  folder.write(own + "accounts.json",
               R"({"111111111111":{"ou":"r-1"},"222222222222":{"ou":"r-1"}})");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  const model::Organization& organization = world.organizations.at("o-abc");
  CHECK(organization.scps_enabled);
  CHECK_FALSE(organization.rcps_enabled);
  // Each node has one at least, so the list is not complete.
  CHECK(model::scps_of(world, "222222222222").missing ==
        Names{"the service control policies of account 222222222222"});
  CHECK_FALSE(model::rcps_of(world, "222222222222").apply);
  CHECK(world.notes == Names{"organization o-abc does not say whether it has resource control "
                             "policies enabled: taken as not enabled, for none is attached",
                             "organization o-abc does not say whether it has service control "
                             "policies enabled: taken as enabled, for some are attached"});
}

TEST_CASE("S3 policies of an organization are not modelled") {
  const TemporaryFolder folder;
  write_organization(folder);
  folder.write(own + "ous.json", "{\"r-1\":{" + full + ",\"s3Policies\":[\"x\"]},\"ou-1-a\":{" +
                                     "\"parent\":\"r-1\"," + full + "}}");
  folder.write(own + "s3-policies/p-3/policy.json", "{}");
  folder.write("aws/aws/accounts/222222222222/s3/b/metadata.json", R"({"arn":"arn:aws:s3:::b"})");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(world.resources.at("arn:aws:s3:::b").unmodelled ==
        Names{"S3 policies of its organization"});
}

TEST_CASE("an organization that is only named has policies nobody knows") {
  const TemporaryFolder folder;
  folder.write("aws/aws/accounts/222222222222/organization.json", R"({"organizationId":"o-abc"})");
  const model::World world = read_snapshot({folder.path()});
  const model::Guardrails scps = model::scps_of(world, "222222222222");
  CHECK(scps.apply);
  CHECK(scps.missing == Names{"the place of account 222222222222 in organization o-abc"});
  CHECK(world.notes ==
        Names{"organization o-abc is not in the snapshot: its policies are not known"});
}

TEST_CASE("what is wrong in a collected organization, and where") {
  struct Row {
    std::string file, text, expected;
  };
  const std::string member = "{\"ou\":\"ou-1-a\"," + full + "}";
  const std::vector<Row> table{
      {own + "ous.json", units(",\"ou-1-b\":{\"parent\":\"ou-1-c\"}"),
       "`ou-1-c` is no unit of the organization"},
      {own + "ous.json",
       units(",\"ou-1-b\":{\"parent\":\"ou-1-c\"},\"ou-1-c\":{\"parent\":\"ou-1-b\"}"),
       "the unit `ou-1-b` lies below itself"},
      {own + "ous.json", units(",\"r-2\":{}"), "a second root `r-2` besides `r-1`"},
      {own + "ous.json", units(",\"x\":{\"parent\":\"r-1\"}"),
       "`x` is not the id of an organizational unit"},
      {own + "ous.json", "{}", "the organization has no root"},
      {own + "accounts.json", accounts("{\"ou\":\"ou-9\"}"),
       "`ou-9` is no unit of the organization"},
      {own + "accounts.json", accounts("{}"), "a node has no `ou`"},
      {own + "accounts.json", accounts(member).replace(2, 12, "222222222223"),
       "the management account `111111111111` is not among the organization's accounts"},
      {own + "accounts.json", "{\"111111111111\":" + member + "}",
       "account `222222222222` is not among the accounts of organization `o-abc`"},
      {own + "accounts.json", accounts(member + ",\"1\":" + member),
       "`1` is not an account id of twelve digits"},
      {own + "accounts.json", accounts(member + ",\"222222222222\":" + member), "POSTERN0103"},
      {own + "metadata.json", R"({"id":"o-abd","rootAccountId":"111111111111"})",
       "`o-abd` lies in the folder of organization `o-abc`"},
      {own + "metadata.json", R"({"id":"o-abc"})", "an organization has no `rootAccountId`"},
      {own + "rcps/p-2/policy.json",
       R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}})",
       "POSTERN02"},
      {"aws/aws/indexes/accounts-to-orgs.json", R"({"222222222222":"o-abd"})",
       "account `222222222222` is in organization `o-abc`, not in `o-abd`"},
      {"aws/aws/indexes/accounts-to-orgs.json", R"({"x":"o-abc"})",
       "`x` is not an account id of twelve digits"},
      {"aws/aws/accounts/222222222222/organization.json", R"({"organizationId":"x"})",
       "`x` is not the id of an organization"},
  };
  for (const Row& row : table) {
    CAPTURE(row.file, row.text);
    const TemporaryFolder folder;
    write_organization(folder);
    folder.write(row.file, row.text);
    const std::string errors = folder.errors();
    CAPTURE(errors);
    CHECK(errors.find(row.expected) != std::string::npos);
    CHECK(errors.starts_with("aws/aws/"));
    CHECK(errors.find(".json:") != std::string::npos);
  }
}

TEST_CASE("an account is in one organization") {
  const TemporaryFolder folder;
  write_organization(folder);
  const std::string other = "aws/aws/organizations/o-xyz/";
  folder.write(other + "metadata.json", R"({"id":"o-xyz","rootAccountId":"222222222222"})");
  folder.write(other + "ous.json", "{\"r-2\":{" + full + "}}");
  folder.write(other + "accounts.json", "{\"222222222222\":{\"ou\":\"r-2\"," + full + "}}");
  CHECK(folder.errors() ==
        other +
            "accounts.json:1:23: error POSTERN0307: a second organization of account "
            "`222222222222` with other content; the first is at " +
            own + "accounts.json:1:223");
}

// --- a manifest's own form ----------------------------------------------------------------------

const std::string manifest = "version: 1\ndocuments:\n- {kind: organization, file: org/o.yaml}\n";

void write_file(const TemporaryFolder& folder, const std::string& text) {
  folder.write("snapshot.yaml", manifest);
  folder.write("org/o.yaml", text);
  folder.write("org/no-s3.json", deny);
  folder.write("org/described.json",
               R"({"Policy":{"PolicySummary":{},"Content":"{\"Statement\":[]}"}})");
  folder.write("org/own.json", deny_all_callers);
}

const std::string head =
    "id: o-abc\nmanagement_account: 111111111111\nscps: enabled\nrcps: enabled\n";
const std::string root = "units:\n  r-1: {scps: [FullAWSAccess]}\n";
const std::string members = "accounts:\n  '111111111111': {unit: r-1, scps: [FullAWSAccess]}\n";

TEST_CASE("an organization in a manifest") {
  const TemporaryFolder folder;
  write_file(folder, head + root +
                         "  ou-1-a: {parent: r-1, scps: [FullAWSAccess, no-s3.json], rcps: "
                         "[RCPFullAWSAccess]}\n" +
                         members +
                         "  '222222222222': {unit: ou-1-a, scps: [described.json, no-s3.json], "
                         "rcps: [own.json]}\n");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  const model::Guardrails scps = model::scps_of(world, "222222222222");
  const std::string no_s3 = "service control policy no-s3.json";
  CHECK(names(scps) ==
        Levels{{any_scp}, {any_scp, no_s3}, {"service control policy described.json", no_s3}});
  CHECK(scps.missing.empty());
  CHECK(names(model::rcps_of(world, "222222222222")) ==
        Levels{{any_rcp}, {any_rcp}, {any_rcp, "resource control policy own.json"}});
  CHECK(world.inputs.size() == 5);
  CHECK(world.notes.empty());
}

TEST_CASE("what is wrong in a manifest's organization, and where") {
  const std::vector<std::pair<std::string, std::string>> table{
      {head + root + members, "reads"},
      {"id: o-abc\nmanagement_account: '111111111111'\nscps: enabled\n" + root + members,
       "org/o.yaml:1:1: error POSTERN0303: an organization has no `rcps`"},
      {"id: o-abc\nmanagement_account: '111111111111'\nscps: true\nrcps: on\n" + root + members,
       "org/o.yaml:3:7: error POSTERN0304: `scps` must be a string, not a boolean\n"
       "org/o.yaml:4:7: error POSTERN0310: unknown word `on`; write `enabled` or `disabled`"},
      {"id: o-abc\nmanagement_account: '111111111111'\nscps: disabled\nrcps: disabled\n" + root +
           "accounts:\n  '111111111111': {unit: r-1}\n",
       "org/o.yaml:6:15: error POSTERN0311: `scps` are not enabled in the organization"},
      {head + "units: {r-1: {}}\n" + members,
       "org/o.yaml:5:14: error POSTERN0303: a node has no `scps`; where they are enabled, each has "
       "one at least: say `FullAWSAccess`"},
      {head + root + "accounts:\n  '111111111111': {unit: r-1, scps: [gone.json]}\n",
       "org/o.yaml:8:38: error POSTERN0115: `"},
      {head + root + "accounts:\n  '111111111111': {unit: r-1, scp: [x], scps: [own.json]}\n",
       "org/o.yaml:8:31: error POSTERN0305: unknown key `scp`; did you mean `scps`?\n"
       "org/own.json:1:31: error POSTERN02"},
      {head + root + "acounts: {}\n" + members,
       "org/o.yaml:7:1: error POSTERN0305: unknown key `acounts`; did you mean `accounts`?"},
      {"id: x\nmanagement_account: '111111111111'\nscps: enabled\nrcps: disabled\n" + root +
           members,
       "org/o.yaml:1:1: error POSTERN0310: `x` is not the id of an organization"},
      {head + root + "accounts: {}\n",
       "org/o.yaml:1:1: error POSTERN0310: the management account `111111111111` is not among the "
       "organization's accounts"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const TemporaryFolder folder;
    write_file(folder, text);
    const std::string errors = folder.errors();
    CHECK(errors.substr(0, expected.size()) == expected);
  }
  const TemporaryFolder folder;
  write_file(folder, head + root + members);
  folder.write("snapshot.yaml",
               "version: 1\ndocuments:\n- {kind: organization, file: org/o.yaml, region: x}\n");
  CHECK(folder.errors() ==
        "snapshot.yaml:3:50: error POSTERN0305: `region` has no meaning for kind `organization`");
}

}  // namespace
}  // namespace postern::snapshot
