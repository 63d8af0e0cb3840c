#include <algorithm>
#include <array>

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

std::size_t colons(std::string_view text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), ':'));
}

/// The first `count` components of an ARN.
std::string components(const std::string& text, std::size_t count) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < count && end != std::string::npos; ++i) {
    end = text.find(':', end == 0 ? 0 : end + 1);
  }
  return text.substr(0, end);
}

std::string variable(const Target& target) {
  Random& random = target.random;
  static constexpr std::array<std::string_view, 4> special{"${*}", "${?}", "${$}", "${"};
  if (random.chance(15)) return std::string(random.pick(special));
  const Json& context = target.request["context"];
  std::string key(random.pick(keys()).name);
  if (!context.empty() && random.chance(70)) {
    auto entry = context.begin();
    std::advance(entry, static_cast<std::ptrdiff_t>(random.below(context.size())));
    key = entry.key();
  }
  static constexpr std::array<std::string_view, 6> defaults{"a", "k", "", "b", "a*", "?"};
  if (random.chance(25)) return "${" + key + ", '" + std::string(random.pick(defaults)) + "'}";
  return "${" + key + "}";
}

/// `text` with an occurrence of a context value, if there is one, replaced by its variable.
std::string with_variable(const Target& target, const std::string& text) {
  Random& random = target.random;
  std::vector<std::pair<std::size_t, std::pair<std::size_t, std::string>>> places;
  for (const auto& [key, value] : target.request["context"].items()) {
    if (!value.is_string() || value.get_ref<const std::string&>().empty()) continue;
    const std::string& found = value.get_ref<const std::string&>();
    for (std::size_t at = text.find(found); at != std::string::npos;
         at = text.find(found, at + 1)) {
      places.push_back({at, {found.size(), key}});
    }
  }
  if (!places.empty() && random.chance(80)) {
    const auto& [at, what] = random.pick(places);
    const std::string fallback = random.chance(15) ? ", 'a'" : "";
    std::string out = text;
    return out.replace(at, what.first, "${" + what.second + fallback + "}");
  }
  const std::size_t last = text.find_last_of(":/");
  const std::size_t from = last == std::string::npos || random.chance(6) ? 0 : last + 1;
  const std::size_t at = from + random.below(text.size() - from + 1);
  const std::size_t length = random.chance(50) ? text.size() - at : random.below(2);
  std::string out = text;
  return out.replace(at, length, variable(target));
}

Json action_element(const Target& target, Grammar grammar) {
  Random& random = target.random;
  std::vector<Json> values;
  const std::size_t count = random.chance(2) ? 0 : 1 + (random.chance(30) ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string action = target.request["action"];
    const std::string service = action.substr(0, action.find(':'));
    switch (random.below(8)) {
      case 0:
      case 1:
        // Resource control policies must name a service.
        values.emplace_back(grammar == Grammar::ResourceControl ? service + ":*" : "*");
        break;
      case 2:
        values.emplace_back(service + ":*");
        break;
      case 3: {
        // The service part takes no wildcards.
        const std::size_t colon = action.find(':') + 1;
        values.emplace_back(action.substr(0, colon) +
                            wildcards_around(random, action.substr(colon)));
        break;
      }
      case 4:
        values.emplace_back(random_action(random));
        break;
      default:
        values.emplace_back(action);
    }
  }
  return one_or_many(random, std::move(values));
}

/// The resource of the request, or what the access point calls it.
std::string resource_name(const Target& target) {
  const std::string resource = target.request["resource"];
  const auto point = access_point_of(target.request);
  return point && target.random.chance(40) ? seen_through(*point, resource) : resource;
}

Json resource_element(const Target& target) {
  Random& random = target.random;
  std::vector<Json> values;
  const std::size_t count = random.chance(2) ? 0 : 1 + (random.chance(30) ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string resource = resource_name(target);
    switch (random.below(8)) {
      case 0:
      case 1:
      case 2:
        values.emplace_back("*");
        break;
      case 3:
        values.emplace_back(random_resource(random));
        break;
      case 4:
        values.emplace_back(resource);
        break;
      default:
        values.emplace_back(pattern_around(target, resource, true));
    }
  }
  return one_or_many(random, std::move(values));
}

