#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "snapshot/capture_time.h"
#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string allow_percent =
    "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22%2C%22Resource%22"
    "%3A%22*%22%7D%7D";
const std::string open_to_all =
    R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})";

// `text` as JSON has it in a string.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out + '"';
}

std::string item(const std::string& type, const std::string& arn, const std::string& configuration,
                 const std::string& supplementary = "{}", const std::string& more = "") {
  return R"({"resourceType":")" + type + R"(","arn":")" + arn +
         R"(","accountId":"111122223333","tags":[],"configuration":)" + configuration +
         R"(,"supplementaryConfiguration":)" + supplementary + more + "}";
}

std::string snapshot(const std::string& items) {
  return R"({"fileVersion":"1.0","configSnapshotId":"1","configurationItems":[)" + items + "]}";
}

std::string user(const std::string& more = "") {
  return item("AWS::IAM::User", "arn:aws:iam::111122223333:user/ann",
              R"({"arn":"arn:aws:iam::111122223333:user/ann","userName":"ann","userId":"AIDA1",
                  "path":"/","createDate":"x","permissionsBoundary":null,"tags":[],
                  "userPolicyList":[{"policyName":"p","policyDocument":")" +
                  allow_percent + R"("}],"groupList":["devs"],"attachedManagedPolicies":[]})",
              "{}", more);
}

const std::string group =
    item("AWS::IAM::Group", "arn:aws:iam::111122223333:group/x/devs",
         R"({"arn":"arn:aws:iam::111122223333:group/x/devs","groupName":"devs","groupPolicyList":[],
        "attachedManagedPolicies":[{"policyName":"Own",
          "policyArn":"arn:aws:iam::111122223333:policy/Own"}]})");
const std::string role =
    item("AWS::IAM::Role", "arn:aws:iam::111122223333:role/app",
         R"({"arn":"arn:aws:iam::111122223333:role/app","roleName":"app","rolePolicyList":[],
        "attachedManagedPolicies":[],"tags":[{"key":"Team","value":"x"}],
        "permissionsBoundary":{"permissionsBoundaryType":"Policy",
          "permissionsBoundaryArn":"arn:aws:iam::111122223333:policy/Own"},
        "assumeRolePolicyDocument":"%7B%22Statement%22%3A%5B%5D%7D"})");
const std::string managed = item(
    "AWS::IAM::Policy", "arn:aws:iam::111122223333:policy/Own",
    R"({"arn":"arn:aws:iam::111122223333:policy/Own","policyName":"Own","defaultVersionId":"v2",
        "policyVersionList":[{"versionId":"v2","isDefaultVersion":true,"document":")" +
        allow_percent + R"("},{"versionId":"v1","isDefaultVersion":false,"document":"%7B"}]})");

model::World read(const std::string& text) {
  const TemporaryFolder folder;
  const std::string path = folder.write("config.json", text);
  REQUIRE(folder.errors({path}) == "reads");
  return read_snapshot({path});
}

TEST_CASE("users, groups, roles and policies that AWS Config recorded") {
  const std::string all = user() + "," + group + "," + role + "," + managed;
  const std::string strings =
      quoted(user()) + "," + quoted(group) + "," + quoted(role) + "," + quoted(managed);
  for (const std::string& text :
       {snapshot(all), R"({"Results":[)" + strings + R"(],"QueryInfo":{}})", "[" + all + "]",
        user() + "\n" + group + "\n" + role + "\n" + managed + "\n"}) {
    CAPTURE(text);
    const model::World world = read(text);
    const model::IamPrincipal& ann = world.principals.at("arn:aws:iam::111122223333:user/ann");
    CHECK(ann.unique_id == "AIDA1");
    CHECK(ann.missing.empty());
    REQUIRE(ann.identity.size() == 2);
    CHECK(ann.identity[0]->name == "inline policy p of user ann");
    CHECK(ann.identity[1]->name == "arn:aws:iam::111122223333:policy/Own");
    const model::IamPrincipal& app = world.principals.at("arn:aws:iam::111122223333:role/app");
    CHECK(app.tags.at("Team") == "x");
    CHECK(app.trust != nullptr);
    CHECK(app.boundary != nullptr);
    CHECK_FALSE(world.accounts.at("111122223333").has_identities);
    CHECK(world.accounts.at("111122223333").identities_lack ==
          "AWS Config may not record them all");
    REQUIRE(world.inputs.size() == 1);
    CHECK(world.inputs[0].kind == "config");
    CHECK(world.inputs[0].count == 4);
  }
}

