#include "snapshot/index.h"

#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "snapshot/index_path.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

using Names = std::vector<std::string>;

const std::string account = "111122223333/";
const std::string in_region = account + "eu-west-1/";
const std::string key = "1234abcd-12ab-34cd-56ef-1234567890ab";

std::string policy(const std::string& resource, const std::string& action = "s3:GetObject") {
  return R"({"Statement":{"Effect":"Allow","Principal":"*","Action":")" + action +
         R"(","Resource":")" + resource + "\"}}";
}
std::string output(const std::string& text, const std::string& more = {}) {
  std::string string;
  for (char c : text) string += c == '"' ? "\\\"" : std::string(1, c);
  return R"({"Policy":")" + string + "\"" + more + "}";
}
std::string bucket_policy(const std::string& name) {
  return output(policy("arn:aws:s3:::" + name));
}
const std::string acl = R"({"Owner":{"ID":"abc"},"Grants":[]})";
const std::string block = R"({"PublicAccessBlockConfiguration":{"BlockPublicAcls":true}})";
const std::string of_key = output(policy("*", "kms:Decrypt"), R"(,"PolicyName":"default")");
const std::string no_bucket_policy =
    "\nAn error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: none\n";

// What a manifest for the folder says, an entry a line, and then what it does not place; checks
// that it can be read.
std::string index(const TemporaryFolder& folder, const IndexOptions& options = {}) {
  const std::string path = folder.path() + "/snapshot.yaml";
  const SnapshotIndex index = index_snapshot(folder.path(), path, options);
  CHECK(index_snapshot(folder.path(), path, options).manifest == index.manifest);
  folder.write("snapshot.yaml", index.manifest);
  CHECK(folder.errors({path}) == "reads");
  const document::Document manifest = document::parse_yaml(path, index.manifest);
  std::string out;
  for (document::Node entry : manifest.root().find("documents")->elements()) {
    std::string line;
    for (const document::Member& member : entry.members()) {
      line += (line.empty() ? "" : " ") + std::string(member.value.text());
    }
    out += line + "\n";
  }
  for (const Diagnostic& each : index.unplaced) {
    CHECK(each.severity == Severity::Warning);
    std::string file = each.where.file_name();
    CHECK(index.manifest.find(file.erase(0, folder.path().size() + 1)) != std::string::npos);
    out += file + ": " + each.message + "\n";
  }
  return out;
}

std::string index_of(const std::vector<std::pair<std::string, std::string>>& files,
                     const IndexOptions& options = {}) {
  const TemporaryFolder folder;
  for (const auto& [name, text] : files) folder.write(name, text);
  return index(folder, options);
}