Json statement(const Target& target, Grammar grammar, bool generous) {
  Random& random = target.random;
  Json out;
  const bool deny = grammar == Grammar::ResourceControl || random.chance(generous ? 15 : 25);
  out["Effect"] = deny ? "Deny" : "Allow";
  switch (grammar) {
    case Grammar::Identity:
    case Grammar::Guardrail:
      break;
    case Grammar::ResourceControl:
      out["Principal"] = "*";
      break;
    case Grammar::Resource:
      out[deny && random.chance(35)   ? "NotPrincipal"
          : !deny && random.chance(4) ? "NotPrincipal"
                                      : "Principal"] = random_principal(target);
      break;
    case Grammar::Endpoint:
    case Grammar::Trust:
      out["Principal"] = random_principal(target);
      break;
  }
  const bool not_action =
      grammar != Grammar::ResourceControl && grammar != Grammar::Trust && random.chance(12);
  out[not_action ? "NotAction" : "Action"] = action_element(target, grammar);
  if (grammar != Grammar::Trust) {
    out[random.chance(12) ? "NotResource" : "Resource"] = resource_element(target);
  }
  if (random.chance(deny ? 75 : 40)) out["Condition"] = random_conditions(target);
  return out;
}

}  // namespace

std::string wildcards_around(Random& random, const std::string& text) {
  std::string out = text;
  const std::size_t at = random.below(text.size() + 1);
  switch (random.below(4)) {
    case 0:
      if (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) out[at] = '?';
      return out;
    case 1:
      return out.insert(at, "*");
    default:
      return out.replace(at, random.below(text.size() - at + 1), "*");
  }
}

std::string pattern_around(const Target& target, const std::string& text, bool variables) {
  Random& random = target.random;
  const auto foreign = std::find_if(text.begin(), text.end(), [](char c) { return c < 0; });
  if (foreign != text.end()) {  // nothing may cut through the two bytes of such a letter
    static constexpr std::array<std::string_view, 4> instead{"?", "*", "\u00c9", "${x:text}"};
    const auto at = static_cast<std::size_t>(foreign - text.begin());
    return random.chance(50) ? text : std::string(text).replace(at, 2, random.pick(instead));
  }
  std::string out = text;
  if (text.find("${") != std::string::npos) return out;  // nor through a variable
  if (variables && random.chance(40)) {
    out = with_variable(target, out);
    if (random.chance(70)) return out;
  }
  if (colons(out) >= 5 && random.chance(12)) out = components(out, 1 + random.below(5));
  if (out.find("${") == std::string::npos && random.chance(75)) {
    out = wildcards_around(random, out);
    if (random.chance(20)) out = wildcards_around(random, out);
  }
  return out;
}

Json one_or_many(Random& random, std::vector<Json> values) {
  if (values.size() == 1 && random.chance(50)) return values.front();
  Json out = Json::array();
  for (Json& value : values) out.push_back(std::move(value));
  return out;
}

Json random_policy(const Target& target, Grammar grammar) {
  Random& random = target.random;
  Json out;
  if (!random.chance(6)) out["Version"] = random.chance(90) ? "2012-10-17" : "2008-10-17";
  Json statements = Json::array();
  const bool guardrail = grammar == Grammar::Guardrail || grammar == Grammar::Endpoint;
  if ((guardrail && random.chance(70)) || (grammar == Grammar::Identity && random.chance(45)) ||
      (grammar == Grammar::ResourceControl && random.chance(60))) {
    Json everything;
    everything["Effect"] = "Allow";
    if (grammar == Grammar::Endpoint || grammar == Grammar::ResourceControl) {
      everything["Principal"] = "*";
    }
    everything["Action"] = "*";
    everything["Resource"] = "*";
    statements.push_back(std::move(everything));
    if (grammar == Grammar::ResourceControl) {  // RCPFullAWSAccess stands alone
      out["Statement"] = std::move(statements);
      return out;
    }
  }
  const std::size_t count = random.below(guardrail ? 2 : 3) + (statements.empty() ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) {
    statements.push_back(statement(target, grammar, !guardrail));
  }
  out["Statement"] = std::move(statements);
  return out;
}

}  // namespace postern::test
