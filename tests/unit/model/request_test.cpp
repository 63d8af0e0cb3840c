#include "model/request.h"

#include "model/world.h"
#include "support/catch.h"

namespace postern::model {

TEST_CASE("caller types have the words of scenario files", "[MOD-2]") {
  for (const char* word : {"root", "user", "role_session", "federated_user", "service", "anonymous",
                           "web_identity", "saml"}) {
    CAPTURE(word);
    const std::optional<CallerType> type = parse_caller_type(word);
    REQUIRE(type);
    CHECK(to_string(*type) == word);
  }
  CHECK_FALSE(parse_caller_type("User"));
  CHECK_FALSE(parse_caller_type(""));
}

TEST_CASE("decisions have the words of scenario files") {
  CHECK(to_string(Decision::Allowed) == "allowed");
  CHECK(to_string(Decision::ExplicitDeny) == "explicit_deny");
  CHECK(to_string(Decision::ImplicitDeny) == "implicit_deny");
}

TEST_CASE("a resource policy governs the resource and what lies in it", "[KMS-11][LMB-4][RES-8]") {
  const auto governed = [](ResourceKind kind, std::string arn) {
    Resource resource;
    resource.kind = kind;
    resource.arn = std::move(arn);
    return governed_arns(resource);
  };
  using Arns = std::vector<std::string>;
  CHECK(governed(ResourceKind::S3Bucket, "arn:aws:s3:::b") ==
        Arns{"arn:aws:s3:::b", "arn:aws:s3:::b/*"});
  CHECK(governed(ResourceKind::LambdaFunction, "arn:aws:lambda:r:1:function:f") ==
        Arns{"arn:aws:lambda:r:1:function:f"});  // LMB-4: versions and aliases have their own
  CHECK(governed(ResourceKind::KmsKey, "arn:aws:kms:r:1:key/k") == Arns{"arn:aws:kms:r:1:key/k"});
}

}  // namespace postern::model
