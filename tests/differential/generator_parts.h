// The parts of the generator (internal to tests/differential).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "differential/generator.h"
#include "differential/random.h"

namespace postern::test {

constexpr std::string_view account_a = "111111111111";
constexpr std::string_view account_b = "222222222222";

/// The type a context key's values should have.
enum class ValueType { String, Number, Date, Bool, Ip, Binary, Arn };

struct KeyChoice {
  std::string_view name;
  ValueType type;
  bool multivalued;
};

/// The keys of contexts and conditions.
const std::vector<KeyChoice>& keys();
/// A text of the type; now and then one that is malformed, or of another type.
std::string random_value(Random& random, ValueType type);
/// A service's action on a resource it may meet, and others near it. No two share a part, and to
/// the decision all resources are of one kind with all actions (snapshot::role_of_resource).
std::vector<Json> random_requests(Random& random, std::size_t count);
/// Any resource ARN of the alphabet, or `*`.
std::string random_resource(Random& random);
std::string random_action(Random& random);

/// What a policy is made for: the request it should say something about.
struct Target {
  const Json& request;
  Random& random;
};

/// A pattern that matches `text` more often than not: wildcards and variables put in.
std::string pattern_around(const Target& target, const std::string& text, bool variables);
/// `text` with one run of characters replaced by `*`, or one character by `?`.
std::string wildcards_around(Random& random, const std::string& text);
/// A Condition block.
Json random_conditions(const Target& target);
/// A Principal or NotPrincipal element.
Json random_principal(const Target& target);

enum class Grammar { Identity, Guardrail, Resource, Trust, ResourceControl, Endpoint };
Json random_policy(const Target& target, Grammar grammar);

/// The access point that the request's context names, if it can go through it (AP-1).
std::optional<std::string> access_point_of(const Json& request);
/// Puts an access point into the context of a request for a bucket or an object, now and then.
void maybe_through_access_point(Random& random, Json& request);
/// Makes the context that of a request through the point.
void name_access_point(Json& context, const std::string& point);
/// Whether a request of that action, resource and context goes through the point.
bool goes_through(const std::string& point, const Json& action, const Json& resource);
/// The ARN under which the access point shows a bucket or an object (AP-2).
std::string seen_through(const std::string& point, const std::string& resource);
/// The facts of the access point: all of `access_point` but its policies.
Json random_access_point(const Target& target, const std::string& point);

/// The `s3` and the `kms_grants` of a model.
Json random_s3(const Target& target);
Json random_key_grants(const Target& target);

/// A scalar for a list of one, now and then (GRAM-2).
Json one_or_many(Random& random, std::vector<Json> values);

}  // namespace postern::test
