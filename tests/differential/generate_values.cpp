#include "differential/generator_parts.h"

namespace postern::test {
namespace {

const std::vector<std::string_view>& texts(ValueType type) {
  static const std::vector<std::string_view> strings{"a",
                                                     "App",
                                                     "o-abc123",
                                                     "AROADEVEXAMPLE:*",
                                                     "a",
                                                     "b",
                                                     "A",
                                                     "ab",
                                                     "abc",
                                                     "",
                                                     "*",
                                                     "?",
                                                     "a*",
                                                     "alice",
                                                     "k",
                                                     "${x}",
                                                     "true",
                                                     "10",
                                                     "\u00e9",
                                                     "\u00c9",
                                                     "AIDAALICEEXAMPLE",
                                                     "111111111111",
                                                     "b/a",
                                                     "a:b"};
  static const std::vector<std::string_view> numbers{"5",
                                                     "5",
                                                     "10",
                                                     "10.0",
                                                     "9",
                                                     "-1",
                                                     "0",
                                                     "-0",
                                                     "+5",
                                                     "1e3",
                                                     "0x10",
                                                     "ten",
                                                     "",
                                                     "007",
                                                     ".5",
                                                     "5.",
                                                     "0.5",
                                                     "2020",
                                                     "99999999999999999999"};
  static const std::vector<std::string_view> dates{"2020-01-01T00:00:00Z",
                                                   "2020-01-01",
                                                   "2020",
                                                   "2020-01",
                                                   "1577836800",
                                                   "2020-01-01T01:00:00+01:00",
                                                   "2020-01-01T00:00:00.5Z",
                                                   "2020-06-01T12:00Z",
                                                   "2019-12-31T23:59:59Z",
                                                   "2020-13-01",
                                                   "2020-02-30",
                                                   "soon",
                                                   "",
                                                   "-5",
                                                   "2020-01-01T00:00:00",
                                                   "2020-01-01T24:00:00Z",
                                                   "1577836800.5"};
  static const std::vector<std::string_view> bools{"true", "true",  "false", "false",
                                                   "True", "FALSE", "yes",   ""};
  static const std::vector<std::string_view> addresses{"203.0.113.5",
                                                       "203.0.113.5",
                                                       "203.0.113.0/24",
                                                       "203.0.113.77/24",
                                                       "10.0.0.1",
                                                       "10.0.0.0/8",
                                                       "2001:db8::1",
                                                       "2001:DB8:0:0::1",
                                                       "2001:db8::/32",
                                                       "2001:db8::",
                                                       "::ffff:203.0.113.5",
                                                       "0.0.0.0/0",
                                                       "::/0",
                                                       "203.0.113.5/32",
                                                       "256.1.1.1",
                                                       "203.0.113.5/33",
                                                       "bad",
                                                       "",
                                                       "::1",
                                                       "203.0.113.05",
                                                       "203.0.113.5/"};
  static const std::vector<std::string_view> binaries{"QUI=", "qui=", "QUJD", ""};
  static const std::vector<std::string_view> arns{
      "arn:aws:iam::111111111111:role/dev",
      "arn:aws:iam::111111111111:user/alice",
      "arn:aws:sts::111111111111:assumed-role/dev/s",
      "arn:aws:s3:::b",
      "arn:aws:s3:::b/a",
      "arn:aws:sqs:us-east-1:111111111111:q",
      "arn:aws:logs:us-east-1:111111111111:log-group:g:*",
      "arn:aws:sqs",
      "o-1/r-1/ou-1/",
      "*",
      "arn:aws:iam::222222222222:role/ext",
      "arn:aws:s3:us-east-1:111111111111:accesspoint/p",
      "arn:aws:s3:us-east-1:222222222222:accesspoint/q",
      ""};
  switch (type) {
    case ValueType::String:
      return strings;
    case ValueType::Number:
      return numbers;
    case ValueType::Date:
      return dates;
    case ValueType::Bool:
      return bools;
    case ValueType::Ip:
      return addresses;
    case ValueType::Binary:
      return binaries;
    case ValueType::Arn:
      return arns;
  }
  return strings;
}

}  // namespace

const std::vector<KeyChoice>& keys() {
  static const std::vector<KeyChoice> all{
      {"aws:username", ValueType::String, false},
      {"aws:userid", ValueType::String, false},
      {"aws:PrincipalTag/team", ValueType::String, false},
      {"aws:RequestTag/team", ValueType::String, false},
      {"s3:prefix", ValueType::String, false},
      {"aws:SourceVpce", ValueType::String, false},
      {"aws:PrincipalType", ValueType::String, false},
      {"aws:UserAgent", ValueType::String, false},
      {"x:text", ValueType::String, false},
      {"aws:PrincipalAccount", ValueType::String, false},
      {"aws:PrincipalArn", ValueType::Arn, false},
      {"aws:SourceArn", ValueType::Arn, false},
      {"x:arn", ValueType::Arn, false},
      {"aws:SecureTransport", ValueType::Bool, false},
      {"aws:MultiFactorAuthPresent", ValueType::Bool, false},
      {"lambda:InvokedViaFunctionUrl", ValueType::Bool, false},
      {"s3:max-keys", ValueType::Number, false},
      {"aws:MultiFactorAuthAge", ValueType::Number, false},
      {"x:number", ValueType::Number, false},
      {"aws:CurrentTime", ValueType::Date, false},
      {"aws:EpochTime", ValueType::Date, false},
      {"aws:TokenIssueTime", ValueType::Date, false},
      {"aws:SourceIp", ValueType::Ip, false},
      {"x:ip", ValueType::Ip, false},
      {"x:binary", ValueType::Binary, false},
      {"aws:TagKeys", ValueType::String, true},
      {"aws:CalledVia", ValueType::String, true},
      {"x:set", ValueType::String, true},
      {"x:numbers", ValueType::Number, true},
      {"x:ips", ValueType::Ip, true},
      {"x:dates", ValueType::Date, true},
      {"x:bools", ValueType::Bool, true},
      {"aws:PrincipalOrgID", ValueType::String, false},
      {"aws:SourceVpc", ValueType::String, false},
      {"s3:DataAccessPointArn", ValueType::Arn, false},
      {"s3:DataAccessPointAccount", ValueType::String, false},
      {"s3:AccessPointNetworkOrigin", ValueType::String, false},
      {"s3:x-amz-server-side-encryption-aws-kms-key-id", ValueType::Arn, false},
      {"kms:EncryptionContext:App", ValueType::String, false},
      {"kms:EncryptionContextKeys", ValueType::String, true},
      {"aws:PrincipalOrgPaths", ValueType::Arn, true},
      {"aws:ResourceOrgPaths", ValueType::Arn, true},
  };
  return all;
}

std::string random_value(Random& random, ValueType type) {
  if (random.chance(6)) type = static_cast<ValueType>(random.below(7));
  return std::string(random.pick(texts(type)));
}

}  // namespace postern::test
