#include "model/gaps.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/arn.h"
#include "model/world.h"
#include "semantics/scenario_of.h"
#include "support/catch.h"

namespace postern::model {
namespace {

IamPrincipal role(const std::string& account, const std::string& name) {
  IamPrincipal out;
  out.kind = PrincipalKind::Role;
  out.account = account;
  out.name = name;
  out.partition = "aws";
  out.arn = "arn:aws:iam::" + account + ":role/" + name;
  return out;
}

Request request_of(const IamPrincipal& role, const std::string& action,
                   const std::string& resource) {
  Request out;
  out.caller.type = CallerType::RoleSession;
  out.caller.partition = "aws";
  out.caller.account = role.account;
  out.caller.role_arn = role.arn;
  out.caller.arn = "arn:aws:sts::" + role.account + ":assumed-role/" + role.name + "/session";
  out.action = action;
  out.resource = resource;
  return out;
}

// A world that lacks something of each sort.
World wanting() {
  World world;
  for (const char* id : {"111111111111", "222222222222", "333333333333"}) {
    world.accounts[id].id = id;
  }
  Account& first = world.accounts["111111111111"];
  first.has_identities = true;
  first.organization = "o-1";
  first.unit = "ou-gone";
  world.accounts["222222222222"].identities_lack = "f.json:1:2: `Marker` says that more follows";
  Organization& organization = world.organizations["o-1"];
  organization.id = "o-1";
  organization.management_account = "999999999999";
  organization.rcps_enabled = false;
  IamPrincipal app = role("111111111111", "app");
  app.missing = {"arn:aws:iam::111111111111:policy/p"};
  app.boundary_missing = true;
  app.boundary_arn = "arn:aws:iam::111111111111:policy/limit";
  world.principals[app.arn] = app;
  Resource bucket;
  bucket.kind = ResourceKind::S3Bucket;
  bucket.arn = "arn:aws:s3:::b";
  bucket.account = "111111111111";
  bucket.s3.emplace().ownership = ObjectOwnership::ObjectWriter;
  bucket.s3->object_acls_missing = true;
  world.resources[bucket.arn] = bucket;
  Resource key;
  key.kind = ResourceKind::KmsKey;
  key.arn = "arn:aws:kms:eu-west-1:111111111111:key/k";
  key.account = "111111111111";
  key.missing = {"the rest of the grants"};
  world.resources[key.arn] = key;
  return world;
}

bool lists(const std::vector<Gap>& gaps, const std::string& needed) {
  return std::any_of(gaps.begin(), gaps.end(), [&](const Gap& gap) {
    return gap.effect == Gap::Effect::Unknown && gap.needed_for == needed;
  });
}

TEST_CASE("what a decision misses is among the gaps of the world, in the same words", "[SCOPE-1]") {
  const World world = wanting();
  const std::vector<Gap> gaps = gaps_of(world);
  const IamPrincipal& app = world.principals.at("arn:aws:iam::111111111111:role/app");
  std::size_t found = 0;
  for (const auto& [action, resource] :
       {std::pair{"s3:GetObject", "arn:aws:s3:::b/x"},
        std::pair{"kms:Decrypt", "arn:aws:kms:eu-west-1:111111111111:key/k"},
        std::pair{"sts:AssumeRole", "arn:aws:iam::111111111111:role/app"}}) {
    const semantics::Assembled assembled =
        semantics::scenario_of(world, request_of(app, action, resource));
    for (const std::string& missing : assembled.missing) {
      CAPTURE(missing);
      CHECK(lists(gaps, missing));
      ++found;
    }
  }
  CHECK(found == 3 * 3 + 3);  // of the caller and its account; and one of each resource
}

TEST_CASE("gaps by account, what is assumed after what is unknown") {
  std::vector<std::string> shown;
  for (const Gap& gap : gaps_of(wanting())) {
    shown.push_back((gap.effect == Gap::Effect::Unknown ? "? " : "= ") + gap.account + ": " +
                    gap.what);
  }
  CHECK(shown ==
        std::vector<std::string>{
            "? 111111111111: the place of account 111111111111 in organization o-1",
            "? 111111111111: document of `arn:aws:iam::111111111111:policy/p`",
            "? 111111111111: document of `arn:aws:iam::111111111111:policy/limit`",
            "? 111111111111: trust policy of `arn:aws:iam::111111111111:role/app`",
            "? 111111111111: the rest of the grants of `arn:aws:kms:eu-west-1:111111111111:key/k`",
            "? 111111111111: access control lists of the objects of `arn:aws:s3:::b`",
            "? 111111111111: policies of any SQS queue, SNS topic, Lambda function, secret, ECR "
            "repository of account 111111111111",
            "? 222222222222: the rest of the users and roles of account 222222222222: f.json:1:2: "
            "`Marker` says that more follows",
            "? 222222222222: policies of any S3 bucket, SQS queue, SNS topic, Lambda function, KMS "
            "key, secret, ECR repository of account 222222222222",
            "= 333333333333: users and roles of account 333333333333"});
}

}  // namespace
}  // namespace postern::model
