#include <string>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string account = "aws/aws/accounts/111122223333/";
const std::string allow_all = R"({"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}})";
const std::string open_to_all =
    R"({"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}})";
const std::string trust =
    R"({"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}})";

void write_account(const TemporaryFolder& folder) {
  const std::string role = account + "iam/role/eng%2fapp/";
  folder.write(account + "organization.json", R"({"organizationId":"o-1"})");
  folder.write(role + "metadata.json", R"({"arn":"arn:aws:iam::111122223333:role/Eng/App",
      "name":"App","id":"AROA1","path":"/Eng/","created":"2024-01-01",
      "permissionBoundary":"arn:aws:iam::aws:policy/Limit"})");
  folder.write(role + "trust-policy.json", trust);
  folder.write(role + "inline-policies.json",
               "[{\"PolicyName\":\"In\",\"PolicyDocument\":" + allow_all + "}]");
  folder.write(role + "managed-policies.json",
               R"(["arn:aws:iam::111122223333:policy/Own","arn:aws:iam::aws:policy/Gone"])");
  folder.write(role + "tags.json", R"({"Team":"x"})");
  folder.write(account + "iam/user/ann/metadata.json",
               R"({"arn":"arn:aws:iam::111122223333:user/Ann"})");
  folder.write(account + "iam/user/ann/groups.json",
               R"(["arn:aws:iam::111122223333:group/Eng/Devs"])");
  folder.write(account + "iam/group/eng%2fdevs/metadata.json",
               R"({"arn":"arn:aws:iam::111122223333:group/Eng/Devs"})");
  folder.write(account + "iam/group/eng%2fdevs/managed-policies.json",
               R"(["arn:aws:iam::111122223333:policy/Own"])");
  folder.write(account + "iam/policy/own/metadata.json",
               R"({"arn":"arn:aws:iam::111122223333:policy/Own"})");
  folder.write(account + "iam/policy/own/current-policy.json", allow_all);
  folder.write(account + "iam/aws/policy/limit/metadata.json",
               R"({"arn":"arn:aws:iam::aws:policy/Limit"})");
  folder.write(account + "iam/aws/policy/limit/current-policy.json", allow_all);
  folder.write(account + "s3/bucket/metadata.json", R"({"arn":"arn:aws:s3:::bucket"})");
  folder.write(account + "s3/bucket/policy.json", open_to_all);
  folder.write(account + "s3/bucket/bpa.json",
               R"({"BlockPublicAcls":true,"IgnorePublicAcls":true})");
  folder.write(account + "kms/eu-west-1/key/1/metadata.json",
               R"({"arn":"arn:aws:kms:eu-west-1:111122223333:key/1"})");
}

TEST_CASE("an iam-collect folder becomes a world") {
  const TemporaryFolder folder;
  write_account(folder);
  folder.write("aws/aws/accounts/444455556666/s3/other/metadata.json",
               R"({"arn":"arn:aws:s3:::other"})");
  folder.write("aws/aws/accounts/444455556666/s3-bpa.json", R"({"RestrictPublicBuckets":true})");
  const std::string access_point = account + "s3/eu-west-1/accesspoint/p/";
  folder.write(access_point + "metadata.json",
               R"({"arn":"arn:aws:s3:eu-west-1:111122223333:accesspoint/p"})");
  folder.write(access_point + "bpa.json", R"({"IgnorePublicAcls":true})");
  folder.write(account + "kms/eu-west-1/key/2/metadata.json",
               R"({"arn":"arn:aws:kms:eu-west-1:111122223333:key/2","aliases":["alias/aws/s3"]})");
  folder.write("aws/aws/indexes/vpcs.json", "{}");
  folder.write(account + "ram/global/share.json", "{}");
  folder.write(account + "s3/bucket/lock.json", "{}");
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});

  const model::IamPrincipal& app = world.principals.at("arn:aws:iam::111122223333:role/Eng/App");
  CHECK(app.name == "App");
  CHECK(app.unique_id == "AROA1");
  CHECK(app.tags.at("Team") == "x");
  REQUIRE(app.identity.size() == 2);
  CHECK(app.identity[0]->name == "inline policy In of role App");
  CHECK(app.identity[1]->name == "arn:aws:iam::111122223333:policy/Own");
  CHECK(app.missing == std::vector<std::string>{"arn:aws:iam::aws:policy/Gone"});
  REQUIRE(app.boundary != nullptr);
  CHECK(app.boundary->name == "arn:aws:iam::aws:policy/Limit");
  CHECK(app.trust->name == "trust policy of role App");

  const model::IamPrincipal& ann = world.principals.at("arn:aws:iam::111122223333:user/Ann");
  REQUIRE(ann.identity.size() == 1);
  CHECK(ann.identity[0] == app.identity[1]);
  CHECK(ann.missing.empty());

  const model::Resource& bucket = world.resources.at("arn:aws:s3:::bucket");
  CHECK(bucket.account == "111122223333");
  CHECK(bucket.policy->name == "bucket policy of bucket");
  CHECK(bucket.unmodelled.empty());
  REQUIRE(bucket.s3);
  CHECK(bucket.s3->block == model::PublicAccessBlock{true, false});
  CHECK_FALSE(bucket.s3->acls_count());
  CHECK_FALSE(bucket.s3->object_acls_missing);
  const model::Resource& other = world.resources.at("arn:aws:s3:::other");
  CHECK(other.account == "444455556666");
  CHECK(other.policy == nullptr);
  CHECK(other.s3->block == model::PublicAccessBlock());
  CHECK(world.accounts.at("444455556666").s3_block == model::PublicAccessBlock{false, true});
  CHECK(world.resources.at("arn:aws:s3:eu-west-1:111122223333:accesspoint/p").unmodelled ==
        std::vector<std::string>{"public access block"});
  const model::Resource& key = world.resources.at("arn:aws:kms:eu-west-1:111122223333:key/1");
  CHECK(key.unmodelled.size() == 1);
  CHECK_FALSE(key.aws_managed_key);
  CHECK(world.resources.at("arn:aws:kms:eu-west-1:111122223333:key/2").aws_managed_key);

  CHECK(world.accounts.at("111122223333").has_identities);
  CHECK(world.accounts.at("111122223333").organization == "o-1");
  CHECK_FALSE(world.accounts.at("444455556666").has_identities);
  CHECK(world.notes == std::vector<std::string>{
                           "1 file named `lock.json` was read past: not modelled yet",
                           "1 public access block of S3 was read past: not modelled yet",
                           "1 resource share was read past: not modelled yet",
                           "access control lists of S3 buckets are not read: taken as disabled",
                           "organization o-1 is not in the snapshot: its policies are not known",
                       });
}

