// What a manifest says of buckets and keys besides their policies.
#include <string>
#include <utility>
#include <vector>

#include "snapshot/snapshot.h"
#include "support/catch.h"
#include "temporary_folder.h"

namespace postern::snapshot {
namespace {

const std::string bucket = "account: '111122223333', resource: b";
const std::string key = "resource: 'arn:aws:kms:eu-west-1:111122223333:key/1'";
const std::string no_policy =
    "- {kind: none, account: '111122223333', resource: 'arn:aws:s3:::b'}\n"
    "- {kind: none, resource: 'arn:aws:kms:eu-west-1:111122223333:key/1'}\n";
const std::string list =
    R"({"Owner":{"DisplayName":"me","ID":"abc"},"Grants":[)"
    R"({"Grantee":{"Type":"CanonicalUser","DisplayName":"me","ID":"abc"},"Permission":"FULL_CONTROL"},)"
    R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},)"
    R"("Permission":"READ"}]})";
const std::string grants =
    R"({"Grants":[{"KeyId":"arn:aws:kms:eu-west-1:111122223333:key/1","GrantId":"g1","Name":"",)"
    R"("CreationDate":"2024-01-01","GranteePrincipal":"arn:aws:iam::444455556666:role/r",)"
    R"("RetiringPrincipal":"arn:aws:iam::111122223333:root","IssuingAccount":"x",)"
    R"("Operations":["Decrypt","DescribeKey"],)"
    R"("Constraints":{"EncryptionContextSubset":{"a":"b"}}},)"
    R"({"KeyId":"1","GrantId":"g2","GranteePrincipal":"AROA1","Operations":["Sign"]}]})";

std::string ownership(const std::string& word) {
  return R"({"OwnershipControls":{"Rules":[{"ObjectOwnership":")" + word + "\"}]}}";
}

void write(const TemporaryFolder& folder, const std::string& entries) {
  folder.write("snapshot.yaml", "version: 1\ndocuments:\n" + entries);
  folder.write("acl.json", list);
  folder.write("enforced.json", ownership("BucketOwnerEnforced"));
  folder.write("preferred.json", ownership("BucketOwnerPreferred"));
  folder.write("block.json", R"({"PublicAccessBlockConfiguration":{"BlockPublicAcls":false,
"IgnorePublicAcls":true,"BlockPublicPolicy":true,"RestrictPublicBuckets":false}})");
  folder.write("grants.json", grants);
}

const std::string acl_entry = "- {kind: bucket-acl, " + bucket + ", file: acl.json}\n";
const std::string enforced_entry =
    "- {kind: ownership-controls, " + bucket + ", file: enforced.json}\n";
const std::string preferred_entry =
    "- {kind: ownership-controls, " + bucket + ", file: preferred.json}\n";

TEST_CASE("facts about a bucket are merged", "[BPA-5][MOD-3]") {
  const TemporaryFolder folder;
  write(folder, acl_entry + "- {kind: public-access-block, " + bucket +
                    ", file: block.json}\n"
                    "- {kind: public-access-block, account: 444455556666, file: block.json}\n" +
                    no_policy);
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  const model::S3Access& s3 = *world.resources.at("arn:aws:s3:::b").s3;
  CHECK(s3.ownership == model::ObjectOwnership::ObjectWriter);
  CHECK(s3.object_acls_missing);
  CHECK(s3.owner == "abc");
  REQUIRE(s3.bucket_acl);
  CHECK(s3.bucket_acl->owner == "abc");
  REQUIRE(s3.bucket_acl->grants.size() == 2);
  CHECK(s3.bucket_acl->grants[0].canonical_id == "abc");
  CHECK(s3.bucket_acl->grants[1].grantee == model::AclGrantee::AllUsers);
  CHECK(s3.block == model::PublicAccessBlock{true, false});
  CHECK(world.accounts.at("111122223333").canonical_id == "abc");
  CHECK(world.accounts.at("111122223333").s3_block == model::PublicAccessBlock());
  CHECK(world.accounts.at("444455556666").s3_block == model::PublicAccessBlock{true, false});
  CHECK(world.notes.empty());
}

