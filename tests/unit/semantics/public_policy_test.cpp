// When a bucket policy is public (BPA-6, BPA-7).
#include "semantics/public_policy.h"

#include "build.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

const std::string perhaps = "U(t 22)";

std::string is_public(const std::string& list) {
  return show(semantics::is_public(statements(list, model::PolicyKind::Resource)));
}

std::string allow(const std::string& principal, const std::string& condition = "") {
  return "{'Effect':'Allow'," + principal + ",'Action':'s3:GetObject','Resource':'*'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}

std::string everybody_if(const std::string& condition) {
  return is_public(allow("'Principal':'*'", condition));
}

TEST_CASE("principals that are open to anybody", "[BPA-6]") {
  CHECK(is_public(allow("'Principal':'*'")) == "T");
  CHECK(is_public(allow("'Principal':{'AWS':'*'}")) == "T");
  CHECK(is_public(allow("'Principal':{'AWS':['111111111111','*']}")) == "T");
  CHECK(is_public(allow("'Principal':{'Federated':'accounts.google.com'}")) == "T");
  CHECK(is_public(allow("'NotPrincipal':{'AWS':'111111111111'}")) == "T");
  CHECK(is_public(allow("'Principal':{'AWS':'111111111111'}")) == "F");
  CHECK(is_public(allow("'Principal':{'Service':'ec2.amazonaws.com'}")) == "F");
  CHECK(is_public(allow("'Principal':{'CanonicalUser':'abc'}")) == "F");
}

TEST_CASE("one open Allow makes a policy public, a Deny does nothing", "[BPA-6]") {
  const std::string named = allow("'Principal':{'AWS':'111111111111'}");
  const std::string deny = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*'}";
  CHECK(is_public(named + "," + allow("'Principal':'*'")) == "T");
  CHECK(is_public(named + "," + deny) == "F");
  CHECK(is_public(allow("'Principal':'*'") + "," + deny) == "T");
}

TEST_CASE("fixed values of the listed keys pin a policy", "[BPA-6][CTX-SENS]") {
  CHECK(everybody_if("'StringEquals':{'aws:SourceVpc':'vpc-1'}") == "F");
  CHECK(everybody_if("'StringLike':{'AWS:sourcevpce':['vpce-1','vpce-2']}") == "F");
  CHECK(everybody_if("'ForAnyValue:StringEquals':{'aws:PrincipalOrgID':'o-1'}") == "F");
  CHECK(everybody_if("'ArnEquals':{'aws:SourceArn':'arn:aws:sns:us-east-1:1:t'}") == "F");
  CHECK(everybody_if("'StringEquals':{'s3:DataAccessPointAccount':'111111111111'}") == "F");
  CHECK(everybody_if("'StringEquals':{'s3:prefix':'x'}") == "T");
  CHECK(everybody_if("'StringLike':{'aws:SourceVpc':'vpc-*'}") == "T");
  CHECK(everybody_if("'StringEquals':{'aws:SourceVpc':['vpc-1','vpc-?']}") == "T");
  CHECK(everybody_if("'StringEquals':{'aws:SourceVpc':'${aws:PrincipalTag/vpc}'}") == "T");
  CHECK(everybody_if("'Null':{'aws:SourceVpc':'false'}") == "T");
  CHECK(everybody_if("'StringEquals':{'s3:prefix':'x','aws:SourceAccount':'111111111111'}") == "F");
}

TEST_CASE("what may pin a policy", "[AMB-22]") {
  CHECK(everybody_if("'StringNotEquals':{'aws:SourceVpc':'vpc-1'}") == perhaps);
  CHECK(everybody_if("'StringEqualsIfExists':{'aws:SourceVpc':'vpc-1'}") == perhaps);
  CHECK(everybody_if("'StringEqualsIgnoreCase':{'aws:SourceVpc':'vpc-1'}") == perhaps);
  CHECK(everybody_if("'ForAllValues:StringEquals':{'aws:SourceVpc':'vpc-1'}") == perhaps);
  CHECK(everybody_if("'StringNotEquals':{'s3:prefix':'x'}") == "T");
  CHECK(everybody_if("'ForAnyValue:StringLike':{'aws:PrincipalOrgPaths':'o-1/*'}") == perhaps);
  CHECK(everybody_if("'StringEquals':{'s3:x-amz-server-side-encryption-aws-kms-key-id':'k'}") ==
        perhaps);
  CHECK(everybody_if("'StringLike':{'aws:userid':'AROAEXAMPLE:*'}") == perhaps);
  CHECK(everybody_if("'StringLike':{'aws:userid':'AROA*:*'}") == "T");
  CHECK(everybody_if("'StringEquals':{'aws:userid':'AROAEXAMPLE:s'}") == "F");
  CHECK(everybody_if("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::1:role/*'}") == perhaps);
  CHECK(everybody_if("'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::1:role/x'}") == "F");
  // Certain besides what may: still pinned.
  CHECK(everybody_if("'StringNotEquals':{'aws:SourceVpc':'vpc-1'},"
                     "'StringEquals':{'aws:SourceVpc':'vpc-2'}") == "F");
}

TEST_CASE("access points whose account is fixed", "[BPA-6]") {
  const auto with = [](const std::string& value) {
    return everybody_if("'StringLike':{'s3:DataAccessPointArn':'" + value + "'}");
  };
  CHECK(with("arn:aws:s3:us-east-1:111111111111:accesspoint/p") == "F");
  CHECK(with("arn:aws:s3:us-east-1:111111111111:accesspoint/*") == "F");
  CHECK(with("arn:aws:s3:us-east-1:111111111111:accesspoint/team-*") == "F");
  CHECK(with("arn:aws:s3:*:111111111111:accesspoint/*") == perhaps);
  CHECK(with("arn:aws:s3:us-east-1:*:accesspoint/p") == "T");
  CHECK(with("*") == "T");
}

TEST_CASE("the breadth of addresses", "[BPA-7]") {
  const auto from = [](const std::string& value) {
    return everybody_if("'IpAddress':{'aws:SourceIp':'" + value + "'}");
  };
  CHECK(from("203.0.113.5") == "F");
  CHECK(from("203.0.0.0/8") == "F");
  CHECK(from("203.0.0.0/7") == "T");
  CHECK(from("10.0.0.0/8") == "F");
  CHECK(from("172.16.0.0/12") == "F");
  CHECK(from("2001:db8::/32") == "F");
  CHECK(from("2001:db8::/31") == "T");
  CHECK(from("2001:db8::1") == "F");
  CHECK(from("0.0.0.0/0") == "T");
  CHECK(from("::ffff:0:0/96") == perhaps);  // as IPv4: everything
  CHECK(from("300.0.0.0/8") == perhaps);
  CHECK(from("203.0.113.*") == "T");
}

}  // namespace
}  // namespace postern::semantics
