// The two tables of the decision, cell by cell and in both engines: which policies are asked about
// whom (EVAL-3), and what a grant by the resource's policy overrides (EVAL-12).
#include <array>

#include "both_engines.h"
#include "support/catch.h"

namespace postern::verify {
namespace {

using model::PolicyKind;
using namespace semantics;

const std::string object = "arn:aws:s3:::b/k";
const std::string role = "arn:aws:iam::111111111111:role/target";
const std::string provider = "arn:aws:iam::111111111111:saml-provider/idp";

model::Caller linked() {
  model::Caller caller = session();
  caller.service_linked = true;
  return caller;
}

model::Caller assertion() {
  model::Caller caller = bearer(provider);
  caller.type = model::CallerType::Saml;
  return caller;
}

/// The columns of the tables.
enum class Layer { Identity, Boundary, Session, Scps, Rcps, Resource, Endpoint };
constexpr std::array<const char*, 7> layer_names{"identity", "boundary", "session", "SCPs",
                                                 "RCPs",     "resource", "endpoint"};

using Levels = std::vector<std::vector<const model::Policy*>>;

/// What a layer holds.
enum class Says { Allow, Deny, Nothing };

/// What one row of a table asks: by default a user's reading of an object.
struct Question {
  model::Caller caller = user();
  std::string grantee;  // whom the resource's policy names; empty: it has none
  std::string action = "s3:GetObject";
  std::string resource = object;
  std::string owner = account_a;
};

/// A request that every layer the caller has allows, and one layer changed.
class Asked {
 public:
  explicit Asked(const Question& question) : question_(question) {
    const model::CallerType type = question.caller.type;
    with(Layer::Identity, Says::Allow);
    with(Layer::Resource, Says::Allow);
    if (type == model::CallerType::FederatedUser) with(Layer::Session, Says::Allow);
  }

  Asked& with(Layer layer, Says says) {
    model::Scenario& scenario = setting_.scenario;
    switch (layer) {
      case Layer::Identity:
        scenario.identity = {policy(PolicyKind::Identity, says)};
        break;
      case Layer::Boundary:
        scenario.boundary = policy(PolicyKind::Boundary, says);
        break;
      case Layer::Session:
        scenario.session = policy(PolicyKind::Session, says);
        break;
      case Layer::Scps:
        scenario.scps = Levels{{policy(PolicyKind::ServiceControl, says)}};
        break;
      case Layer::Rcps:
        scenario.rcps = says == Says::Nothing
                            ? Levels(1)  // no RCP of one's own allows, so: a level without any
                            : Levels{{policy(PolicyKind::ResourceControl, says)}};
        break;
      case Layer::Resource:
        scenario.resource_policy = policy(PolicyKind::Resource, says);
        break;
      case Layer::Endpoint:
        scenario.endpoint = policy(PolicyKind::Endpoint, says);
        break;
    }
    return *this;
  }

  /// What both engines decide in the three readings.
  std::string answer() {
    setting_.scenario.resource_account = question_.owner;
    return both(setting_, question_.caller, question_.action, question_.resource);
  }

 private:
  const model::Policy* policy(PolicyKind kind, Says says) {
    const bool assuming = question_.resource == role;
    const bool names = kind == PolicyKind::Resource || kind == PolicyKind::ResourceControl ||
                       kind == PolicyKind::Endpoint;
    const std::string resource = kind == PolicyKind::Resource && assuming ? "" : ",'Resource':'*'";
    const auto statement = [&](const char* effect, const std::string& principal,
                               const std::string& actions) {
      return std::string("{'Effect':'") + effect + "'," +
             (names ? "'Principal':" + principal + "," : "") + "'Action':" + actions + resource +
             "}";
    };
    const bool granting = kind == PolicyKind::Resource;
    const std::string grantee = granting ? question_.grantee : "'*'";
    const std::string services = assuming ? "'sts:*'" : "'s3:*'";
    std::string list = statement("Allow", "'*'", "'ec2:*'");  // that nobody asks for
    if (says != Says::Nothing && !grantee.empty()) {
      list = statement("Allow", grantee, kind == PolicyKind::ResourceControl ? "'*'" : services);
    }
    if (says == Says::Deny) list += "," + statement("Deny", "'*'", services);
    if (granting && assuming) {
      setting_.scenario.resource_role = model::ResourceRole::IamRole;
      kind = PolicyKind::Trust;
    }
    return setting_.own(list, kind);
  }

