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
