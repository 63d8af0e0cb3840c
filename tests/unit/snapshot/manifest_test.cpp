#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

std::string policy(const std::string& resource) {
  return R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*",)"
         R"("Action":"*","Resource":")" +
         resource + "\"}]}";
}

std::string quoted_policy() {
  std::string out = "\"";
  for (char c : policy("*")) {
    if (c == '"') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string manifest(const std::string& entries) { return "version: 1\ndocuments:\n" + entries; }

TEST_CASE("a manifest names resources") {
  struct Row {
    std::string entry;
    std::string file;  // content of p.json
    std::string arn;
    model::ResourceKind kind;
    std::string name;  // of the policy; empty: none
  };
  const std::vector<Row> table{
      {"{kind: bucket-policy, account: 111122223333, resource: b, file: p.json}", policy("*"),
       "arn:aws:s3:::b", model::ResourceKind::S3Bucket, "bucket policy of b"},
      {"{kind: bucket-policy, account: 111122223333, resource: 'arn:aws:s3:::b', file: p.json}",
       "{\"Policy\":" + quoted_policy() + "}", "arn:aws:s3:::b", model::ResourceKind::S3Bucket,
       "bucket policy of b"},
      {"{kind: bucket-policy, account: '111122223333', partition: aws-cn, resource: b, file: "
       "p.json}",
       policy("*"), "arn:aws-cn:s3:::b", model::ResourceKind::S3Bucket, "bucket policy of b"},
      {"{kind: queue-policy, account: '111122223333', region: eu-west-1, resource: q, file: "
       "p.json}",
       R"({"Attributes":{"QueueArn":"arn:aws:sqs:eu-west-1:111122223333:q","Policy":)" +
           quoted_policy() + "}}",
       "arn:aws:sqs:eu-west-1:111122223333:q", model::ResourceKind::SqsQueue,
       "queue policy of arn:aws:sqs:eu-west-1:111122223333:q"},
      {"{kind: topic-policy, account: '111122223333', region: eu-west-1, resource: t, file: "
       "p.json}",
       R"({"Attributes":{"TopicArn":"arn:aws:sns:eu-west-1:111122223333:t","Policy":)" +
           quoted_policy() + "}}",
       "arn:aws:sns:eu-west-1:111122223333:t", model::ResourceKind::SnsTopic,
       "topic policy of arn:aws:sns:eu-west-1:111122223333:t"},
      {"{kind: function-policy, account: '111122223333', region: eu-west-1, resource: f, file: "
       "p.json}",
       "{\"Policy\":" + quoted_policy() + ",\"RevisionId\":\"1\"}",
       "arn:aws:lambda:eu-west-1:111122223333:function:f", model::ResourceKind::LambdaFunction,
       "function policy of arn:aws:lambda:eu-west-1:111122223333:function:f"},
      {"{kind: key-policy, resource: 'arn:aws:kms:eu-west-1:111122223333:key/1', file: p.json}",
       "{\"Policy\":" + quoted_policy() + ",\"PolicyName\":\"default\"}",
       "arn:aws:kms:eu-west-1:111122223333:key/1", model::ResourceKind::KmsKey,
       "key policy of arn:aws:kms:eu-west-1:111122223333:key/1"},
      {"{kind: secret-policy, resource: "
       "'arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-Ab1', "
       "file: p.json}",
       R"({"ARN":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-Ab1","Name":"s"})",
       "arn:aws:secretsmanager:eu-west-1:111122223333:secret:s-Ab1", model::ResourceKind::Secret,
       ""},
      {"{kind: repository-policy, account: '111122223333', region: eu-west-1, resource: a/r, file: "
       "p.json}",
       R"({"registryId":"111122223333","repositoryName":"a/r","policyText":)" + quoted_policy() +
           "}",
       "arn:aws:ecr:eu-west-1:111122223333:repository/a/r", model::ResourceKind::EcrRepository,
       "repository policy of arn:aws:ecr:eu-west-1:111122223333:repository/a/r"},
      {"{kind: resource-policy, resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/t', file: "
       "p.json}",
       policy("*"), "arn:aws:dynamodb:eu-west-1:111122223333:table/t", model::ResourceKind::Other,
       "resource policy of arn:aws:dynamodb:eu-west-1:111122223333:table/t"},
      {"{kind: none, account: '111122223333', resource: 'arn:aws:s3:::b'}", "", "arn:aws:s3:::b",
       model::ResourceKind::S3Bucket, ""},
  };
  for (const Row& row : table) {
    CAPTURE(row.entry);
    const TemporaryFolder folder;
    folder.write("snapshot.yaml", manifest("- " + row.entry));
    folder.write("p.json", row.file);
    REQUIRE(folder.errors() == "reads");
    const model::World world = read_snapshot({folder.path()});
    REQUIRE(world.resources.size() == 1);
    const model::Resource& resource = world.resources.begin()->second;
    CHECK(resource.arn == row.arn);
    CHECK(resource.kind == row.kind);
    CHECK(resource.account == "111122223333");
    CHECK((resource.policy ? resource.policy->name : "") == row.name);
    CHECK(world.accounts.count("111122223333") == 1);
    CHECK_FALSE(world.accounts.at("111122223333").has_identities);
    CHECK(world.inputs.size() == (row.file.empty() ? 1U : 2U));
  }
}

