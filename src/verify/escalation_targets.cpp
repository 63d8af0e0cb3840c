#include "verify/escalation_targets.h"

#include <algorithm>
#include <set>

#include "glob/glob.h"
#include "model/arn.h"
#include "support/text.h"

namespace postern::verify {

using catalogue::Becomes;
using model::IamPrincipal;
using model::PrincipalKind;

namespace {

bool is_about_users(Becomes becomes) {
  switch (becomes) {
    case Becomes::User:
    case Becomes::UserPartly:
    case Becomes::RewrittenUser:
    case Becomes::RewrittenByGroup:
    case Becomes::Joined:
    case Becomes::UnboundUser:
    case Becomes::UndeniedUser:
      return true;
    case Becomes::PassedRole:
    case Becomes::RunningRole:
    case Becomes::Trust:
    case Becomes::RewrittenRole:
    case Becomes::RewrittenByPolicy:
    case Becomes::RewrittenByVersion:
    case Becomes::UnboundRole:
    case Becomes::UndeniedRole:
      return false;
  }
  return false;
}

bool is_about_policies(Becomes becomes) {
  return becomes == Becomes::RewrittenByPolicy || becomes == Becomes::RewrittenByVersion;
}

// The names AWS has for a service in other partitions and regions begin alike.
bool is_service(std::string_view written, std::string_view service) {
  const std::string_view short_name = service.substr(0, service.rfind(".amazonaws.com"));
  return written.starts_with(short_name) && written.substr(short_name.size()).starts_with('.');
}

}  // namespace

bool may_trust(const IamPrincipal& role, const std::string& service) {
  if (role.trust == nullptr) return true;
  return std::ranges::any_of(role.trust->statements, [&](const model::Statement& statement) {
    if (statement.effect != model::Effect::Allow) return false;
    const auto& principal = statement.principal;
    if (!principal || principal->negated || principal->everyone) return true;
    return std::ranges::any_of(principal->entries, [&](const model::PrincipalEntry& entry) {
      return entry.value == "*" || (entry.type == model::PrincipalType::Service &&
                                    is_service(entry.value, service));
    });
  });
}

std::string conditions_for(const catalogue::EscalationPath& path, bool proving) {
  const std::string everything = "arn:aws:iam::aws:policy/AdministratorAccess";
  const std::string& action = path.needs.front().action;
  if (path.becomes == Becomes::PassedRole) {
    const std::string name = proving ? path.service + "*" : path.service;
    return R"({"StringLike":{"iam:PassedToService":")" + name + R"("}})";
  }
  if (proving) return "";
  if (action.starts_with("iam:Attach")) {
    return R"({"ArnEquals":{"iam:PolicyARN":")" + everything + R"("}})";
  }
  if (action == "iam:PutUserPermissionsBoundary" || action == "iam:PutRolePermissionsBoundary") {
    return R"({"StringEquals":{"iam:PermissionsBoundary":")" + everything + R"("}})";
  }
  return "";
}

std::vector<std::string> Targets::patterns_for(const IamPrincipal& principal) const {
  const std::string iam = "arn:" + principal.partition + ":iam::" + principal.account + ":";
  const Becomes becomes = path_.becomes;
  if (becomes == Becomes::RunningRole) {
    return {"arn:*:*:*:" + principal.account + ":*", "*"};
  }
  if (is_about_policies(becomes)) {
    if (proving_) return {iam + "policy/*"};
    std::vector<std::string> out;
    for (const model::Policy* policy : principal.identity) {
      if (policy->name.starts_with(iam + "policy/")) out.push_back(policy->name);
    }
    return out;
  }
  if (becomes == Becomes::RewrittenByGroup || becomes == Becomes::Joined ||
      path_.needs.front().resource == "group/*") {
    if (proving_) return {iam + "group/*"};
    std::vector<std::string> out;
    for (const model::Policy* policy : principal.identity) {
      const std::size_t at = policy->name.find(iam + "group/");
      if (at == policy->name.npos) continue;
      const std::size_t end = policy->name.find_first_of(" `", at);
      out.push_back(policy->name.substr(at, end == policy->name.npos ? end : end - at));
    }
    return out;
  }
  return {principal.arn};
}

void Targets::add(const IamPrincipal& principal) {
  const bool user = principal.kind == PrincipalKind::User;
  if (!is_about_policies(path_.becomes) && user != is_about_users(path_.becomes)) return;
  // A service-linked role is its service's alone (TRUST-17), and nobody changes it.
  if (principal.service_linked) return;
  if (!path_.service.empty() && !may_trust(principal, path_.service)) return;
  if (path_.becomes == Becomes::UnboundUser || path_.becomes == Becomes::UnboundRole) {
    if (principal.boundary == nullptr && !principal.boundary_missing) return;
  }
  for (const std::string& pattern : patterns_for(principal)) {
    patterns_[pattern].push_back(&principal);
  }
}

std::vector<std::string> Targets::patterns() const {
  std::vector<std::string> out;
  for (const auto& [pattern, principals] : patterns_) out.push_back(pattern);
  return out;
}

std::vector<const IamPrincipal*> Targets::named_by(const model::Request& request) const {
  glob::GlobPool globs;
  std::set<std::string> seen;
  std::vector<const IamPrincipal*> out;
  const auto arn = model::parse_arn(request.resource);
  for (const auto& [pattern, principals] : patterns_) {
    // What has no account in its ARN is the caller's.
    if (pattern == "*" && (request.resource != "*" && arn && !arn->account.empty())) continue;
    if (!globs.matches(globs.intern_wildcard(pattern), request.resource)) continue;
    for (const IamPrincipal* principal : principals) {
      if (pattern == "*" && principal->account != request.caller.account) continue;
      if (seen.insert(principal->arn).second) out.push_back(principal);
    }
  }
  return out;
}

}  // namespace postern::verify