TEST_CASE("items lie in a folder beside other files") {
  const TemporaryFolder folder;
  folder.write("a.jsonl", user() + "\n" + role + "\n");
  folder.write("b/c.json", snapshot(group + "," + managed));
  folder.write("README.txt", "what this is");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(world.principals.size() == 2);
  CHECK(world.inputs.size() == 2);
  CHECK(std::ranges::count(world.notes, "1 file below `" + folder.path() +
                                            "` is not read: neither JSON by name nor a database") ==
        1);
}

TEST_CASE("that users and roles are complete is for the user to say") {
  const TemporaryFolder folder;
  const std::string entry =
      "version: 1\ndocuments:\n- {kind: config, file: c.json, identities: complete";
  folder.write("snapshot.yaml", entry + "}\n");
  folder.write("c.json", snapshot(user() + "," + group + "," + managed));
  REQUIRE(folder.errors() == "reads");
  CHECK(read_snapshot({folder.path()}).accounts.at("111122223333").has_identities);
  folder.write("c.json", R"({"Results":[)" + quoted(user()) + "," + quoted(group) + "," +
                             quoted(managed) + R"(],"NextToken":"t"})");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK_FALSE(world.accounts.at("111122223333").has_identities);
  CHECK(world.accounts.at("111122223333").identities_lack ==
        "the items of AWS Config end before the last");
  CHECK(world.warnings.size() == 1);
  folder.write("c.json", snapshot(user() + "," + group + "," + managed +
                                  R"(,{"resourceType":"AWS::IAM::Role","configuration":{},
                                       "configurationItemStatus":"ResourceNotRecorded"})"));
  REQUIRE(folder.errors() == "reads");
  CHECK(read_snapshot({folder.path()}).accounts.at("111122223333").identities_lack ==
        "AWS Config did not record some of them");
  folder.write("snapshot.yaml", entry + ", account: '444455556666'}\n");
  CHECK(folder.errors() ==
        "snapshot.yaml:3:63: error POSTERN0311: `c.json` has items of account `111122223333`");
  folder.write("snapshot.yaml",
               "version: 1\ndocuments:\n- {kind: config, file: c.json, identities: all}\n");
  CHECK(folder.errors() ==
        "snapshot.yaml:3:44: error POSTERN0310: unknown value `all` of "
        "`identities`; write `complete`, or leave it out");
  folder.write("snapshot.yaml",
               "version: 1\ndocuments:\n- {kind: none, resource: 'arn:aws:sqs:r:111122223333:q', "
               "identities: complete}\n");
  CHECK(folder.errors() ==
        "snapshot.yaml:3:70: error POSTERN0305: `identities` has no meaning for kind `none`");
}