  Question question_;
  Setting setting_;
};

// What a cell of EVAL-3 says of a layer: what both engines answer where it denies, and where it
// allows nothing.
struct Cell {
  const char* word;
  const char* denied;
  const char* silent;
};
constexpr Cell cells[] = {
    {"-", all_allowed, all_allowed},      // not asked
    {"yes", all_explicit, all_implicit},  // asked, and it must allow
    {"deny", all_explicit, all_allowed},  // asked, and need not allow: the caller's side does
    // AMB-36: the task of AssumeRoot. AMB-39: endpoints and the traffic of services.
    {"task", "explicit_deny allowed explicit_deny", "implicit_deny allowed implicit_deny"},
    {"likely", "explicit_deny allowed explicit_deny", "implicit_deny allowed implicit_deny"},
    {"perhaps", "allowed allowed explicit_deny", "allowed allowed implicit_deny"},
};

TEST_CASE("which policies are asked about whom, cell by cell", "[EVAL-3][AMB-36][AMB-39]") {
  const std::string google = "{'Federated':'accounts.google.com'}";
  const std::string idp = "{'Federated':'" + provider + "'}";
  const Question linked_role{linked(), ""};
  const Question service_itself{service("x.amazonaws.com"), "{'Service':'x.amazonaws.com'}"};
  const Question web{bearer("accounts.google.com"), google, "sts:AssumeRoleWithWebIdentity", role};
  const Question saml{assertion(), idp, "sts:AssumeRoleWithSAML", role};
  struct Row {
    const char* caller;
    Question question;
    std::array<const char*, 7> words;
  };
  const Row rows[] = {
      // clang-format off
      //                                 identity boundary session SCPs   RCPs   resource endpoint
      {"user",           {user(), ""},      {"yes", "yes",  "-",    "yes", "yes", "deny", "yes"}},
      {"role session",   {session(), ""},   {"yes", "yes",  "yes",  "yes", "yes", "deny", "yes"}},
      {"service-linked", linked_role,       {"yes", "-",    "-",    "-",   "-",   "deny", "likely"}},
      {"federated user", {federated(), ""}, {"yes", "yes",  "yes",  "yes", "yes", "deny", "yes"}},
      {"root user",      {root(), ""},      {"-",   "-",    "task", "yes", "yes", "deny", "yes"}},
      {"service",        service_itself,    {"-",   "-",    "-",    "-",   "yes", "yes",  "perhaps"}},
      {"anonymous",      {{}, "'*'"},       {"-",   "-",    "-",    "-",   "yes", "yes",  "yes"}},
      {"web identity",   web,               {"-",   "-",    "-",    "-",   "yes", "yes",  "yes"}},
      {"SAML",           saml,              {"-",   "-",    "-",    "-",   "yes", "yes",  "yes"}},
      // clang-format on
  };
  for (const Row& row : rows) {
    INFO(row.caller);
    CHECK(Asked(row.question).answer() == all_allowed);
    for (std::size_t i = 0; i < row.words.size(); ++i) {
      INFO(layer_names[i] << ": " << row.words[i]);
      const Cell* cell = std::find_if(std::begin(cells), std::end(cells), [&](const Cell& c) {
        return c.word == std::string(row.words[i]);
      });
      REQUIRE(cell != std::end(cells));
      const Layer layer = static_cast<Layer>(i);
      CHECK(Asked(row.question).with(layer, Says::Deny).answer() == cell->denied);
      CHECK(Asked(row.question).with(layer, Says::Nothing).answer() == cell->silent);
    }
  }
}

TEST_CASE("what a grant by the resource's policy overrides, cell by cell",
          "[EVAL-12][PB-4][SESS-4][XACC-3][AMB-18][AMB-38]") {
  const std::string star = "'*'";
  const std::string account = "{'AWS':'111111111111'}";
  const std::string alice = "{'AWS':'arn:aws:iam::111111111111:user/alice'}";
  const std::string dev = "{'AWS':'arn:aws:iam::111111111111:role/dev'}";
  const std::string dev_session = "{'AWS':'arn:aws:sts::111111111111:assumed-role/dev/s1'}";
  const std::string app = "{'AWS':'arn:aws:iam::111111111111:user/app'}";
  const std::string carol = "{'AWS':'arn:aws:sts::111111111111:federated-user/Carol'}";
  struct Row {
    const char* caller;
    const char* matched_by;
    model::Caller who;
    std::string grantee;
    std::array<const char*, 3> words;
    std::string owner = account_a;
  };
  // "needed": that layer must allow too; "ignored": it need not; "open" is AMB-18; "-" it has none.
  const Row rows[] = {
      // clang-format off
      //                                                                identity   boundary   session
      {"user",           "user ARN",           user(),      alice,       {"ignored", "ignored", "-"}},
      {"user",           "*",                  user(),      star,        {"ignored", "ignored", "-"}},
      {"user",           "account",            user(),      account,     {"needed",  "needed",  "-"}},
      {"role session",   "role ARN",           session(),   dev,         {"ignored", "needed",  "needed"}},
      {"role session",   "session ARN",        session(),   dev_session, {"ignored", "ignored", "ignored"}},
      {"role session",   "*",                  session(),   star,        {"ignored", "ignored", "ignored"}},
      {"role session",   "account",            session(),   account,     {"needed",  "needed",  "needed"}},
      {"federated user", "user ARN",           federated(), app,         {"ignored", "needed",  "needed"}},
      {"federated user", "federated-user ARN", federated(), carol,       {"ignored", "ignored", "ignored"}},
      {"federated user", "*",                  federated(), star,        {"ignored", "open",    "open"}},
      {"federated user", "account",            federated(), account,     {"needed",  "needed",  "needed"}},
      {"user abroad",    "user ARN",           user(),      alice,       {"needed",  "needed",  "-"},      account_b},
      {"user abroad",    "*",                  user(),      star,        {"needed",  "needed",  "-"},      account_b},
      {"session abroad", "role ARN",           session(),   dev,         {"needed",  "needed",  "needed"}, account_b},
      {"session abroad", "session ARN",        session(),   dev_session, {"needed",  "needed",  "needed"}, account_b},
      {"session abroad", "*",                  session(),   star,        {"needed",  "needed",  "needed"}, account_b},
      {"federated abroad", "user ARN",         federated(), app,         {"needed",  "needed",  "needed"}, account_b},
      {"federated abroad", "federated-user ARN", federated(), carol,     {"needed",  "needed",  "needed"}, account_b},
      {"session abroad", "account",            session(),   account,     {"needed",  "needed",  "needed"}, account_b},
      // clang-format on
  };
  for (const Row& row : rows) {
    INFO(row.caller << " matched by " << row.matched_by);
    const Question question{row.who, row.grantee, "s3:GetObject", object, row.owner};
    const auto with = [&](Layer layer, Says says) {
      return Asked(question).with(layer, says).answer();
    };
    CHECK(Asked(question).answer() == all_allowed);
    for (std::size_t i = 0; i < row.words.size(); ++i) {
      INFO(layer_names[i] << ": " << row.words[i]);
      const std::string word = row.words[i];
      if (word == "-") continue;
      const Layer layer = static_cast<Layer>(i);
      CHECK(with(layer, Says::Deny) == all_explicit);
      const std::string silent = with(layer, Says::Nothing);
      if (word == "needed") CHECK(silent == all_implicit);
      if (word == "ignored") CHECK(silent == all_allowed);
      if (word == "open") CHECK(silent == "allowed allowed implicit_deny");
    }
    for (const Layer guardrail : {Layer::Scps, Layer::Rcps, Layer::Endpoint}) {
      INFO(layer_names[static_cast<std::size_t>(guardrail)]);
      CHECK(with(guardrail, Says::Deny) == all_explicit);
      CHECK(with(guardrail, Says::Nothing) == all_implicit);
    }
  }
}

}  // namespace
}  // namespace postern::verify
