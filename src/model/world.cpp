#include "model/world.h"

#include <algorithm>
#include <iterator>

#include "coverage/reasons.h"
#include "model/arn.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::model {

std::string_view to_string(ResourceKind kind) {
  switch (kind) {
    case ResourceKind::S3Bucket:
      return "S3 bucket";
    case ResourceKind::SqsQueue:
      return "SQS queue";
    case ResourceKind::SnsTopic:
      return "SNS topic";
    case ResourceKind::LambdaFunction:
      return "Lambda function";
    case ResourceKind::KmsKey:
      return "KMS key";
    case ResourceKind::Secret:
      return "secret";
    case ResourceKind::EcrRepository:
      return "ECR repository";
    case ResourceKind::AccessPoint:
      return "S3 access point";
    case ResourceKind::Other:
      return "resource";
  }
  internal_error("resource kind out of range");
}

std::vector<std::string> governed_arns(const Resource& resource) {
  std::vector<std::string> arns{resource.arn};
  switch (resource.kind) {
    case ResourceKind::S3Bucket:
      arns.push_back(resource.arn + "/*");
      break;
    case ResourceKind::AccessPoint:
      arns.push_back(resource.arn + "/object/*");
      break;
    case ResourceKind::LambdaFunction:  // versions and aliases have policies of their own (LMB-4)
    case ResourceKind::SqsQueue:
    case ResourceKind::SnsTopic:
    case ResourceKind::KmsKey:
    case ResourceKind::Secret:
    case ResourceKind::EcrRepository:
    case ResourceKind::Other:
      break;
  }
  return arns;
}

namespace {

// What the policy of a resource names, by ARN.
std::vector<std::string> named_arns(const Policy& policy) {
  std::vector<std::string> arns;
  for (const Statement& statement : policy.statements) {
    if (!statement.resources || statement.resources->negated) continue;
    for (const Pattern& pattern : statement.resources->patterns) {
      if (pattern.text.starts_with("arn:")) arns.push_back(pattern.text);
    }
  }
  return arns;
}

// What a policy may mean that says `*`, `NotResource` or a short form such as `execute-api:/*`:
// whatever the services of the resource and of its actions have in the account.
std::vector<std::string> unnamed_arns(const Resource& resource) {
  const auto arn = parse_arn(resource.arn);
  if (!arn) return {};
  const std::string head = "arn:" + std::string(arn->partition) + ":";
  const std::string elsewhere = ":*:" + resource.account + ":*";
  std::vector<std::string> arns;
  for (const Statement& statement : resource.policy->statements) {
    if (!statement.resources) continue;
    const auto& patterns = statement.resources->patterns;
    if (!statement.resources->negated &&
        std::all_of(patterns.begin(), patterns.end(),
                    [](const Pattern& pattern) { return pattern.text.starts_with("arn:"); })) {
      continue;
    }
    arns.push_back(head + std::string(arn->service) + elsewhere);
    for (const Pattern& action : statement.actions.patterns) {
      const std::string service = ascii_lower(action.text.substr(0, action.text.find(':')));
      if (service.find_first_of("*?$") == std::string::npos) {
        arns.push_back(head + service + elsewhere);
      }
    }
  }
  return arns;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

// Service and type, as the ARN says it: `dynamodb:table`; without a type, `execute-api:`.
std::string type_of(const Resource& resource) {
  const auto arn = parse_arn(resource.arn);
  if (!arn) return {};
  const std::size_t end = arn->resource.find_first_of("/:");
  const bool typed = end != std::string_view::npos;
  return std::string(arn->service) + ':' + std::string(arn->resource.substr(0, typed ? end : 0));
}

}  // namespace

std::vector<std::string> nearby_arns(const Resource& resource) {
  std::vector<std::string> arns = {resource.arn + "/*", resource.arn + ":*"};
  if (resource.kind != ResourceKind::Other || resource.policy == nullptr) return arns;
  append(arns, named_arns(*resource.policy));
  append(arns, unnamed_arns(resource));
  return arns;
}

std::vector<std::string> shared_arns(const Resource& resource, const Resource& other) {
  if (resource.kind != ResourceKind::Other || resource.policy == nullptr ||
      resource.arn == other.arn) {
    return {};
  }
  std::vector<std::string> arns = {resource.arn + "/*", resource.arn + ":*"};
  append(arns, named_arns(*resource.policy));
  if (type_of(resource) != type_of(other)) append(arns, unnamed_arns(resource));
  return arns;
}

namespace {

// The tree's nodes from the root down to the account's unit.
std::vector<const OrganizationUnit*> path_to(const Organization& organization,
                                             const std::string& unit) {
  std::vector<const OrganizationUnit*> path;
  std::string at = unit;
  while (!at.empty()) {
    const auto found = organization.units.find(at);
    const bool ends = found == organization.units.end() ||
                      path.size() > organization.units.size();  // a ring of parents
    if (ends) return {};
    path.insert(path.begin(), &found->second);
    at = found->second.parent;
  }
  return path;
}

Guardrails guardrails_of(const World& world, const std::string& id, bool scps) {
  Guardrails out;
  const auto account = world.accounts.find(id);
  if (account == world.accounts.end()) return out;
  const auto organization = world.organizations.find(account->second.organization);
  if (organization == world.organizations.end()) {
    // It may be in one that does not list all of its accounts.
    out.missing =
        scps ? account->second.attached.missing_scps : account->second.attached.missing_rcps;
    out.apply = !out.missing.empty();
    return out;
  }
  const Organization& o = organization->second;
  if (o.management_account == id || !(scps ? o.scps_enabled : o.rcps_enabled)) return out;
  out.apply = true;
  const auto path = path_to(o, account->second.unit);
  if (path.empty()) {
    out.missing.push_back(std::string(coverage::missing_place) + id + " in organization " + o.id);
  }
  const auto add = [&](const AttachedGuardrails& attached) {
    out.levels.push_back(scps ? attached.scps : attached.rcps);
    const auto& missing = scps ? attached.missing_scps : attached.missing_rcps;
    out.missing.insert(out.missing.end(), missing.begin(), missing.end());
  };
  for (const OrganizationUnit* unit : path) add(unit->attached);
  add(account->second.attached);
  return out;
}

}  // namespace

Guardrails scps_of(const World& world, const std::string& account) {
  return guardrails_of(world, account, true);
}

Guardrails rcps_of(const World& world, const std::string& account) {
  return guardrails_of(world, account, false);
}

std::string management_account_of(const World& world, const std::string& account) {
  const auto found = world.accounts.find(account);
  if (found == world.accounts.end()) return {};
  const auto organization = world.organizations.find(found->second.organization);
  if (organization == world.organizations.end()) return {};
  const std::string& management = organization->second.management_account;
  return management == account ? std::string() : management;
}

std::set<std::string> root_managers_of(const World& world, const std::string& account) {
  const std::string management = management_account_of(world, account);
  if (management.empty()) return {};
  const Account& member = world.accounts.at(account);
  std::set<std::string> out = world.organizations.at(member.organization).root_managers;
  out.insert(management);
  return out;
}

std::string organization_path(const World& world, const std::string& id) {
  const auto account = world.accounts.find(id);
  if (account == world.accounts.end()) return {};
  const auto organization = world.organizations.find(account->second.organization);
  if (organization == world.organizations.end()) return {};
  const auto path = path_to(organization->second, account->second.unit);
  if (path.empty()) return {};
  std::string out = organization->first + "/";
  for (const OrganizationUnit* unit : path) out += unit->id + "/";
  return out;
}

}  // namespace postern::model
