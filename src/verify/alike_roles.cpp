#include "verify/alike_roles.h"

#include <algorithm>
#include <cstdint>

#include "verify/covering.h"
#include "verify/replay.h"

namespace postern::verify {
namespace {

bool is_about_resource(std::string_view key) { return key.find("resource") != key.npos; }

// All that a statement says but for its place; nothing where that depends on the resource.
std::optional<std::string> content_of(const model::Statement& statement) {
  std::string out = statement.effect == model::Effect::Allow ? "\nAllow" : "\nDeny";
  if (!statement.principal || statement.resources || statement.empty_condition) return std::nullopt;
  out += statement.principal->negated ? "\tNotPrincipal" : "\tPrincipal";
  if (statement.principal->everyone) out += "\t*";
  for (const model::PrincipalEntry& entry : statement.principal->entries) {
    out += '\t' + std::to_string(static_cast<int>(entry.type)) + entry.value;
  }
  out += statement.actions.negated ? "\tNotAction" : "\tAction";
  for (const model::Pattern& pattern : statement.actions.patterns) out += '\t' + pattern.text;
  for (const model::Condition& condition : statement.conditions) {
    const bool depends = is_about_resource(condition.key) ||
                         std::ranges::any_of(condition.values, &model::Pattern::has_variables);
    if (depends) return std::nullopt;
    out += "\tCondition " + to_string(condition.op) + '\t' + condition.key;
    for (const model::Pattern& value : condition.values) out += '\t' + value.text;
  }
  return out;
}

}  // namespace

std::optional<std::string> AlikeRoles::key_of(const Target& target) const {
  if (target.role == nullptr || target.role->trust == nullptr) return std::nullopt;
  std::string out = target.role->partition;
  for (const model::Statement& statement : target.role->trust->statements) {
    const auto content = content_of(statement);
    if (!content) return std::nullopt;
    out += *content;
  }
  const model::Guardrails rcps = model::rcps_of(world_, target.owner);
  if (!rcps.missing.empty()) return std::nullopt;
  for (const auto& level : rcps.levels) {
    out += '\n';
    for (const model::Policy* policy : level) {
      out += '\t' + std::to_string(reinterpret_cast<std::uintptr_t>(policy));
    }
  }
  return out;
}

void AlikeRoles::remember(const Target& target, const std::vector<verdict::Finding>& findings) {
  const bool depends = std::ranges::any_of(findings, [](const verdict::Finding& finding) {
    return std::ranges::any_of(finding.witness.request.context,
                               [](const auto& entry) { return is_about_resource(entry.first); });
  });
  const auto key = key_of(target);
  if (key && !depends) known_.try_emplace(*key, findings);
}

std::optional<std::vector<verdict::Finding>> AlikeRoles::findings(
    const Target& target, const std::vector<Offer>& offers) const {
  const auto key = key_of(target);
  if (!key) return std::nullopt;
  const auto known = known_.find(*key);
  if (known == known_.end()) return std::nullopt;
  std::vector<verdict::Finding> out = known->second;
  for (verdict::Finding& finding : out) {
    model::Request request = finding.witness.request;
    request.resource = target.arn;
    const Replayed replayed = replay(world_, request, model::Mode::Counterexample);
    if (replayed.step.decision != model::Decision::Allowed || replayed.undecided) {
      return std::nullopt;
    }
    finding.witness = replayed.step;
    finding.resource = target.arn;
    finding.owner = target.owner;
    finding.id = finding_id(finding);
    finding.sources.clear();
    for (const Offer& offer : offers) {
      if (offer.principal == finding.principal && written(offer.conditions) == finding.condition) {
        add_source(offer.source, finding);
      }
    }
  }
  return out;
}

}  // namespace postern::verify
