#include "semantics/access_points.h"

#include <utility>

#include "model/arn.h"

namespace postern::semantics {
namespace {

/// The access point the context names.
std::optional<std::string> named_point(const model::Context& context) {
  const auto key = context.find("s3:dataaccesspointarn");
  if (key == context.end() || key->second.values.size() != 1) return std::nullopt;
  return key->second.values.front();
}

Check check_of_bucket(const model::Scenario& scenario, const model::Request& request,
                      const std::string& name_at_point) {
  Check check{scenario, request, name_at_point};
  const model::AccessPoint& point = scenario.access_point->point;
  model::S3Access s3 = scenario.s3.value_or(model::S3Access{});
  s3.block |= point.block;  // BPA-5
  s3.also_inside.push_back(point.account);
  check.scenario.s3 = std::move(s3);
  check.scenario.access_point.reset();
  return check;
}

/// Lists are the bucket's and its objects': the point has none.
Check check_of_point(const model::Scenario& scenario, const model::Request& request,
                     std::string name_at_point) {
  Check check{scenario, request, request.resource};
  const model::Passage& passage = *scenario.access_point;
  check.request.resource = std::move(name_at_point);
  check.scenario.resource_policy = passage.point.policy;
  check.scenario.rcps = passage.rcps;
  check.scenario.resource_in_management_account = passage.in_management_account;
  model::S3Access s3;
  s3.block = passage.point.block;
  if (scenario.s3) s3.block |= scenario.s3->block;
  s3.also_inside.push_back(scenario.resource_account);
  check.scenario.s3 = std::move(s3);
  check.scenario.resource_account = passage.point.account;
  return check;
}

}  // namespace

std::optional<std::string> seen_through(std::string_view point, std::string_view resource) {
  const auto arn = model::parse_arn(resource);
  if (!arn || arn->service != "s3" || !arn->account.empty()) return std::nullopt;
  const std::size_t slash = arn->resource.find('/');
  if (slash == std::string_view::npos) return std::string(point);
  return std::string(point) + "/object" + std::string(arn->resource.substr(slash));
}

std::vector<Check> checks_of(const model::Scenario& scenario, const model::Request& request) {
  if (!scenario.access_point) {
    const auto point = named_point(request.context);
    return {{scenario, request, point ? seen_through(*point, request.resource) : std::nullopt}};
  }
  const auto name = seen_through(scenario.access_point->point.arn, request.resource);
  if (!name) return {};
  return {check_of_bucket(scenario, request, *name), check_of_point(scenario, request, *name)};
}

}  // namespace postern::semantics
