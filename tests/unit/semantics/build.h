// Small builders: policies from JSON text, callers, requests, and what a Truth looks like in a
// test.
#pragma once

#include <deque>
#include <ostream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/request.h"
#include "semantics/authorize.h"
#include "semantics/truth.h"

namespace postern::semantics {

inline constexpr const char* account_a = "111111111111";
inline constexpr const char* account_b = "222222222222";
inline constexpr const char* everything = "{'Effect':'Allow','Action':'*','Resource':'*'}";

// What `decisions` says where the three modes agree.
inline constexpr const char* all_allowed = "allowed allowed allowed";
inline constexpr const char* all_implicit = "implicit_deny implicit_deny implicit_deny";
inline constexpr const char* all_explicit = "explicit_deny explicit_deny explicit_deny";

inline std::ostream& operator<<(std::ostream& out, const Truth& truth) {
  out << (truth.is(Truth::Value::True) ? "T" : truth.is(Truth::Value::False) ? "F" : "U");
  if (truth.is(Truth::Value::Unknown)) out << (truth.canonical ? "(t" : "(f");
  for (const int entry : truth.ambiguities) out << ' ' << entry;
  return out << (truth.is(Truth::Value::Unknown) ? ")" : "");
}

/// "T", "F", or "U(t 1 3)": unknown, canonically true, because of AMB-1 and AMB-3.
inline std::string show(const Truth& truth) {
  std::ostringstream out;
  out << truth;
  return out.str();
}

/// A policy read from JSON; single quotes stand for double ones and backticks for single ones.
/// Throws unless it reads cleanly.
inline model::Policy policy(std::string text, model::PolicyKind kind) {
  for (char& c : text) c = c == '\'' ? '"' : c == '`' ? '\'' : c;
  const document::Document document = document::parse_json("test", text);
  Diagnostics diagnostics;
  model::Policy result = model::read_policy(document.root(), kind, "test", diagnostics);
  diagnostics.throw_if_errors();
  return result;
}

/// A policy of version 2012-10-17 with these statements.
inline model::Policy statements(const std::string& list, model::PolicyKind kind) {
  return policy("{'Version':'2012-10-17','Statement':[" + list + "]}", kind);
}

inline model::Caller user(std::string name = "alice", std::string account = account_a) {
  model::Caller caller;
  caller.type = model::CallerType::User;
  caller.account = account;
  caller.arn = "arn:aws:iam::" + account + ":user/" + name;
  caller.user_id = "AIDA" + name;
  caller.name = std::move(name);
  return caller;
}

inline model::Caller session(const std::string& role = "dev", std::string account = account_a) {
  model::Caller caller;
  caller.type = model::CallerType::RoleSession;
  caller.account = account;
  caller.arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/s1";
  caller.role_arn = "arn:aws:iam::" + account + ":role/" + role;
  caller.role_id = "AROA" + role;
  caller.session_name = "s1";
  return caller;
}

inline model::Caller federated() {
  model::Caller caller;
  caller.type = model::CallerType::FederatedUser;
  caller.account = account_a;
  caller.arn = "arn:aws:sts::111111111111:federated-user/Carol";
  caller.user_arn = "arn:aws:iam::111111111111:user/app";
  return caller;
}

inline model::Caller root(std::string account = account_a) {
  model::Caller caller;
  caller.type = model::CallerType::Root;
  caller.arn = "arn:aws:iam::" + account + ":root";
  caller.account = std::move(account);
  return caller;
}

inline model::Caller service(std::string name) {
  model::Caller caller;
  caller.type = model::CallerType::Service;
  caller.name = std::move(name);
  return caller;
}

inline model::Caller bearer(std::string provider) {
  model::Caller caller;
  caller.type = model::CallerType::WebIdentity;
  caller.provider = std::move(provider);
  return caller;
}

inline model::ContextValue one(std::string value) { return {false, {std::move(value)}}; }
inline model::ContextValue many(std::vector<std::string> values) {
  return {true, std::move(values)};
}

/// The decisions of the three modes: "allowed allowed explicit_deny" is canonical, prove, cex.
inline std::string decisions(const model::Scenario& scenario, const model::Request& request) {
  std::string words;
  for (const model::Mode mode :
       {model::Mode::Canonical, model::Mode::Prove, model::Mode::Counterexample}) {
    if (!words.empty()) words += ' ';
    words += model::to_string(authorize(scenario, request, mode).decision);
  }
  return words;
}

/// A scenario that owns its policies.
struct Setting {
  std::deque<model::Policy> policies;
  model::Scenario scenario;

  Setting() { scenario.rcp_services = {"s3", "kms", "sqs", "sts"}; }
  Setting(Setting&&) = default;
  Setting(const Setting&) = delete;

  const model::Policy* own(const std::string& list, model::PolicyKind kind) {
    policies.push_back(statements(list, kind));
    return &policies.back();
  }
  Setting& identity(const std::string& list = everything) {
    scenario.identity.push_back(own(list, model::PolicyKind::Identity));
    return *this;
  }
  Setting& boundary(const std::string& list) {
    scenario.boundary = own(list, model::PolicyKind::Boundary);
    return *this;
  }
  Setting& session_policy(const std::string& list) {
    scenario.session = own(list, model::PolicyKind::Session);
    return *this;
  }
  /// A resource policy with one Allow of everything to this principal.
  Setting& grants(const std::string& principal, const std::string& more = "") {
    return resource("{'Effect':'Allow','Principal':" + principal + ",'Action':'*','Resource':'*'" +
                    more + "}");
  }
  Setting& resource(const std::string& list) {
    scenario.resource_policy = own(list, model::PolicyKind::Resource);
    return *this;
  }
  Setting& trusts(const std::string& principal) {
    scenario.resource_policy =
        own("{'Effect':'Allow','Principal':" + principal + ",'Action':'sts:*'}",
            model::PolicyKind::Trust);
    scenario.resource_role = model::ResourceRole::IamRole;
    return *this;
  }
  std::string decides(const model::Caller& caller, const std::string& action,
                      const std::string& arn, const model::Context& context = {}) {
    if (scenario.resource_account.empty()) scenario.resource_account = account_a;
    return decisions(scenario, {caller, action, arn, context});
  }
};

}  // namespace postern::semantics