TEST_CASE("what is wrong in an iam-collect folder, and where", "[REL-9][AMB-33]") {
  struct Row {
    std::string file, text, expected;
  };
  const std::string account_path = "aws/aws/accounts/111122223333/";
  const std::vector<Row> table{
      {account + "iam/role/x/trust-policy.json", trust,
       account_path + "iam/role/x: error POSTERN0303: the folder has no `metadata.json`"},
      {account + "iam/role/x/metadata.json", R"({"arn":"arn:aws:iam::111122223333:role/x"})",
       account_path +
           "iam/role/x: error POSTERN0303: the role's folder has no `trust-policy.json`"},
      {account + "iam/role/x/metadata.json", R"({"arn":"arn:aws:iam::444455556666:role/x"})",
       account_path + "iam/role/x/metadata.json:1:8: error POSTERN0311: "
                      "`arn:aws:iam::444455556666:role/x` lies in the folder of account "
                      "`111122223333`"},
      {account + "iam/user/ann/metadata.json", "{\"arn\":1}",
       account_path + "iam/user/ann/metadata.json:1:8: error POSTERN0304: `arn` must be a string, "
                      "not a number"},
      {account + "iam/user/ann/groups.json", "{}",
       account_path + "iam/user/ann/groups.json:1:1: error POSTERN0304: the list of groups must be "
                      "an array, not an object"},
      {account + "iam/user/ann/tags.json", R"({"Team":"a","team":"b"})",
       account_path + "iam/user/ann/tags.json:1:13: error POSTERN0307: a second tag `team`"},
      {account + "iam/policy/own/metadata.json", "{",
       account_path + "iam/policy/own/metadata.json:1:2: error POSTERN0110"},
      {account + "s3/bucket/policy.json", "[]",
       account_path + "s3/bucket/policy.json:1:1: error POSTERN0201"},
      {"aws/aws/accounts/1/s3/b/metadata.json", "{}",
       "aws/aws/accounts/1/s3/b: error POSTERN0310: `1` is not an account id of twelve digits"},
  };
  for (const Row& row : table) {
    CAPTURE(row.file, row.text);
    const TemporaryFolder folder;
    write_account(folder);
    folder.write(row.file, row.text);
    const std::string errors = folder.errors();
    CHECK(errors.substr(0, row.expected.size()) == row.expected);
  }
}

TEST_CASE("sources are merged, and contradictions named") {
  const TemporaryFolder collected;
  write_account(collected);
  const TemporaryFolder manifest;
  manifest.write("p.json", open_to_all);
  manifest.write(
      "snapshot.yaml",
      "version: 1\ndocuments:\n- {kind: bucket-policy, account: '111122223333', resource: "
      "bucket, file: p.json}\n");
  CHECK(collected.errors({collected.path(), manifest.path()}) == "reads");
  CHECK(collected.errors({collected.path(), collected.path()}) == "reads");
  manifest.write("p.json", R"({"Statement":[]})");
  CHECK(collected.errors({collected.path(), manifest.path()}) ==
        manifest.path() +
            "/snapshot.yaml:3:3: error POSTERN0307: a second resource `arn:aws:s3:::bucket` with "
            "other content; the first is at " +
            account + "s3/bucket/metadata.json:1:1");
}

}  // namespace
}  // namespace postern::snapshot