TEST_CASE("what paths say") {
  struct Row {
    std::string path, account, region, service, kind;
    Names names;
  };
  const std::vector<Row> table{
      {in_region + "sqs/jobs.policy.json", "111122223333", "eu-west-1", "sqs", "", {"jobs"}},
      {"s3/reports.json.gz", "", "", "s3", "", {"reports"}},
      {"get-bucket-acl/reports.json", "", "", "s3", "bucket-acl", {"reports"}},
      {"bucket-policies/get-things.json", "", "", "s3", "bucket-policy", {"get-things"}},
      {"reports/get-bucket-policy.json", "", "", "s3", "bucket-policy", {"reports"}},
      {"reports/policy.json", "", "", "", "", {"reports"}},
      {"s3/reports/acl.yaml", "", "", "s3", "bucket-acl", {"reports"}},
      {"reports.acl.json", "", "", "s3", "bucket-acl", {"reports"}},
      {"reports-acl.json", "", "", "s3", "bucket-acl", {"reports", "reports-acl"}},
      {"reports_bucket-acl.json", "", "", "s3", "bucket-acl", {"reports"}},
      {"reports-get-bucket-acl.json", "", "", "s3", "bucket-acl", {"reports"}},
      {"my-bucket-policy.json",
       "",
       "",
       "s3",
       "bucket-policy",
       {"my", "my-bucket", "my-bucket-policy"}},
      {"bucket-policy-reports.json", "", "", "s3", "bucket-policy", {"reports"}},
      {"team-policy.json", "", "", "", "", {"team", "team-policy"}},
      {"acls/team-acl.json", "", "", "s3", "bucket-acl", {"team", "team-acl"}},
      {"logs-111122223333.json", "", "", "", "", {"logs-111122223333"}},
      {"111122223333.eu-west-1.jobs.json", "111122223333", "eu-west-1", "", "", {"jobs"}},
      {"111122223333.json", "111122223333", "", "", "", {}},
      {"111122223333.public-access-block.json",
       "111122223333",
       "",
       "s3",
       "public-access-block",
       {}},
      {account + "s3control/get-public-access-block.json",
       "111122223333",
       "",
       "s3",
       "public-access-block",
       {}},
      {account + "account-public-access-block.json",
       "111122223333",
       "",
       "s3",
       "public-access-block",
       {}},
      {"ecr/team%2fapp%zz.json", "", "", "ecr", "", {"team/app%zz"}},
      {"lambda_functions/s3-reader.json", "", "", "", "", {"s3-reader"}},
      {"us-gov-east-1/queue-attributes/q.json", "", "us-gov-east-1", "sqs", "queue-policy", {"q"}},
      {".json", "", "", "", "", {}},
  };
  for (const Row& row : table) {
    CAPTURE(row.path);
    const PathFacts facts = read_path(row.path);
    CHECK(facts.account == row.account);
    CHECK(facts.region == row.region);
    CHECK(facts.service == row.service);
    CHECK(facts.kind == row.kind);
    CHECK(facts.names == row.names);
    CHECK_FALSE(facts.several);
  }
  CHECK(read_path(account + "444455556666/x.json").several);
  CHECK(read_path("kms/key-" + key + "-policy.json").key_id == key);
  CHECK(read_path("mrk-" + std::string(32, 'a') + "/grants.json").key_id.starts_with("mrk-"));
  CHECK(read_path("a" + key + ".json").key_id.empty());
}

TEST_CASE("outputs that name their resource, and outputs that their path names") {
  const std::string queue = R"({"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q")";
  const std::string secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-AbCdEf";
  const std::string grants = R"({"Grants":[{"KeyId":"arn:aws:kms:eu-west-1:111122223333:key/)" +
                             key + R"(","GrantId":"g","Operations":["Decrypt"],)" +
                             R"("GranteePrincipal":"arn:aws:iam::111122223333:role/r"}]})";
  CHECK(index_of({
            {"a/q.json", queue + ",\"Policy\":" + output(policy("*", "sqs:*")).substr(10) + "}"},
            {"b.json", "{\"ARN\":\"" + secret + "\",\"Name\":\"s\"}"},
            {"c.json", output(policy("arn:aws:lambda:eu-west-1:111122223333:function:f",
                                     "lambda:InvokeFunction"),
                              ",\"RevisionId\":\"x\"")},
            {"d.json", output(policy("arn:aws:lambda:eu-west-1:111122223333:function:f:prod",
                                     "lambda:InvokeFunction"),
                              ",\"RevisionId\":\"x\"")},
            {in_region + "kms/" + key + ".json", of_key},
            {"grants.json", grants},
            {in_region + "x.json", R"({"registryId":"111122223333","repositoryName":"team/app",)"
                                   R"("policyText":"{\"Statement\":[]}"})"},
        }) ==
        "key-policy arn:aws:kms:eu-west-1:111122223333:key/" + key + " " + in_region + "kms/" +
            key +
            ".json\nrepository-policy arn:aws:ecr:eu-west-1:111122223333:repository/team/app " +
            in_region + "x.json\nqueue-policy arn:aws:sqs:eu-west-1:111122223333:q a/q.json\n" +
            "secret-policy " + secret + " b.json\n" +
            "function-policy arn:aws:lambda:eu-west-1:111122223333:function:f c.json\n" +
            "resource-policy arn:aws:lambda:eu-west-1:111122223333:function:f:prod d.json\n" +
            "key-grants arn:aws:kms:eu-west-1:111122223333:key/" + key + " grants.json\n");
  CHECK(index_of({{account + "s3/reports.json", bucket_policy("reports")},
                  {account + "s3/reports.acl.json", acl},
                  {account + "s3/team-policy.json", bucket_policy("team-policy")},
                  {account + "s3/team-policy-acl.json", acl},
                  {account + "s3/none.json", no_bucket_policy},
                  {account + "s3/logs-policy.json", no_bucket_policy},
                  {account + "s3/logs-acl.json", acl},
                  {account + "s3/get-public-access-block/none.json",
                   "An error occurred (NoSuchPublicAccessBlockConfiguration) when calling the "
                   "GetPublicAccessBlock operation: none"},
                  {account + "public-access-block.json", block},
                  {"notes.md", "x"},
                  {".git/x.json", "x"},
                  {"q.audit.yaml", "x"}}) ==
        "public-access-block 111122223333 " + account + "public-access-block.json\n" +
            "bucket-acl 111122223333 arn:aws:s3:::logs " + account + "s3/logs-acl.json\n" +
            "none 111122223333 arn:aws:s3:::logs\nnone 111122223333 arn:aws:s3:::none\n" +
            "bucket-acl 111122223333 arn:aws:s3:::reports " + account + "s3/reports.acl.json\n" +
            "bucket-policy 111122223333 arn:aws:s3:::reports " + account + "s3/reports.json\n" +
            "bucket-acl 111122223333 arn:aws:s3:::team-policy " + account +
            "s3/team-policy-acl.json\nbucket-policy 111122223333 arn:aws:s3:::team-policy " +
            account + "s3/team-policy.json\n");
  CHECK(index_of({{"reports.json", bucket_policy("reports")},
                  {"sqs/jobs.json", policy("*", "sqs:*")},
                  {key + ".json", output(policy("*", "kms:*"))}},
                 {"111122223333", "cn-north-1"}) ==
        "key-policy arn:aws-cn:kms:cn-north-1:111122223333:key/" + key + " " + key + ".json\n" +
            "bucket-policy 111122223333 arn:aws:s3:::reports reports.json\n"
            "queue-policy arn:aws-cn:sqs:cn-north-1:111122223333:jobs sqs/jobs.json\n");
}