TEST_CASE("buckets that AWS Config recorded", "[ACL-1][OWN-2]") {
  const std::string arn = "arn:aws:s3:::b";
  const auto bucket = [&](const std::string& supplementary) {
    return read(snapshot(item("AWS::S3::Bucket", arn, "{}", supplementary)));
  };
  const std::string policy = R"("BucketPolicy":{"policyText":)" + quoted(open_to_all) + "}";
  const std::string own =
      R"({"grantee":{"id":"aa","displayName":null},"permission":"FullControl"})";
  const auto list = [&](const std::string& grants) {
    return R"("AccessControlList":)" +
           quoted(R"({"grantSet":null,"grantList":[)" + grants +
                  R"(],"owner":{"displayName":null,"id":"aa"},"isRequesterCharged":false})");
  };
  {
    const model::World world =
        bucket("{" + policy + "," + list(own) +
               R"(,"PublicAccessBlockConfiguration":{"blockPublicAcls":true,"ignorePublicAcls":true,
            "blockPublicPolicy":false,"restrictPublicBuckets":false}})");
    const model::Resource& b = world.resources.at(arn);
    REQUIRE(b.policy != nullptr);
    CHECK(b.policy->name == "bucket policy of b");
    CHECK_FALSE(b.policy_missing);
    CHECK(b.s3->block == model::PublicAccessBlock{true, false});
    CHECK_FALSE(b.s3->acls_count());
    CHECK(world.accounts.at("111122223333").canonical_id == "aa");
  }
  {
    const model::World world =
        bucket(R"({"BucketPolicy":{"policyText":null},)" +
               list(own + R"(,{"grantee":"AllUsers","permission":"ReadAcp"})") + "}");
    const model::Resource& b = world.resources.at(arn);
    CHECK(b.policy == nullptr);
    CHECK_FALSE(b.policy_missing);
    CHECK(b.s3->acls_count());
    REQUIRE(b.s3->bucket_acl);
    REQUIRE(b.s3->bucket_acl->grants.size() == 2);
    CHECK(b.s3->bucket_acl->grants[1].grantee == model::AclGrantee::AllUsers);
    CHECK(b.s3->bucket_acl->grants[1].permission == model::AclPermission::ReadAcp);
  }
  {
    const model::World world =
        bucket("{" + list(own) +
               R"(,"BucketOwnershipControls":{"rules":[{"objectOwnership":"ObjectWriter"}]}})");
    CHECK(world.resources.at(arn).s3->acls_count());
    CHECK(world.resources.at(arn).policy_missing);
  }
  // As get-resource-config-history prints them: JSON in strings.
  const model::World history = read(
      R"({"configurationItems":[{"resourceType":"AWS::S3::Bucket","arn":"arn:aws:s3:::b",
          "accountId":"111122223333","configuration":"{}","configurationItemCaptureTime":1.5,
          "supplementaryConfiguration":{"BucketPolicy":)" +
      quoted("{\"policyText\":" + quoted(open_to_all) + "}") + R"(,"AccessControlList":)" +
      quoted(quoted(R"({"grantList":[],"owner":{"id":"aa"}})")) + "}}]}");
  CHECK(history.resources.at(arn).policy != nullptr);
}