TEST_CASE("what is wrong in a manifest, and where") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"version: 1\n", "snapshot.yaml:1:1: error POSTERN0303: the manifest has no `documents`"},
      {"documents: []\n", "snapshot.yaml:1:1: error POSTERN0303: the manifest has no `version`"},
      {"version: 2\ndocuments: []\n",
       "snapshot.yaml:1:10: error POSTERN0310: unknown version `2` of the manifest; this program "
       "reads version 1"},
      {"version: 1\ndocument: []\ndocuments: []\n",
       "snapshot.yaml:2:1: error POSTERN0305: unknown key `document`; did you mean `documents`?"},
      {manifest("- x\n"),
       "snapshot.yaml:3:3: error POSTERN0304: a document must be an object, not a string"},
      {manifest("- file: p.json\n"),
       "snapshot.yaml:3:3: error POSTERN0303: a document has no `kind`"},
      {manifest("- kind: bucket-polcy\n"),
       "snapshot.yaml:3:9: error POSTERN0310: unknown kind `bucket-polcy`; did you mean "
       "`bucket-policy`?"},
      {manifest("- kind: none\n  acount: 1\n  resource: arn:aws:s3:::b\n  account: 111122223333\n"),
       "snapshot.yaml:4:3: error POSTERN0305: unknown key `acount`; did you mean `account`?"},
      {manifest("- {kind: bucket-policy, resource: b, file: p.json}\n"),
       "snapshot.yaml:3:3: error POSTERN0303: a document has no `account`"},
      {manifest("- {kind: bucket-policy, account: 12, resource: b, file: p.json}\n"),
       "snapshot.yaml:3:34: error POSTERN0310: an account id must have twelve digits; write it in "
       "quotes"},
      {manifest("- {kind: queue-policy, account: '111122223333', resource: b, file: p.json}\n"),
       "snapshot.yaml:3:3: error POSTERN0303: a document has no `region`"},
      {manifest("- {kind: secret-policy, account: '111122223333', resource: b, file: p.json}\n"),
       "snapshot.yaml:3:60: error POSTERN0306: kind `secret-policy` needs the ARN of its resource"},
      {manifest("- {kind: key-policy, resource: 'arn:aws:s3:::b', account: '111122223333', file: "
                "p.json}\n"),
       "snapshot.yaml:3:32: error POSTERN0306: `arn:aws:s3:::b` does not name what a key-policy is "
       "attached to"},
      {manifest("- {kind: bucket-policy, resource: 'b*', account: '111122223333', file: p.json}\n"),
       "snapshot.yaml:3:35: error POSTERN0306: `arn:aws:s3:::b*` has a wildcard: it must name one "
       "resource"},
      {manifest("- {kind: none, resource: 'arn:aws:s3:::b/k', account: '111122223333'}\n"),
       "snapshot.yaml:3:26: error POSTERN0306: `arn:aws:s3:::b/k` names an object; name the bucket "
       "alone"},
      {manifest("- {kind: none, resource: 'arn:aws:sqs:r:111122223333:q', account: "
                "'444455556666'}\n"),
       "snapshot.yaml:3:67: error POSTERN0311: `arn:aws:sqs:r:111122223333:q` is not of account "
       "`444455556666`"},
      {manifest("- {kind: bucket-policy, account: '111122223333', resource: b, file: gone.json}\n"),
       "snapshot.yaml:3:69: error POSTERN0115: `gone.json`: cannot read the file: no such file or "
       "directory"},
      {manifest("- {kind: bucket-policy, account: '111122223333', resource: b, file: bad.json}\n"),
       "bad.json:1:14: error POSTERN0101: expected a value, found `x`"},
      {manifest(
           "- {kind: bucket-policy, account: '111122223333', resource: b, file: other.json}\n"),
       "other.json:1:1: error POSTERN0301: neither a policy document nor the output of a command "
       "that prints one"},
      {manifest("- {kind: queue-policy, resource: 'arn:aws:sqs:r:111122223333:q', file: "
                "queue.json}\n"),
       "queue.json:1:15: error POSTERN0303: the attributes have no `Policy`; ask for all "
       "attributes; if there is no policy, say `kind: none`\n"
       "queue.json:1:27: error POSTERN0311: the output is not of `arn:aws:sqs:r:111122223333:q`"},
      {manifest("- {kind: none, resource: &a 'arn:aws:s3:::b'}\n"),
       "snapshot.yaml:3:26: error POSTERN0112"},
      {manifest("- {kind: none, resource: !x 'arn:aws:s3:::b', account: '111122223333'}\n"),
       "snapshot.yaml:3:26: error POSTERN0304: `resource` must not have the YAML tag `!x`"},
      {manifest("- {kind: bucket-policy, account: '111122223333', resource: b, file: p.json}\n"
                "- {kind: none, account: '111122223333', resource: 'arn:aws:s3:::b'}\n"),
       "snapshot.yaml:4:3: error POSTERN0307: a second resource `arn:aws:s3:::b` with other "
       "content; "
       "the first is at snapshot.yaml:3:3"},
      {manifest("- {kind: bucket-policy, account: '111122223333', resource: b, file: p.json}\n"
                "- {kind: bucket-policy, account: '111122223333', resource: b, file: p.json}\n"),
       "reads"},
      {manifest("- {kind: bad1}\n- {kind: bad2}\n"),
       "snapshot.yaml:3:10: error POSTERN0310: unknown kind `bad1`; see docs/snapshot-manifest.md "
       "for "
       "the kinds there are\n"
       "snapshot.yaml:4:10: error POSTERN0310: unknown kind `bad2`"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const TemporaryFolder folder;
    folder.write("snapshot.yaml", text);
    folder.write("p.json", policy("*"));
    folder.write("bad.json", "{\"Statement\":x}");
    folder.write("other.json", "{}");
    folder.write("queue.json", R"({"Attributes":{"QueueArn":"arn:aws:sqs:r:111122223333:r"}})");
    const std::string errors = folder.errors();
    CHECK(errors.substr(0, expected.size()) == expected);
  }
}

