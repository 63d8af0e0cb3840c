// The conditions under which a user may read objects of a bucket, as blocks of the Condition
// element.
#include "verify/residual.h"

#include "support/catch.h"
#include "support/text.h"
#include "unit/semantics/build.h"

namespace postern::verify {
namespace {

using semantics::policy;

const std::string alice = "arn:aws:iam::111111111111:user/alice";

/// `Operator key value,value & ...`; ` (and more)` where that is not all that is asked.
std::string written(const Way& way) {
  std::vector<std::string> out;
  for (const model::Condition& each : way.conditions) {
    std::vector<std::string> values;
    for (const model::Pattern& value : each.values) values.push_back(value.text);
    out.push_back(to_string(each.op) + " " + each.spelt + " " + join(values, ","));
  }
  return (out.empty() ? "always" : join(out, " & ")) + (way.enough ? "" : " (and more)");
}

class Bucket {
 public:
  Bucket() {
    model::Account& account = world_.accounts["111111111111"];
    account.id = "111111111111";
    account.has_identities = true;
    model::IamPrincipal& user = world_.principals[alice];
    user.arn = alice;
    user.partition = "aws";
    user.account = account.id;
    user.name = "alice";
    user.unique_id = "AIDAALICEEXAMPLE";
    model::Resource& bucket = world_.resources["arn:aws:s3:::data"];
    bucket.kind = model::ResourceKind::S3Bucket;
    bucket.arn = "arn:aws:s3:::data";
    bucket.account = account.id;
    bucket.s3.emplace();
  }

  /// Statements of alice, and of the bucket.
  Bucket& identity(const std::string& list) {
    world_.principals[alice].identity.push_back(own(list, model::PolicyKind::Identity));
    return *this;
  }
  Bucket& resource(const std::string& list) {
    world_.resources["arn:aws:s3:::data"].policy = own(list, model::PolicyKind::Resource);
    return *this;
  }

  /// Under which conditions the principals can do it; and why there may be more.
  std::vector<std::string> asked(queries::PrincipalWord who,
                                 const std::string& action = "s3:GetObject") {
    queries::RequestSet set;
    set.principals = {std::move(who)};
    set.actions = {{queries::ActionWord::Glob{action}, {}}};
    set.resources = {{queries::ResourceWord::Kind::Arn, "arn:aws:s3:::data/*", {}}};
    static const catalogue::Catalogue catalogue;
    const Options options;
    Encodings encodings(world_, catalogue, options);
    const queries::Zone zone;
    Question question(set, encodings.of(set, false, zone), zone);
    const Residual residual = ResidualConditions(question).of(question.callers(model::Mode::Prove));
    std::vector<std::string> out;
    for (const Way& way : residual.ways) out.push_back(written(way));
    if (residual.open) out.push_back("open: " + residual.open->explanation);
    return out;
  }
  std::vector<std::string> asked() { return asked({queries::PrincipalWord::Kind::Arn, alice, {}}); }

