#include "verify/escalation_targets.h"

#include <algorithm>
#include <set>

#include "model/arn.h"

namespace postern::verify {

using catalogue::About;
using catalogue::Becomes;
using model::IamPrincipal;
using model::PrincipalKind;

namespace {

// The names AWS has for a service in other partitions and regions begin alike.
bool is_service(std::string_view written, std::string_view service) {
  if (service.empty()) return true;
  const std::string_view short_name = service.substr(0, service.rfind(".amazonaws.com"));
  return written.starts_with(short_name) && written.substr(short_name.size()).starts_with('.');
}

// Whether the trust policy may let the service, or any identity provider, act as the role: for
// proofs, so that what conditions say does not count.
bool may_trust(const IamPrincipal& role, const catalogue::EscalationPath& path) {
  if (role.trust == nullptr) return true;
  const auto is_meant = [&](const model::PrincipalEntry& entry) {
    if (entry.value == "*") return true;
    return path.becomes == Becomes::FederatedRole ? entry.type == model::PrincipalType::Federated
                                                  : entry.type == model::PrincipalType::Service &&
                                                        is_service(entry.value, path.service);
  };
  return std::ranges::any_of(role.trust->statements, [&](const model::Statement& statement) {
    if (statement.effect != model::Effect::Allow) return false;
    const auto& principal = statement.principal;
    return !principal || principal->negated || principal->everyone ||
           std::ranges::any_of(principal->entries, is_meant);
  });
}

bool takes_a_role(Becomes becomes) {
  return becomes == Becomes::PassedRole || becomes == Becomes::RunningRole ||
         becomes == Becomes::FederatedRole;
}

void append_if_below(const std::string& prefix, const std::string& arn,
                     std::vector<std::string>& out) {
  if (arn.starts_with(prefix)) out.push_back(arn);
}

}  // namespace

const std::vector<std::string>& without_account() {
  static const std::vector<std::string> globs = {"*", "arn:*:*:*::*"};
  return globs;
}

std::string conditions_for(const catalogue::EscalationPath& path, std::size_t need, bool proving) {
  const std::string& action = path.needs[need].action;
  if (action == "iam:PassRole") {
    if (!proving) return R"({"StringEquals":{"iam:PassedToService":")" + path.service + R"("}})";
    if (path.service.empty()) return "";
    // Which of its names the service gives is not documented for all of them.
    const std::string& called = path.needs[1].action;
    return R"({"StringLikeIfExists":{"iam:PassedToService":[")" + path.service + R"(*",")" +
           called.substr(0, called.find(':')) + R"(.amazonaws.com*"]}})";
  }
  if (proving) return "";
  const std::string everything = "arn:aws:iam::aws:policy/AdministratorAccess";
  if (action.starts_with("iam:Attach")) {
    return R"({"ArnEquals":{"iam:PolicyARN":")" + everything + R"("}})";
  }
  if (action == "iam:PutUserPermissionsBoundary" || action == "iam:PutRolePermissionsBoundary") {
    return R"({"StringEquals":{"iam:PermissionsBoundary":")" + everything + R"("}})";
  }
  if (action == "iam:CreateUser" || action == "iam:CreateRole") {
    return R"({"Null":{"iam:PermissionsBoundary":"true"}})";
  }
  return "";
}

glob::GlobId resources_like(std::string_view pattern, glob::GlobPool& globs) {
  if (pattern == "*") return globs.intern(glob::literal(pattern));
  std::size_t account = 0;  // where it begins
  for (int colons = 0; colons < 4; ++colons) account = pattern.find(':', account) + 1;
  const std::size_t rest = pattern.find(':', account);
  glob::Tokens tokens = glob::wildcard(pattern.substr(0, rest), glob::CharSet::except(U":"));
  const glob::Tokens more = glob::wildcard(pattern.substr(rest));
  tokens.insert(tokens.end(), more.begin(), more.end());
  return globs.intern(tokens);
}

std::vector<std::string> Targets::patterns_for(const IamPrincipal& principal) const {
  const std::string iam = "arn:" + principal.partition + ":iam::" + principal.account + ":";
  if (path_.becomes == Becomes::RunningRole || path_.becomes == Becomes::FederatedRole) {
    std::vector<std::string> out = without_account();
    out.push_back("arn:*:*:*:" + principal.account + ":*");
    return out;
  }
  std::vector<std::string> out;
  switch (path_.about) {
    case About::User:
    case About::Role:
      out.push_back(principal.arn);
      break;
    case About::Policy:
      for (const model::Policy* policy : principal.identity) {
        append_if_below(iam + "policy/", policy->name, out);
      }
      if (!proving_) break;
      append_if_below(iam + "policy/", principal.boundary_arn, out);
      for (const std::string& arn : principal.missing) append_if_below(iam + "policy/", arn, out);
      break;
    case About::Group:
      if (path_.needs.front().action == "iam:AddUserToGroup") {
        out.push_back(iam + "group/*");
        break;
      }
      out = principal.groups;
      if (!proving_) break;
      for (const std::string& arn : principal.missing) {  // without its path
        if (arn.starts_with(iam + "group/")) out.push_back(iam + "group/*");
      }
      break;
  }
  return out;
}

void Targets::add(const IamPrincipal& principal) {
  const bool user = principal.kind == PrincipalKind::User;
  if (path_.about != About::Policy && user == (path_.about == About::Role)) return;
  // A service-linked role is its service's alone (TRUST-17), and nobody changes it.
  if (principal.service_linked) return;
  if (takes_a_role(path_.becomes) && !may_trust(principal, path_)) return;
  if (path_.becomes == Becomes::Unbound && principal.boundary_arn.empty()) return;
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
  const bool unowned = !arn || arn->account.empty();
  for (const auto& [pattern, principals] : patterns_) {
    const bool own = std::ranges::find(without_account(), pattern) != without_account().end();
    if (own && !unowned) continue;
    if (pattern != request.resource &&
        (pattern.find_first_of("*?") == pattern.npos ||
         !globs.matches(resources_like(pattern, globs), request.resource))) {
      continue;
    }
    for (const IamPrincipal* principal : principals) {
      if (own && principal->account != request.caller.account) continue;
      if (seen.insert(principal->arn).second) out.push_back(principal);
    }
  }
  return out;
}

}  // namespace postern::verify
