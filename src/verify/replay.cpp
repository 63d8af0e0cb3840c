#include "verify/replay.h"

#include "semantics/scenario_of.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::verify {
namespace {

verdict::Citation cite(const model::StatementRef& ref) {
  return {ref.policy->name, ref.statement->index, ref.statement->sid, ref.statement->effect,
          ref.statement->where};
}

// Which side says what, where the answer is not simply "allowed by these statements".
std::vector<std::string> remarks(const semantics::Answer& answer, bool has_policy,
                                 bool has_identity) {
  std::vector<std::string> out;
  if (answer.decision != model::Decision::ImplicitDeny) return out;
  const semantics::Layers& layers = answer.layers;
  if (!layers.block.empty()) {
    out.push_back(layers.block);
    return out;
  }
  const std::string identity = !has_identity            ? "the caller has no identity policy"
                               : layers.identity_allows ? "the identity side allows"
                                                        : "the identity side does not allow";
  const std::string resource = !has_policy ? "the resource has no policy"
                               : layers.resource_policy_allows
                                   ? "the resource policy allows"
                                   : "the resource policy does not allow";
  out.push_back(identity);
  if (!layers.boundary_allows) out.push_back("the permissions boundary does not allow");
  if (!layers.session_allows) out.push_back("the session policy does not allow");
  if (!layers.organization_allows) out.push_back("an organization policy does not allow");
  if (!layers.endpoint_allows) out.push_back("the endpoint policy does not allow");
  out.push_back(resource);
  if (layers.cross_account) out.push_back("across accounts both sides must allow");
  return out;
}

}  // namespace

Replayed replay(const model::World& world, const model::Request& request, model::Mode mode) {
  semantics::Assembled assembled = semantics::scenario_of(world, request);
  Replayed out;
  if (assembled.scenario.resource_account.empty()) {
    semantics::set_resource_account(world, request.caller.account, assembled);
  }
  const semantics::Answer answer = semantics::authorize(assembled.scenario, request, mode);
  out.step.request = request;
  out.step.decision = answer.decision;
  for (const model::StatementRef& ref : answer.decided_by) {
    out.step.decided_by.push_back(cite(ref));
  }
  out.step.remarks = remarks(answer, assembled.scenario.resource_policy != nullptr,
                             !assembled.scenario.identity.empty());
  out.missing = std::move(assembled.missing);
  out.assumed = std::move(assembled.assumed);
  out.ambiguities = answer.ambiguities;
  out.undecided = answer.undecided;
  out.block = answer.layers.block;
  return out;
}

void require_agreement(const Replayed& replayed, bool allowed) {
  const bool evaluator = replayed.step.decision == model::Decision::Allowed;
  if (evaluator == allowed && !replayed.undecided) return;
  const model::Request& request = replayed.step.request;
  std::string context;
  for (const auto& [key, value] : request.context) {
    context += " " + key + "=" + join(value.values, ",");
  }
  internal_error("a witness does not replay: the solver says the request is " +
                 std::string(allowed ? "allowed" : "not allowed") + ", the evaluator says " +
                 std::string(to_string(replayed.step.decision)) +
                 (replayed.undecided ? " (" + *replayed.undecided + ")" : "") + ": " +
                 std::string(to_string(request.caller.type)) + " " + request.caller.arn + " " +
                 request.action + " " + request.resource + context);
}

}  // namespace postern::verify