TEST_CASE("inputs that are no snapshot are refused with a hint") {
  const std::vector<std::pair<std::string, std::string>> table{
      {"{}",
       "f.json:1:1: error POSTERN0301: the kind of this file is not known; what is read: "
       "account authorization details, "},
      {"[]", "f.json:1:1: error POSTERN0301: the kind of this file is not known"},
      {R"({"Resources":{}})",
       "f.json:1:1: error POSTERN0302: a CloudFormation template cannot be read yet"},
      {R"({"format_version":"1.0"})",
       "f.json:1:1: error POSTERN0302: a Terraform plan or state cannot be read yet"},
      {R"({"Policy":"x"})",
       "f.json:1:1: error POSTERN0302: the policy of one resource cannot be read; it does not say "
       "what it belongs to"},
  };
  for (const auto& [text, expected] : table) {
    CAPTURE(text);
    const TemporaryFolder folder;
    folder.write("f.json", text);
    CHECK(folder.errors().substr(0, expected.size()) == expected);
  }
  const TemporaryFolder empty;
  CHECK(empty.errors() ==
        empty.path() +
            ": error POSTERN0309: the folder has nothing to read; a folder holds a "
            "snapshot.yaml, iam-collect's `aws` folder or database, or JSON files");
  CHECK(empty.errors({empty.path() + "/none.json"}) ==
        "none.json: error POSTERN0115: cannot read the file: no such file or directory");
}

TEST_CASE("a manifest says when its files were collected, and an entry of its own file") {
  const TemporaryFolder folder;
  const std::string entry = "- {kind: bucket-policy, account: '111122223333', file: p.json";
  const auto write = [&](const std::string& top, const std::string& own) {
    folder.write("snapshot.yaml", top + manifest(entry + ", resource: a}\n" + entry +
                                                 ", resource: b" + own + "}\n"));
  };
  folder.write("p.json", policy("*"));
  const auto collected = [&] {
    std::vector<std::string> times;
    for (const model::InputDocument& input : read_snapshot({folder.path()}).inputs) {
      times.push_back(input.collected ? format_time(*input.collected) : "-");
    }
    return times;
  };
  write("collected: 2026-11-20T10:00:00+02:00\n", ", collected: 2026-11-21");
  CHECK(collected() ==
        std::vector<std::string>{"2026-11-20T08:00:00Z", "2026-11-21T00:00:00Z", "-"});
  write("", "");
  CHECK(collected() == std::vector<std::string>{"-", "-", "-"});
  write("collected: lately\n", ", collected: 2026");
  CHECK(folder.errors() ==
        "snapshot.yaml:1:12: error POSTERN0310: `lately` is not a time; write it as "
        "`2026-11-22T09:30:00Z`, or the date alone\n"
        "snapshot.yaml:5:88: error POSTERN0304: `collected` must be a string, not a number");
}

}  // namespace
}  // namespace postern::snapshot