TEST_CASE("other resources that AWS Config recorded") {
  struct Row {
    std::string type, arn, configuration, supplementary;
    std::string expected;  // "policy", "none", "missing" or "absent"
    bool whole = true;
  };
  const std::string policy = R"({"Policy":)" + quoted(open_to_all) + "}";
  const std::string queue = "arn:aws:sqs:eu-west-1:111122223333:q";
  const std::string function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
  const std::string key = "arn:aws:kms:eu-west-1:111122223333:key/k";
  const std::string cluster = "arn:aws:kafka:eu-west-1:111122223333:cluster/c/1";
  const std::string point = "arn:aws:s3:eu-west-1:111122223333:accesspoint/p";
  const std::vector<Row> table{
      {"AWS::SQS::Queue", queue, policy, "{}", "policy"},
      {"AWS::SQS::Queue", queue, policy, "{}", "policy", false},
      {"AWS::SQS::Queue", queue, "{}", "{}", "none"},
      {"AWS::SQS::Queue", queue, R"({"Policy":null})", "{}", "none", false},
      {"AWS::SQS::Queue", queue, R"({"QueueArn":"x"})", "{}", "missing", false},
      {"AWS::SQS::Queue", queue, R"({"QueueArn":"x","VisibilityTimeout":30})", "{}", "none", false},
      {"AWS::SNS::Topic", "arn:aws:sns:r:111122223333:t", "{}", "{}", "missing"},
      {"AWS::Lambda::Function", function, "{}", policy, "policy"},
      {"AWS::Lambda::Function", function, "{}", R"({"Tags":[]})", "none", false},
      {"AWS::Lambda::Function", function, "{}", "{}", "missing", false},
      {"AWS::Lambda::Function", function, "{}", "{}", "missing"},
      {"AWS::KMS::Key", key, "{}", policy, "policy"},
      {"AWS::KMS::Key", key, "{}", "{}", "missing"},
      {"AWS::ECR::Repository", "arn:aws:ecr:r:111122223333:repository/x",
       R"({"RepositoryPolicyText":)" + open_to_all + "}", "{}", "policy"},
      {"AWS::ECR::Repository", "arn:aws:ecr:r:111122223333:repository/x", "{}", "{}", "none"},
      {"AWS::SecretsManager::Secret", "arn:aws:secretsmanager:r:111122223333:secret:s-abcdef", "{}",
       "{}", "missing"},
      {"AWS::MediaStore::Container", "arn:aws:mediastore:r:111122223333:container/c", policy, "{}",
       "policy"},
      {"AWS::IoT::Policy", "arn:aws:iot:r:111122223333:policy/p",
       R"({"PolicyDocument":{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}})", "{}",
       "absent"},
      {"AWS::EC2::Instance", "arn:aws:ec2:r:111122223333:instance/i",
       R"({"policyish":"x","policies":"{"})", "{}", "absent"},
      {"AWS::S3::AccessPoint", point,
       R"({"Name":"p","Bucket":"b","NetworkOrigin":"VPC","VpcConfiguration":{"VpcId":"vpc-1"},
           "PolicyStatus":{},"Policy":)" +
           open_to_all + "}",
       "{}", "policy"},
  };
  for (const Row& row : table) {
    CAPTURE(row.type, row.configuration, row.supplementary);
    const std::string one = item(row.type, row.arn, row.configuration, row.supplementary);
    const model::World world = read(row.whole ? snapshot(one) : one);
    const auto found = world.resources.find(row.arn);
    const std::string came = found == world.resources.end()    ? "absent"
                             : found->second.policy_missing    ? "missing"
                             : found->second.policy != nullptr ? "policy"
                                                               : "none";
    CHECK(came == row.expected);
    if (row.arn == point) CHECK(found->second.point->vpc == "vpc-1");
  }
  const model::World msk =
      read(snapshot(item("AWS::MSK::ClusterPolicy", "arn:x",
                         R"({"ClusterArn":")" + cluster + R"(","Policy":)" + open_to_all + "}")));
  CHECK(msk.resources.at(cluster).policy != nullptr);
  const model::World aws_key =
      read(snapshot(item("AWS::KMS::Key", key, R"({"keyManager":"AWS"})", policy)));
  CHECK(aws_key.resources.at(key).aws_managed_key);
  const model::World block = read(snapshot(
      item("AWS::S3::AccountPublicAccessBlock", "111122223333", R"({"ignorePublicAcls":true})")));
  CHECK(block.accounts.at("111122223333").s3_block == model::PublicAccessBlock{true, false});
  const model::World china =
      read(snapshot(item("AWS::S3::AccountPublicAccessBlock", "111122223333", "{}") + "," +
                    item("AWS::S3::Bucket", "arn:aws-cn:s3:::b", "{}")));
  CHECK(china.accounts.at("111122223333").partition == "aws-cn");
  const model::World endpoint = read(snapshot(
      item("AWS::EC2::VPCEndpoint", "arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1",
           R"({"vpcEndpointId":"vpce-1","vpcEndpointType":"Gateway","vpcId":"vpc-1","state":{},
          "serviceName":"com.amazonaws.eu-west-1.s3","ownerId":"111122223333","policyDocument":)" +
               quoted(open_to_all) + "}")));
  CHECK(endpoint.endpoints.at("vpce-1").gateway);
  CHECK(endpoint.endpoints.at("vpce-1").policy != nullptr);
}

TEST_CASE("a policy that AWS Config does not record may come from elsewhere") {
  const TemporaryFolder folder;
  const std::string arn = "arn:aws:secretsmanager:r:111122223333:secret:s-abcdef";
  folder.write("c.json", snapshot(item("AWS::SecretsManager::Secret", arn, "{}")));
  folder.write("p.json", open_to_all);
  folder.write("snapshot.yaml",
               "version: 1\ndocuments:\n- {kind: config, file: c.json}\n"
               "- {kind: secret-policy, resource: '" +
                   arn + "', file: p.json}\n");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  CHECK(world.resources.at(arn).policy != nullptr);
  CHECK_FALSE(world.resources.at(arn).policy_missing);
}