TEST_CASE("ownership decides whether lists count", "[OWN-1][OWN-2]") {
  struct Row {
    std::string entries;
    model::ObjectOwnership ownership;
    bool counts;
    std::vector<std::string> notes;
  };
  const std::string other = "- {kind: none, account: '111122223333', resource: 'arn:aws:s3:::c'}\n";
  const std::vector<Row> table{
      {"",
       model::ObjectOwnership::BucketOwnerEnforced,
       false,
       {"access control lists of S3 buckets are not read: taken as disabled"}},
      {enforced_entry, model::ObjectOwnership::BucketOwnerEnforced, false, {}},
      {acl_entry + enforced_entry, model::ObjectOwnership::BucketOwnerEnforced, false, {}},
      {acl_entry + preferred_entry, model::ObjectOwnership::BucketOwnerPreferred, true, {}},
      {acl_entry + other,
       model::ObjectOwnership::ObjectWriter,
       true,
       {"access control lists of S3 buckets are taken as disabled where the snapshot has neither "
        "a list nor ownership controls"}},
  };
  for (const Row& row : table) {
    CAPTURE(row.entries);
    const TemporaryFolder folder;
    write(folder, row.entries + no_policy);
    REQUIRE(folder.errors() == "reads");
    const model::World world = read_snapshot({folder.path()});
    const model::S3Access& s3 = *world.resources.at("arn:aws:s3:::b").s3;
    CHECK(s3.ownership == row.ownership);
    CHECK(s3.acls_count() == row.counts);
    CHECK(s3.object_acls_missing == row.counts);
    CHECK(world.notes == row.notes);
  }
}

TEST_CASE("grants of a key", "[KMS-10]") {
  const TemporaryFolder folder;
  write(folder, "- {kind: key-grants, " + key + ", file: grants.json}\n" + no_policy);
  REQUIRE(folder.errors() == "reads");
  const model::World world = read_snapshot({folder.path()});
  const auto& read = world.resources.at("arn:aws:kms:eu-west-1:111122223333:key/1").key_grants;
  REQUIRE(read.size() == 2);
  CHECK(read[0].id == "g1");
  CHECK(read[0].grantee == "arn:aws:iam::444455556666:role/r");
  CHECK(read[0].operations == std::vector<std::string>{"Decrypt", "DescribeKey"});
  CHECK(read[0].context_subset.at("a") == "b");
  CHECK(read[0].context_equals.empty());
  CHECK(read[1].grantee == "arn:aws:iam::111122223333:root");
  CHECK(read[1].operations == std::vector<std::string>{"RetireGrant"});
  CHECK(read[1].context_subset.empty());
  CHECK(world.notes.front() ==
        "a key grant to `AROA1` is left out: what has an id in place of an ARN is deleted");
}

