// Requests through S3 access points, and what a scenario says of the point.
#include <array>

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

constexpr std::array<std::string_view, 3> points{"arn:aws:s3:us-east-1:111111111111:accesspoint/p",
                                                 "arn:aws:s3:us-east-1:222222222222:accesspoint/q",
                                                 "arn:aws:s3:us-east-1:111111111111:accesspoint/b"};

constexpr const char* arn_key = "s3:DataAccessPointArn";
constexpr const char* account_key = "s3:DataAccessPointAccount";

std::string account_of(const std::string& point) {
  return point.substr(point.find(":accesspoint/") - account_a.size(), account_a.size());
}

}  // namespace

bool goes_through(const std::string& point, const Json& action, const Json& resource) {
  const auto& name = resource.get_ref<const std::string&>();
  return action.get_ref<const std::string&>().starts_with("s3:") &&
         point.find(":accesspoint/") != std::string::npos && name.starts_with("arn:") &&
         name.find(":s3:::") != std::string::npos;
}

std::optional<std::string> access_point_of(const Json& request) {
  const auto named = request["context"].find(arn_key);
  if (named == request["context"].end() || !named->is_string()) return std::nullopt;
  std::string point = *named;
  if (!goes_through(point, request["action"], request["resource"])) return std::nullopt;
  return point;
}

void maybe_through_access_point(Random& random, Json& request) {
  Json& context = request["context"];
  const std::string point(random.pick(points));
  if (random.chance(35) && goes_through(point, request["action"], request["resource"])) {
    context[arn_key] = point;
    if (random.chance(50)) context[account_key] = "";
  }
  if (const auto named = access_point_of(request)) name_access_point(context, *named);
}

void name_access_point(Json& context, const std::string& point) {
  context[arn_key] = point;
  if (context.contains(account_key)) context[account_key] = account_of(point);
}

std::string seen_through(const std::string& point, const std::string& resource) {
  const std::size_t slash = resource.find('/');
  return slash == std::string::npos ? point : point + "/object" + resource.substr(slash);
}

Json random_access_point(const Target& target, const std::string& point) {
  Random& random = target.random;
  Json out;
  out["arn"] = point;
  if (random.chance(15)) out["vpc"] = random.chance(50) ? "a" : "b";
  if (random.chance(25)) {
    for (const char* flag : {"IgnorePublicAcls", "RestrictPublicBuckets"}) {
      if (random.chance(60)) out["block_public_access"][flag] = random.chance(85);
    }
  }
  if (random.chance(5)) out["in_management_account"] = true;
  return out;
}

}  // namespace postern::test