TEST_CASE("the newest version of a resource counts") {
  const std::string queue = "arn:aws:sqs:r:111122223333:q";
  const auto version = [&](const std::string& policy, const std::string& time,
                           const std::string& status = "OK") {
    return item("AWS::SQS::Queue", queue, R"({"Policy":)" + policy + "}", "{}",
                R"(,"configurationItemCaptureTime":)" + time + R"(,"configurationItemStatus":")" +
                    status + "\"");
  };
  const std::string some = quoted(open_to_all), none = "null";
  const std::string early = "\"2026-01-31T09:30:00.000Z\"";
  const std::string late = "\"2026-01-31T11:30:01.000+02:00\"";
  const std::string number = "1769851801.5";  // half a second after `late`
  const auto has_policy = [&](const std::string& items) {
    const model::World world = read(snapshot(items));
    const auto found = world.resources.find(queue);
    if (found == world.resources.end()) return std::string("deleted");
    return std::string(found->second.policy != nullptr ? "policy" : "none");
  };
  CHECK(has_policy(version(some, early) + "," + version(none, late)) == "none");
  CHECK(has_policy(version(none, late) + "," + version(some, early)) == "none");
  CHECK(has_policy(version(some, number) + "," + version(none, late)) == "policy");
  CHECK(has_policy(version(some, early) + "," + version(none, late, "ResourceDeleted")) ==
        "deleted");
  CHECK(has_policy(version(some, late) + "," + version(none, early, "ResourceDeleted")) ==
        "policy");
  CHECK(has_policy(version(some, late) + "," + version(some, late)) == "policy");
  // In several files, the same.
  const TemporaryFolder folder;
  folder.write("a.json", snapshot(version(none, late)));
  folder.write("b.json", version(some, early));
  REQUIRE(folder.errors() == "reads");
  CHECK(read_snapshot({folder.path()}).resources.at(queue).policy == nullptr);
  folder.write("b.json", version(some, late));
  CHECK(folder.errors() == "b.json:1:1: error POSTERN0307: a second resource `" + queue +
                               "` with other content; the first is at a.json:1:67");
  folder.write("b.json", version(some, late, "ResourceDeleted"));
  CHECK(folder.errors() ==
        "b.json:1:1: error POSTERN0307: a second version of `AWS::SQS::Queue " + queue +
            "` of the same time: by one of them it is deleted; the first is at a.json:1:67");
}