TEST_CASE("what is wrong with facts, and where") {
  const auto entry = [&](const std::string& kind, const std::string& rest) {
    return "- {kind: " + kind + ", " + rest + ", file: x.json}\n";
  };
  const std::string here = "x.json:1:";
  struct Row {
    std::string entries, text, expected;
  };
  const std::vector<Row> table{
      {acl_entry, "",
       "snapshot.yaml:3:3: error POSTERN0308: nothing says what policy `arn:aws:s3:::b` has; give "
       "its policy; if it has none, say `kind: none`"},
      {preferred_entry + no_policy, "",
       "snapshot.yaml:3:3: error POSTERN0308: access control lists count in `arn:aws:s3:::b`, but "
       "nothing says what its own is; give it as `kind: bucket-acl`"},
      {enforced_entry + preferred_entry, "",
       "snapshot.yaml:4:3: error POSTERN0307: a second object ownership of `arn:aws:s3:::b` with "
       "other content; the first is at snapshot.yaml:3:3"},
      {acl_entry + acl_entry + no_policy, "", "reads"},
      {"- {kind: bucket-acl, account: '444455556666', resource: b, file: acl.json}\n" + no_policy,
       "",
       "snapshot.yaml:3:3: error POSTERN0307: `arn:aws:s3:::b` is of account `111122223333`, not "
       "of "
       "`444455556666`; it is at snapshot.yaml:4:3"},
      {acl_entry + entry("bucket-acl", "account: '111122223333', resource: c"),
       R"({"Owner":{"ID":"xyz"},"Grants":[]})",
       "snapshot.yaml:4:3: error POSTERN0307: a second canonical id of account `111122223333` with "
       "other content"},
      {entry("bucket-acl", bucket), "{}",
       here + "1: error POSTERN0303: the ACL has no `Owner`\n" + here +
           "1: error POSTERN0303: the ACL has no `Grants`"},
      {entry("bucket-acl", bucket),
       R"({"Owner":{"ID":"a"},"Grants":[{"Grantee":{"Type":"User","ID":"a"},"Permission":"READ"}]})",
       here + "50: error POSTERN0310: unknown type `User` of a grantee; write `CanonicalUser` or "
              "`Group`"},
      {entry("bucket-acl", bucket),
       R"({"Owner":{"ID":"a"},"Grants":[{"Grantee":{"Type":"Group","URI":"x:y"},"Permission":"READ"}]})",
       here + "64: error POSTERN0310: `x:y` can be no grantee of an ACL"},
      {entry("bucket-acl", bucket), R"({"Owner":{"ID":"a"},"Grants":[],"Rules":1})",
       here + "33: error POSTERN0305: unknown member `Rules`"},
      {entry("ownership-controls", bucket), R"({"OwnershipControls":{"Rules":[]}})",
       here + "31: error POSTERN0310: ownership controls have one rule"},
      {entry("ownership-controls", bucket), ownership("Writer"),
       here + "51: error POSTERN0310: unknown object ownership `Writer`"},
      {entry("public-access-block", bucket), R"({"BlockPublicAcls":true})",
       here + "1: error POSTERN0303: the output has no `PublicAccessBlockConfiguration`"},
      {entry("public-access-block", bucket),
       R"({"PublicAccessBlockConfiguration":{"BlockPublicAcl":true}})",
       here + "36: error POSTERN0305: unknown member `BlockPublicAcl`; did you mean "
              "`BlockPublicAcls`?"},
      {entry("public-access-block", "region: x"), "{}",
       "snapshot.yaml:3:3: error POSTERN0303: a document has no `account`\n"
       "snapshot.yaml:3:39: error POSTERN0305: `region` has no meaning for kind "
       "`public-access-block`"},
      {entry("key-grants", key), R"({"Grants":[{"GrantId":"g"}]})",
       here + "12: error POSTERN0303: a grant has no `Operations`\n" + here +
           "12: error POSTERN0303: a grant has no `GranteePrincipal`"},
      {entry("key-grants", key),
       R"({"Grants":[{"GrantId":"g","KeyId":"2","GranteePrincipal":"a.b","Operations":["Decript"]}]})",
       here +
           "35: error POSTERN0311: the grant is not of "
           "`arn:aws:kms:eu-west-1:111122223333:key/1`\n" +
           here +
           "78: error POSTERN0310: no grant can be for the operation `Decript`; did you mean "
           "`Decrypt`?"},
      {entry("key-grants", key),
       R"({"Grants":[{"GrantId":"g","GranteePrincipal":"me","Operations":[],"Constraints":{"X":1}}]})",
       here +
           "46: error POSTERN0306: `me` can be no grantee of a key grant; write the ARN of a "
           "principal or the name of a service\n" +
           here + "82: error POSTERN0305: unknown member `X`"},
      {entry("bucket-acl", key), "{}",
       "snapshot.yaml:3:32: error POSTERN0306: `arn:aws:kms:eu-west-1:111122223333:key/1` does not "
       "name what a bucket-acl is attached to"},
  };
  for (const Row& row : table) {
    CAPTURE(row.entries, row.text);
    const TemporaryFolder folder;
    write(folder, row.entries);
    folder.write("x.json", row.text);
    const std::string errors = folder.errors();
    CHECK(errors.substr(0, row.expected.size()) == row.expected);
  }
}

TEST_CASE("grants in pages are put together; a last page that is not the last is said") {
  const auto read = [](const std::string& text) {
    const std::string about = ", resource: 'arn:aws:kms:eu-west-1:111122223333:key/1', file: ";
    const TemporaryFolder folder;
    write(folder, "- {kind: key-policy" + about + "policy.json}\n- {kind: key-grants" + about +
                      "x.json}\n");
    folder.write("policy.json", R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow",
"Principal":{"AWS":"111122223333"},"Action":"kms:*","Resource":"*"}]})");
    folder.write("x.json", text);
    REQUIRE(folder.errors() == "reads");
    return read_snapshot({folder.path()});
  };
  const auto page = [](const std::string& id, const std::string& rest) {
    return R"({"Grants":[{"GrantId":")" + id +
           R"(","GranteePrincipal":"a.b","Operations":["Decrypt"]}])" + rest + "}\n";
  };
  const std::string arn = "arn:aws:kms:eu-west-1:111122223333:key/1";
  const std::string more = R"(,"NextMarker":"m","Truncated":true)";
  const model::World whole = read(page("1", more) + page("2", ""));
  CHECK(whole.resources.at(arn).key_grants.size() == 2);
  CHECK(whole.resources.at(arn).missing.empty());
  CHECK(whole.warnings.empty());
  const model::World cut = read(page("1", "") + page("2", more));
  CHECK(cut.resources.at(arn).key_grants.size() == 2);
  CHECK(cut.resources.at(arn).missing == std::vector<std::string>{"the rest of the grants"});
  REQUIRE(cut.warnings.size() == 1);
  CHECK(to_string(cut.warnings[0].where).ends_with("x.json:2:108"));
  CHECK(cut.warnings[0].message ==
        "the list of grants of `" + arn + "` is not complete: `Truncated` says that more follows");
}

}  // namespace
}  // namespace postern::snapshot