 private:
  const model::Policy* own(const std::string& list, model::PolicyKind kind) {
    world_.policies.push_back(policy("{'Version':'2012-10-17','Statement':[" + list + "]}", kind));
    return &world_.policies.back();
  }
  model::World world_;
};

std::string allow(const std::string& condition = "") {
  return "{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'" +
         (condition.empty() ? "" : ",'Condition':{" + condition + "}") + "}";
}
std::string deny(const std::string& condition) {
  return ",{'Effect':'Deny','Action':'s3:*','Resource':'*','Condition':{" + condition + "}}";
}

using Ways = std::vector<std::string>;
const std::string office = "'IpAddress':{'aws:SourceIp':'203.0.113.0/24'}";
const std::string mfa = "'Bool':{'aws:MultiFactorAuthPresent':'true'}";

TEST_CASE("conditions of Allow statements") {
  CHECK(Bucket().asked() == Ways{});
  CHECK(Bucket().identity(allow()).asked() == Ways{"always"});
  CHECK(Bucket().identity(allow(office + "," + mfa)).asked() ==
        Ways{"Bool aws:MultiFactorAuthPresent true & IpAddress aws:SourceIp 203.0.113.0/24"});
  CHECK(Bucket().identity(allow(office) + "," + allow(mfa)).asked() ==
        Ways{"Bool aws:MultiFactorAuthPresent true", "IpAddress aws:SourceIp 203.0.113.0/24"});
  CHECK(Bucket().identity(allow(office) + "," + allow()).asked() == Ways{"always"});
  CHECK(
      Bucket().identity(allow("'StringEquals':{'aws:PrincipalAccount':'111111111111'}")).asked() ==
      Ways{"always"});
  CHECK(
      Bucket().identity(allow("'StringEquals':{'aws:PrincipalAccount':'222222222222'}")).asked() ==
      Ways{});
}

TEST_CASE("conditions of Deny statements, the other way round") {
  CHECK(Bucket()
            .identity(allow() + deny("'BoolIfExists':{'aws:MultiFactorAuthPresent':'false'}"))
            .asked() == Ways{"Bool aws:MultiFactorAuthPresent true"});
  CHECK(Bucket().identity(allow() + deny("'Bool':{'aws:SecureTransport':'false'}")).asked() ==
        Ways{"BoolIfExists aws:SecureTransport true"});
  CHECK(Bucket()
            .identity(allow() + deny("'NotIpAddress':{'aws:SourceIp':'203.0.113.0/24'}"))
            .asked() == Ways{"IpAddress aws:SourceIp 203.0.113.0/24"});
  CHECK(Bucket()
            .identity(allow(office) + deny("'IpAddress':{'aws:SourceIp':'203.0.113.7/32'}"))
            .asked() ==
        Ways{"IpAddress aws:SourceIp 203.0.113.0/24 & NotIpAddress aws:SourceIp 203.0.113.7/32"});
  CHECK(Bucket()
            .identity(allow() + deny("'StringEquals':{'aws:SourceVpc':'vpc-11111111'}") +
                      deny("'StringEquals':{'aws:SourceVpc':'vpc-22222222'}"))
            .asked() == Ways{"StringNotEquals aws:SourceVpc vpc-11111111,vpc-22222222"});
  CHECK(Bucket()
            .identity(allow() +
                      deny("'StringNotEquals':{'aws:SourceVpce':'vpce-0123456789abcdef0'}," + mfa))
            .asked() == Ways{"BoolIfExists aws:MultiFactorAuthPresent false",
                             "StringEquals aws:SourceVpce vpce-0123456789abcdef0"});
}

TEST_CASE("conditions on both sides, and on two keys at once") {
  CHECK(
      Bucket()
          .identity(allow(office))
          .resource("{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*','Condition':{"
                    "'Bool':{'aws:SecureTransport':'false'}}}")
          .asked() ==
      Ways{"BoolIfExists aws:SecureTransport true & IpAddress aws:SourceIp 203.0.113.0/24"});
  const std::string within = "'IpAddress':{'aws:SourceIp':'203.0.113.128/25'}";
  CHECK(Bucket().identity(allow(office) + "," + allow(within)).asked() ==
        Ways{"IpAddress aws:SourceIp 203.0.113.0/24"});
  CHECK(Bucket()
            .identity(allow("'StringEquals':{'s3:ExistingObjectTag/owner':'${aws:username}'}"))
            .asked() == Ways{"StringEquals s3:ExistingObjectTag/owner ${aws:username}"});
}

TEST_CASE("principals that the snapshot does not contain") {
  const queries::PrincipalWord partner = {
      queries::PrincipalWord::Kind::Account, "444455556666", {}};
  const auto statement = [](const std::string& principal) {
    return "{'Effect':'Allow','Principal':" + principal +
           ",'Action':'s3:GetObject','Resource':'arn:aws:s3:::data/*'}";
  };
  CHECK(Bucket().resource(statement("{'AWS':'444455556666'}")).asked(partner) == Ways{"always"});
  CHECK(
      Bucket().resource(statement("{'AWS':'arn:aws:iam::444455556666:role/etl'}")).asked(partner) ==
      Ways{"StringEquals aws:PrincipalArn arn:aws:iam::444455556666:role/etl"});
  CHECK(Bucket().resource(statement("'*'")).asked({queries::PrincipalWord::Kind::Public, "", {}}) ==
        Ways{"always"});
}

}  // namespace
}  // namespace postern::verify