TEST_CASE("what is not placed, and why") {
  const std::string none = "nothing says what the policy belongs to";
  const std::vector<std::tuple<std::string, std::string, std::string>> table{
      {"x.json", bucket_policy("x"), "nothing says which account it is of"},
      {account + "x.json", output(policy("*", "dynamodb:*"), ",\"RevisionId\":\"1\""), none},
      {account + key + ".json", output(policy("*", "dynamodb:*")), none},
      {account + "x.json", policy("*"), none},
      {account + "sqs/x.json", bucket_policy("x"),
       "its content is of kind `bucket-policy`, and its path says `sqs`"},
      {account + "bucket-acls/x.json", bucket_policy("x"),
       "its content is of kind `bucket-policy`, and its path says `bucket-acl`"},
      {account + "s3/y.json", policy("arn:aws:s3:::x/*"),
       "its policy is about `arn:aws:s3:::x`, and its name says `y`"},
      {account + "sqs/x.json", policy("*"), "nothing says its Region"},
      {in_region + "us-east-1/sqs/x.json", policy("*"),
       "its path names two accounts or two Regions"},
      {in_region + "kms/alias-x.json", of_key, "nothing names its resource"},
      {account + "acl.json", acl, "nothing names its resource"},
      {account + "my-bucket-policy.json", no_bucket_policy,
       "its resource may be `my`, or `my-bucket`"},
      {in_region + "secrets/s.json", policy("*"),
       "a name does not tell what `secret-policy` belongs to"},
      {"444455556666/q.json",
       R"({"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q","Policy":"{}"}})",
       "its path contradicts `arn:aws:sqs:eu-west-1:111122223333:q`"},
      {"q.json", R"({"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q"}})",
       "the attributes have no `Policy`"},
      {account + "s3/x.json", no_bucket_policy.substr(1, 19) + "AccessDenied) when calling the A b",
       "A failed: AccessDenied"},
      {account + "s3/x.json", " \n", "the file is empty, as a command that fails leaves it"},
      {account + "s3/x.json", "{", "(line 1)"},
      {account + "s3/x.json", acl + acl, "it has several documents"},
      {account + "s3/x.acl.json", acl, "policy"},
      {"p.json", R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})",
       "a policy without `Principal` belongs to no resource"},
      {"t.json", R"({"Resources":{}})", "a CloudFormation template is read by no manifest"},
      {"t.json", "[]", "the kind of this file is not known"},
      {account + "s3/x.json",
       output(R"({"Statement":{"Effect":"Grant","Principal":"*",)"
              R"("Action":"s3:*","Resource":"arn:aws:s3:::x"}})"),
       "(line 1)"},
      {"parents.json", R"({"Parents":[{"Id":"r-ab12"}]})",
       "the output does not say what it is about"},
      {"a/snapshot.yaml", "{}", "the folder is an input of its own"},
  };
  for (const auto& [file, text, expected] : table) {
    const std::string came = index_of({{file, text}});
    CAPTURE(file, text, came);
    CHECK(came.find("not placed: ") != std::string::npos);
    CHECK(came.find(expected) != std::string::npos);
  }
}

