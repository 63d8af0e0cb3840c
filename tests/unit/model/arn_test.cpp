#include "model/arn.h"

#include "support/catch.h"

namespace postern::model {

TEST_CASE("an ARN splits at its first five colons", "[ARN-1]") {
  struct Row {
    std::string_view text, partition, service, region, account, resource;
  };
  const Row rows[] = {
      {"arn:aws:s3:::b/x:y", "aws", "s3", "", "", "b/x:y"},
      {"arn:aws:logs:us-east-1:111111111111:log-group:g:*", "aws", "logs", "us-east-1",
       "111111111111", "log-group:g:*"},
      {"arn:aws-cn:iam::111111111111:role/team/dev", "aws-cn", "iam", "", "111111111111",
       "role/team/dev"},
      {"arn:aws:iam::aws:policy/ReadOnlyAccess", "aws", "iam", "", "aws", "policy/ReadOnlyAccess"},
      {"arn:aws:sns:us-east-1:111111111111:topic:uuid", "aws", "sns", "us-east-1", "111111111111",
       "topic:uuid"},
      {"arn:::::", "", "", "", "", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<ArnView> arn = parse_arn(row.text);
    REQUIRE(arn);
    CHECK(arn->partition == row.partition);
    CHECK(arn->service == row.service);
    CHECK(arn->region == row.region);
    CHECK(arn->account == row.account);
    CHECK(arn->resource == row.resource);
  }
}

TEST_CASE("the ARNs of each kind of thing", "[ARN-3]") {
  struct Row {
    std::string_view text, service, region, account, resource;
  };
  constexpr std::string_view a = "111111111111";
  const Row rows[] = {
      {"arn:aws:iam::111111111111:root", "iam", "", a, "root"},
      {"arn:aws:iam::111111111111:user/team/alice", "iam", "", a, "user/team/alice"},
      {"arn:aws:iam::111111111111:group/devs", "iam", "", a, "group/devs"},
      {"arn:aws:sts::111111111111:assumed-role/dev/s1", "sts", "", a, "assumed-role/dev/s1"},
      {"arn:aws:sts::111111111111:federated-user/carol", "sts", "", a, "federated-user/carol"},
      {"arn:aws:iam::111111111111:oidc-provider/idp.example.com/a", "iam", "", a,
       "oidc-provider/idp.example.com/a"},
      {"arn:aws:s3:::bucket", "s3", "", "", "bucket"},
      {"arn:aws:s3:us-east-1:111111111111:accesspoint/p/object/k:1", "s3", "us-east-1", a,
       "accesspoint/p/object/k:1"},
      {"arn:aws:sqs:us-east-1:111111111111:q", "sqs", "us-east-1", a, "q"},
      {"arn:aws:lambda:us-east-1:111111111111:function:f:prod", "lambda", "us-east-1", a,
       "function:f:prod"},
      {"arn:aws:kms:us-east-1:111111111111:key/1", "kms", "us-east-1", a, "key/1"},
      {"arn:aws:secretsmanager:us-east-1:111111111111:secret:s-AbCdEf", "secretsmanager",
       "us-east-1", a, "secret:s-AbCdEf"},
      {"arn:aws:ecr:us-east-1:111111111111:repository/r", "ecr", "us-east-1", a, "repository/r"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const std::optional<ArnView> arn = parse_arn(row.text);
    REQUIRE(arn);
    CHECK(arn->partition == "aws");
    CHECK(arn->service == row.service);
    CHECK(arn->region == row.region);
    CHECK(arn->account == row.account);
    CHECK(arn->resource == row.resource);
  }
}

TEST_CASE("what is not an ARN does not split") {
  for (const char* text :
       {"", "*", "arn", "arn:aws:s3", "arn:aws:s3::b", "ARN:aws:s3:::b", "xarn:aws:s3:::b"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_arn(text));
  }
}

TEST_CASE("the root ARN of an account") {
  CHECK(root_arn("aws-us-gov", "111111111111") == "arn:aws-us-gov:iam::111111111111:root");
}

}  // namespace postern::model
