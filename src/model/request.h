// One concrete request, and everything attached to its two sides (MOD-1..MOD-3).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/kms.h"
#include "model/policy.h"
#include "model/s3.h"

namespace postern::model {

enum class CallerType {
  Root,
  User,
  RoleSession,
  FederatedUser,
  Service,
  Anonymous,
  WebIdentity,
  Saml,
};
std::string_view to_string(CallerType type);  // the words of section 19: "role_session", ...
std::optional<CallerType> parse_caller_type(std::string_view text);

/// Who sends the request (MOD-2). Fields that do not apply are empty.
struct Caller {
  CallerType type = CallerType::Anonymous;
  std::string partition = "aws";
  std::string account;       // 12 digits; empty for services, anonymous and token bearers
  std::string arn;           // most specific: user, session, federated-user or root ARN
  std::string role_arn;      // role sessions
  std::string role_id;       // AROA...
  std::string session_name;  // role sessions
  std::string user_arn;      // federated users: the calling user's ARN
  std::string user_id;       // AIDA...
  std::string name;          // user name; service principal name
  std::vector<std::string> service_names;  // all names of a service (PRIN-16), `name` included
  std::string provider;                    // token bearers
  std::string canonical_id;                // of the account
  bool service_linked = false;
  bool operator==(const Caller&) const = default;
};

/// A context value: one string, or a set of strings (multi-valued key).
struct ContextValue {
  bool multivalued = false;
  std::vector<std::string> values;  // exactly one if not multivalued
  bool operator==(const ContextValue&) const = default;
};

/// Keys are lower-cased (COND-5). A key that is not there is absent.
using Context = std::map<std::string, ContextValue>;

struct Request {
  Caller caller;
  std::string action;    // service:Name
  std::string resource;  // an ARN, or `*` for actions without resource types (RES-7)
  Context context;
};

/// What the resource is, as far as the decision asks (EVAL 8.2, section 11).
enum class ResourceRole {
  Plain,    // an identity Allow is enough in the same account
  IamRole,  // trust policy: TRUST-3
  KmsKey,   // key policy: KMS-2
};

/// The access point a request goes through. It is checked twice: with the point's policy for the
/// point's ARN, and with the bucket's for the bucket's (AP-1).
struct Passage {
  AccessPoint point;
  std::optional<std::vector<std::vector<const Policy*>>> rcps;  // of the point's account
  bool in_management_account = false;                           // the point is (RCP-6)
};

/// Everything attached to both sides of one request: the input of one decision. Policies are
/// pointers into whoever owns them.
struct Scenario {
  std::string resource_account;  // owner; empty: unknown
  std::vector<const Policy*> identity;
  const Policy* resource_policy = nullptr;
  const Policy* boundary = nullptr;
  const Policy* session = nullptr;
  std::optional<std::vector<std::vector<const Policy*>>> scps;  // root first; nothing: no SCP layer
  std::optional<std::vector<std::vector<const Policy*>>> rcps;
  const Policy* endpoint = nullptr;
  bool gateway_endpoint = false;
  bool caller_in_management_account = false;
  bool caller_manages_root = false;  // of the resource's account, by sts:AssumeRoot (TRUST-18)
  bool resource_in_management_account = false;
  std::vector<std::string> rcp_services;  // service prefixes RCPs apply to for certain (RCP-7)
  bool rcp_services_vouched = false;      // and to no others, the user says (AMB-27)
  ResourceRole resource_role = ResourceRole::Plain;
  std::optional<Passage> access_point;  // the request goes through one (AP-1)
  std::optional<S3Access> s3;           // buckets and objects; nothing: lists disabled, no block
  bool aws_managed_key = false;         // a KMS key that AWS manages (RCP-10)
  std::vector<KmsGrant> key_grants;     // on the KMS key
  std::vector<std::string> unmodelled;  // constructs of the input no engine models yet, in words
};

/// Which reading of unknown facts (SND-1..SND-3).
enum class Mode { Canonical, Prove, Counterexample };

enum class Decision { Allowed, ExplicitDeny, ImplicitDeny };
std::string_view to_string(Decision decision);  // "allowed", "explicit_deny", "implicit_deny"

/// A statement as an answer cites it.
struct StatementRef {
  const Policy* policy = nullptr;
  const Statement* statement = nullptr;
  bool operator==(const StatementRef&) const = default;
};

}  // namespace postern::model