TEST_CASE("long texts are no matter where they say nothing of access") {
  const std::string text = quoted(std::string(100'000, 'x'));
  const auto of_type = [&](const std::string& type) {
    return item(type, "arn:aws:sqs:r:111122223333:q", "{\"long\":" + text + "}");
  };
  const TemporaryFolder folder;
  const auto errors = [&](const std::string& bytes) {
    return folder.errors({folder.write("c.json", bytes)}).substr(0, 80);
  };
  const std::string wrong = "error POSTERN0118: a string of more than 65536 bytes";
  CHECK(errors(snapshot(of_type("AWS::SSM::Document"))) == "reads");
  CHECK(errors(snapshot(of_type("AWS::IAM::SAMLProvider"))) == "reads");
  CHECK(errors(R"({"Results":[)" + quoted(of_type("AWS::SSM::Document")) + "]}") == "reads");
  CHECK(errors(snapshot(of_type("AWS::SQS::Queue"))).find(wrong) != std::string::npos);
  CHECK(errors(R"({"Results":[)" + quoted(of_type("AWS::SQS::Queue")) + "]}").find(wrong) !=
        std::string::npos);
  CHECK(errors(R"({"resourceType":[],"UserDetailList":)" + text + "}").find(wrong) !=
        std::string::npos);
}

TEST_CASE("what is wrong with configuration items, and where") {
  const std::string hint =
      "; a query selects the whole of `configuration`, `supplementaryConfiguration` and `tags`";
  const std::vector<std::pair<std::string, std::string>> table{
      {R"({"resourceType":"AWS::IAM::User","arn":"arn:aws:iam::111122223333:user/a",
          "configuration":{"userPolicyList":[]}})",
       "c.json:1:1: error POSTERN0303: the configuration item of "
       "`arn:aws:iam::111122223333:user/a` has no `attachedManagedPolicies`" +
           hint},
      {R"({"resourceType":"AWS::IAM::User","configuration":{"userPolicyList":[],
          "attachedManagedPolicies":[],"groupList":[],
          "arn":"arn:aws:iam::111122223333:user/a"}})",
       "c.json:1:1: error POSTERN0303: the configuration item of `AWS::IAM::User` has no `tags`" +
           hint},
      {R"({"resourceType":"AWS::S3::Bucket","arn":"arn:aws:s3:::b","configuration":{}})",
       "c.json:1:1: error POSTERN0303: the configuration item of `arn:aws:s3:::b` has no "
       "`accountId`" +
           hint},
      {item("AWS::SQS::Queue", "q", "{}"),
       "c.json:1:1: error POSTERN0306: `q` is not the ARN of a resource"},
      {item("AWS::SQS::Queue", "arn:aws:sqs:r:111122223333:q", "1"),
       "c.json:1:125: error POSTERN0304: `configuration` must be an object, not a number"},
      {item("AWS::EC2::VPCEndpoint", "e", "{}"),
       "c.json:1:1: error POSTERN0303: the configuration item of `e` has no `policyDocument`" +
           hint},
      {R"({"resourceType":"T","accountId":"1","configuration":{}})",
       "c.json:1:33: error POSTERN0310: `1` is not an account id of twelve digits"},
      {R"({"resourceType":"T","configurationItemCaptureTime":"now","configuration":{}})",
       "c.json:1:52: error POSTERN0310: `now` is not a capture time; a time is written as in "
       "`2026-01-31T09:30:00.000Z`"},
      {item("AWS::SQS::Queue", "arn:aws:sqs:r:444455556666:q", "{}"),
       "c.json:1:1: error POSTERN0311: `arn:aws:sqs:r:444455556666:q` is in an item of account "
       "`111122223333`"},
      {item("AWS::S3::Bucket", "arn:aws:s2:::b", "{}"),
       "c.json:1:1: error POSTERN0306: `arn:aws:s2:::b` is not the ARN of an `AWS::S3::Bucket`"},
      {item("AWS::KMS::Key", "arn:aws:sqs:r:111122223333:q", "{}"),
       "c.json:1:1: error POSTERN0306: `arn:aws:sqs:r:111122223333:q` is not the ARN of an "
       "`AWS::KMS::Key`"},
      {R"({"Results":["{"]})", "c.json:1:15: error POSTERN0110"},
      {R"({"configurationItems":[1]})",
       "c.json:1:24: error POSTERN0304: a configuration item must be an object, not a number"},
      {user() + " {}", "c.json:3:"},
      {snapshot(item("AWS::S3::Bucket", "arn:aws:s3:::b", "{}",
                     R"({"AccessControlList":"{\"owner\":{\"id\":\"a\"},\"grantList\":[{
                        \"grantee\":\"Us\",\"permission\":\"Read\"}]}"})")),
       "c.json:1:"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const TemporaryFolder folder;
    const std::string errors = folder.errors({folder.write("c.json", text)});
    CHECK(errors.substr(0, expected.size()) == expected);
  }
}

TEST_CASE("capture times") {
  const std::vector<std::pair<std::string, std::int64_t>> table{
      {"\"1970-01-01T00:00:00Z\"", 0},
      {"\"1970-01-01T00:00:00.5Z\"", 500},
      {"\"1970-01-02T00:00:00.123456+00:00\"", 86'400'123},
      {"\"1970-01-01T00:00:00-0100\"", 3'600'000},
      {"12.25", 12'250},
      {"\"1970-02-30T00:00:00Z\"", -1},
      {"\"1970-01-01T00:00:00\"", -1},
      {"\"1970-01-01T00:00:00Zx\"", -1},
      {"\"\"", -1},
      {"-1", -1},
      {"1e300", -1},
      {"[]", -1},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const document::Document document = document::parse_json("t", text);
    Diagnostics diagnostics;
    CHECK(read_capture_time(document.root(), diagnostics).value_or(-1) == expected);
    CHECK(diagnostics.has_errors() == (expected == -1));
  }
}

}  // namespace
}  // namespace postern::snapshot
