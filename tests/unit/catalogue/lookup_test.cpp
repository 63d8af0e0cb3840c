// Finding actions, services and keys by name.
#include "catalogue/lookup.h"

#include "catalogue/catalogue.h"
#include "support/catch.h"

namespace postern::catalogue {
namespace {

TEST_CASE("catalogue: actions are found whatever the case", "[ACT-1]") {
  const Catalogue catalogue;
  const ActionId action = catalogue.find_action("S3:getobject").value();
  CHECK(catalogue.name(action) == "s3:GetObject");
  CHECK(catalogue.service_prefix(catalogue.service(action)) == "s3");
  for (std::string_view unknown :
       {"", "s3", "s3:", "s3:Get", "s3:GetObject ", "s3:Get*", "GetObject", "zzz:Zzz"}) {
    CAPTURE(unknown);
    CHECK_FALSE(catalogue.find_action(unknown));
  }
}

TEST_CASE("catalogue: services are found whatever the case") {
  const Catalogue catalogue;
  CHECK(catalogue.service_prefix(catalogue.find_service("KMS").value()) == "kms");
  for (std::string_view unknown : {"", "s", "s3:", "zzz"}) {
    CHECK_FALSE(catalogue.find_service(unknown));
  }
}

TEST_CASE("catalogue: concrete keys are mapped to their entries", "[COND-5]") {
  const Catalogue catalogue;
  const auto entry = [&](std::string_view key) {
    const auto found = catalogue.find_key(key);
    return found ? catalogue.key_name(*found) : std::string_view("none");
  };
  CHECK(entry("S3:PREFIX") == "s3:prefix");
  CHECK(entry("aws:RequestTag/team") == "aws:RequestTag/*");
  CHECK(entry("aws:requesttag/a/b:c") == "aws:RequestTag/*");
  CHECK(entry("aws:PrincipalTag/team") == "aws:PrincipalTag/*");
  CHECK(entry("kms:EncryptionContext:app") == "kms:EncryptionContext:*");
  CHECK(entry("kms:EncryptionContextKeys") == "kms:EncryptionContextKeys");
  CHECK(entry("s3:ExistingObjectTag/x") == "s3:ExistingObjectTag/*");
  CHECK(entry("secretsmanager:ResourceTag/x") == "secretsmanager:ResourceTag/*");
  CHECK(entry("sagemaker:ResourceTag/x") == "sagemaker:ResourceTag/*");
  CHECK(entry("token.actions.githubusercontent.com:sub") == "*.*:sub");
  CHECK(entry("token.actions.githubusercontent.com:actor") ==
        "token.actions.githubusercontent.com:actor");
  CHECK(entry("token.actions.githubusercontent.com/acme:actor") ==
        "token.actions.githubusercontent.com/*:actor");
  CHECK(entry("SAML:aud") == "saml:aud");
  for (std::string_view unknown :
       {"", "aws:", "aws:RequestTag", "aws:RequestTag/", "s3:nonsense", "iam:sub", "team"}) {
    CAPTURE(unknown);
    CHECK(entry(unknown) == "none");
  }
}

TEST_CASE("catalogue: the most specific key wins") {
  const Catalogue catalogue;
  const auto entry = [&](std::string_view key) {
    return catalogue.key_name(catalogue.find_key(key).value());
  };
  CHECK(entry("events:metadata/a") == "events:Metadata/*");
  CHECK(entry("events:metadata/a/matcher") == "events:Metadata/*/Matcher");
  CHECK(entry("s3:ExistingObjectTag/a.b:sub") == "s3:ExistingObjectTag/*");
}

TEST_CASE("catalogue: stars in key names stand for non-empty text") {
  CHECK(matches_template("a", "A"));
  CHECK(matches_template("a/*", "A/b"));
  CHECK(matches_template("*.*:sub", "x.y:sub"));
  CHECK(matches_template("a*c*e", "abcde"));
  CHECK(matches_template("a*c*e", "axcycze"));
  CHECK_FALSE(matches_template("a", "ab"));
  CHECK_FALSE(matches_template("a/*", "a/"));
  CHECK_FALSE(matches_template("*.*:sub", "xy:sub"));
  CHECK_FALSE(matches_template("*.*:sub", ".y:sub"));
  CHECK_FALSE(matches_template("a*c", "acd"));
}

TEST_CASE("catalogue: did you mean") {
  const Catalogue catalogue;
  CHECK(catalogue.closest_action("s3:GetObjcet") == "s3:GetObject");
  CHECK(catalogue.closest_action("S3:getobjects") == "s3:GetObject");
  CHECK(catalogue.closest_action("s4:GetObject") == "s3:GetObject");
  CHECK(catalogue.closest_action("dynamdb:PutItem") == "dynamodb:PutItem");
  CHECK(catalogue.closest_action("s3:CompletelyDifferentWord").empty());
  CHECK(catalogue.closest_action("nosuchservice:GetObject").empty());
  CHECK(catalogue.closest_action("GetObject").empty());
  CHECK(catalogue.closest_action("").empty());
}

}  // namespace
}  // namespace postern::catalogue