TEST_CASE("two files about one resource") {
  CHECK(index_of({{account + "s3/x.json", bucket_policy("x")},
                  {account + "x-policy.json", bucket_policy("x")}}) ==
        "bucket-policy 111122223333 arn:aws:s3:::x " + account + "s3/x.json\n" +
            "bucket-policy 111122223333 arn:aws:s3:::x " + account + "x-policy.json\n");
  const std::string came = index_of({{account + "s3/x.json", bucket_policy("x/*")},
                                     {account + "x-policy.json", bucket_policy("x")}});
  CHECK(came == account + "s3/x.json: not placed: it says the same of `arn:aws:s3:::x` as `" +
                    account + "x-policy.json`, and differently\n" + account +
                    "x-policy.json: not placed: it says the same of `arn:aws:s3:::x` as `" +
                    account + "s3/x.json`, and differently\n");
}

TEST_CASE("accounts and organizations have entries too") {
  const TemporaryFolder folder;
  folder.write("config.json", R"({"configurationItems":[]})");
  folder.write("iam.json", R"({"UserDetailList":[],"GroupDetailList":[],"RoleDetailList":[]})");
  folder.write("org/o.yaml",
               "id: o-abc\nmanagement_account: '111122223333'\nscps: enabled\nrcps: disabled\n"
               "units: {r-ab12: {scps: [deny.json]}}\n"
               "accounts: {'111122223333': {unit: r-ab12, scps: [FullAWSAccess]}}\n");
  folder.write("org/deny.json", R"({"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}})");
  folder.write("444455556666/list-parents.json", R"({"Parents":[{"Id":"r-ab12"}]})");
  folder.write("roots.json",
               R"({"Roots":[{"Id":"r-ab12","Arn":"arn:aws:organizations::444455556666:)"
               R"(root/o-xyz/r-ab12","Name":"Root","PolicyTypes":[]}]})");
  CHECK(index(folder) ==
        "organizations-output 444455556666 444455556666/list-parents.json\n"
        "config config.json\naccount-authorization-details iam.json\norganization org/o.yaml\n"
        "organizations-output roots.json\n");
}

TEST_CASE("a manifest elsewhere names files from there") {
  const TemporaryFolder folder;
  folder.write("in/x.json", bucket_policy("x"));
  const std::string path = folder.write("out/m.yaml", "");
  const SnapshotIndex index = index_snapshot(folder.path() + "/in", path, {"111122223333", ""});
  folder.write("out/m.yaml", index.manifest);
  CHECK(index.documents == 1);
  CHECK(index.unplaced.empty());
  CHECK(folder.errors({path}) == "reads");
}

TEST_CASE("names that no manifest can hold") {
  const TemporaryFolder folder;
  folder.write("a\x01.json", "{}");
  const SnapshotIndex index = index_snapshot(folder.path(), folder.path() + "/snapshot.yaml", {});
  REQUIRE(index.unplaced.size() == 1);
  CHECK(index.unplaced[0].message == "not placed: its name cannot stand in a manifest");
  CHECK(index.manifest.find("\\x01") != std::string::npos);
}

TEST_CASE("folders that an index is not for") {
  const TemporaryFolder folder;
  const auto message = [&] {
    try {
      index_snapshot(folder.path(), folder.path() + "/snapshot.yaml", {});
    } catch (const Error& error) {
      return error.diagnostics().front().message;
    }
    return std::string("none");
  };
  folder.write("x.md", "x");
  CHECK(message() == "the folder has no JSON or YAML files");
  folder.write("aws/aws/accounts/111122223333/metadata.json", "{}");
  CHECK(message() == "a folder of iam-collect needs no manifest");
}

}  // namespace
}  // namespace postern::snapshot
