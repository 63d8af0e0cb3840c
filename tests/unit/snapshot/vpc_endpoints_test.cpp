// VPC endpoints, as a manifest and an iam-collect folder have them.
#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string entry = "- {kind: vpc-endpoints, account: '111122223333', file: x.json}\n";
const std::string here = "x.json:1:";
const std::string deny_all =
    R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]})";

void write(const TemporaryFolder& folder, const std::string& entries, const std::string& text) {
  folder.write("snapshot.yaml", "version: 1\ndocuments:\n" + entries);
  folder.write("x.json", text);
}

// One endpoint; `more` are members beside those every endpoint has.
std::string described(const std::string& service, const std::string& type,
                      const std::string& more = "") {
  return R"({"VpcEndpoints":[{"VpcEndpointId":"vpce-1","VpcId":"vpc-1","OwnerId":"111122223333",)"
         R"("VpcEndpointType":")" +
         type + R"(","ServiceName":")" + service + "\"" + more + "}]}";
}

TEST_CASE("an endpoint has its VPC, its owner, its service and its policy",
          "[VPCE-1][VPCE-5][REL-14]") {
  const TemporaryFolder folder;
  write(folder, entry,
        described("com.amazonaws.eu-west-1.s3", "Gateway",
                  R"(,"State":"available","Tags":[],"PolicyDocument":)"
                  R"("{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",)"
                  R"(\"Resource\":\"*\"}}")"));
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  const model::VpcEndpoint& endpoint = world.endpoints.at("vpce-1");
  CHECK(endpoint.id == "vpce-1");
  CHECK(endpoint.vpc == "vpc-1");
  CHECK(endpoint.account == "111122223333");
  CHECK(endpoint.service == "s3");
  CHECK(endpoint.region == "eu-west-1");
  CHECK(endpoint.gateway);
  REQUIRE(endpoint.policy != nullptr);
  CHECK(endpoint.policy->kind == model::PolicyKind::Endpoint);
  CHECK(endpoint.policy->name == "policy of VPC endpoint vpce-1");
  CHECK(world.accounts.empty());
  REQUIRE(world.inputs.size() == 2);
  CHECK(world.inputs[1].count == 1);
}

TEST_CASE("the service of an endpoint by its name", "[VPCE-7]") {
  struct Row {
    std::string name, service, region;
  };
  const std::vector<Row> table{
      {"com.amazonaws.us-east-1.sqs", "sqs", "us-east-1"},
      {"com.amazonaws.us-gov-west-1.kms-fips", "kms", "us-gov-west-1"},
      {"cn.com.amazonaws.cn-north-1.ecr.api", "ecr", "cn-north-1"},
      {"com.amazonaws.us-east-1.kinesis-streams", "kinesis", "us-east-1"},
      {"com.amazonaws.us-east-1.monitoring", "cloudwatch", "us-east-1"},
      {"com.amazonaws.iam", "iam", ""},
      {"com.amazonaws.us-east-1.bedrock", "", "us-east-1"},
      {"com.amazonaws.us-east-1.ecr.dkr", "", "us-east-1"},
      {"com.amazonaws.us-east-1", "", ""},
      {"com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d", "", ""},
      {"com.example.us-east-1.s3", "", ""},
  };
  for (const Row& row : table) {
    CAPTURE(row.name);
    const TemporaryFolder folder;
    write(folder, entry, described(row.name, "Interface"));
    const model::World world = read_snapshot({folder.path()});
    const model::VpcEndpoint& endpoint = world.endpoints.at("vpce-1");
    CHECK(endpoint.service == row.service);
    CHECK(endpoint.region == row.region);
    CHECK_FALSE(endpoint.gateway);
    CHECK(endpoint.policy == nullptr);
  }
}

TEST_CASE("an iam-collect folder and a manifest may have the same endpoint", "[VPCE-1]") {
  const TemporaryFolder folder;
  const std::string collected =
      "c/aws/aws/accounts/111122223333/ec2/eu-west-1/vpc-endpoint/vpce-1/";
  folder.write(collected + "metadata.json",
               R"({"id":"vpce-1","arn":"arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1",)"
               R"("vpc":"arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1","type":"Gateway",)"
               R"("serviceName":"com.amazonaws.eu-west-1.s3"})");
  folder.write(collected + "endpoint-policy.json", deny_all);
  folder.write(collected + "tags.json", R"({"Name":"x"})");
  const auto manifest = [&](const std::string& type) {
    folder.write("m/snapshot.yaml", "version: 1\ndocuments:\n" + entry);
    folder.write("m/x.json",
                 described("com.amazonaws.eu-west-1.s3", type, R"(,"PolicyDocument":)" + deny_all));
  };
  const std::string c = folder.path() + "/c", m = folder.path() + "/m";
  manifest("Gateway");
  REQUIRE(folder.errors({c, m}) == "reads");
  const model::World world = read_snapshot({c, m});
  REQUIRE(world.endpoints.size() == 1);
  const model::VpcEndpoint& endpoint = world.endpoints.at("vpce-1");
  CHECK(endpoint.vpc == "vpc-1");
  CHECK(endpoint.account == "111122223333");
  CHECK(endpoint.service == "s3");
  CHECK(endpoint.gateway);
  CHECK(endpoint.policy != nullptr);
  CHECK(world.notes.empty());

  manifest("Interface");
  CHECK(folder.errors({c, m}) ==
        "m/x.json:1:18: error POSTERN0307: a second VPC endpoint `vpce-1` with other content; the "
        "first is at " +
            collected + "metadata.json:1:1");
}

TEST_CASE("a list of VPC endpoints that ends early is said") {
  const TemporaryFolder folder;
  folder.write("snapshot.yaml", "version: 1\ndocuments:\n" + entry);
  folder.write("x.json", R"({"VpcEndpoints":[]} {"VpcEndpoints":[],"NextToken":"x"})");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  REQUIRE(world.warnings.size() == 1);
  CHECK(world.warnings[0].message ==
        "the list of VPC endpoints is not complete: `NextToken` says that more follows");
  CHECK(world.notes ==
        std::vector<std::string>{folder.path() + "/x.json:1:52: " + world.warnings[0].message});
}

TEST_CASE("what is wrong with VPC endpoints is said") {
  struct Row {
    std::string entries, text, expected;
  };
  const auto with = [](const std::string& members) {
    return R"({"VpcEndpoints":[{)" + members + "}]}";
  };
  const std::string head = R"("VpcEndpointId":"vpce-1","VpcId":"vpc-1",)";
  const std::vector<Row> table{
      {entry, "[]", here + "1: error POSTERN0304: the output must be an object, not an array"},
      {entry, "{}", here + "1: error POSTERN0303: the output has no `VpcEndpoints`"},
      {entry, R"({"VpcEndpoints":[],"Endpoints":[]})",
       here + "20: error POSTERN0305: unknown member `Endpoints`"},
      {entry, R"({"VpcEndpoints":["vpce-1"]})",
       here + "18: error POSTERN0304: a VPC endpoint must be an object, not a string"},
      {entry, with(R"("VpcEndpointType":"Interface","ServiceName":"x","OwnerId":"111122223333")"),
       here + "18: error POSTERN0303: a VPC endpoint has no `VpcEndpointId`\n" + here +
           "18: error POSTERN0303: a VPC endpoint has no `VpcId`"},
      {entry, with(head + R"("VpcEndpointType":"Interface")"),
       here + "18: error POSTERN0303: a VPC endpoint has no `OwnerId`\n" + here +
           "18: error POSTERN0303: a VPC endpoint has no `ServiceName`"},
      {entry, with(R"("VpcEndpointId":"x-1","VpcId":"vpc-","OwnerId":"1")"),
       here + "18: error POSTERN0303: a VPC endpoint has no `VpcEndpointType`\n" + here +
           "35: error POSTERN0310: `x-1` is not an id that starts with `vpce-`\n" + here +
           "49: error POSTERN0310: `vpc-` is not an id that starts with `vpc-`\n" + here +
           "66: error POSTERN0310: `1` is not an account id of twelve digits"},
      {entry, with(head + R"("VpcEndpointType":"Resource","OwnerId":"999922223333")"),
       here + "99: error POSTERN0311: the endpoint is not of account `111122223333`"},
      {entry, described("x", "Interface", R"(,"PolicyDocuments":"{}")"),
       here + "133: error POSTERN0305: unknown member `PolicyDocuments`; did you mean "
              "`PolicyDocument`?"},
      {entry, described("x", "Interface", R"(,"PolicyDocument":7)"), here},
      {"- {kind: vpc-endpoints, region: x, file: x.json}\n", R"({"VpcEndpoints":[]})",
       "snapshot.yaml:3:33: error POSTERN0305: `region` has no meaning for kind `vpc-endpoints`"},
      {"- {kind: vpc-endpoints}\n", "{}",
       "snapshot.yaml:3:3: error POSTERN0303: a document has no"},
  };
  for (const Row& row : table) {
    CAPTURE(row.entries, row.text);
    const TemporaryFolder folder;
    write(folder, row.entries, row.text);
    CHECK(folder.errors().substr(0, row.expected.size()) == row.expected);
  }
}

TEST_CASE("what is wrong with a collected VPC endpoint is said") {
  const TemporaryFolder folder;
  const std::string collected = "aws/aws/accounts/111122223333/ec2/eu-west-1/vpc-endpoint/vpce-1/";
  folder.write(collected + "metadata.json",
               R"({"id":7,"arn":"arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1",)"
               R"("vpc":"vpc-1"})");
  const std::string at = collected + "metadata.json:1:";
  CHECK(folder.errors() == at + "1: error POSTERN0303: a resource has no `type`\n" + at +
                               "7: error POSTERN0304: `id` must be a string, not a number\n" + at +
                               "78: error POSTERN0306: `vpc-1` is not the ARN of a VPC");
}

}  // namespace
}  // namespace postern::snapshot
