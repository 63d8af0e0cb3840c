#include "differential/relations.h"

#include <algorithm>
#include <array>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "differential/generator_parts.h"

namespace postern::test {
namespace {

/// Every policy of the model, with what it is.
void each_policy(Json& model, const std::function<void(Json&, Grammar)>& visit) {
  using nlohmann::literals::operator""_json_pointer;
  const auto all = [&](const Json::json_pointer& place, Grammar grammar) {
    if (!model.contains(place)) return;
    std::vector<Json*> left{&model[place]};
    while (!left.empty()) {
      Json& next = *left.back();
      left.pop_back();
      if (next.is_object()) visit(next, grammar);
      if (!next.is_array()) continue;
      for (Json& policy : next) left.push_back(&policy);
    }
  };
  all("/identity"_json_pointer, Grammar::Identity);
  all("/resource"_json_pointer, Grammar::Resource);
  all("/boundary"_json_pointer, Grammar::Guardrail);
  all("/session"_json_pointer, Grammar::Guardrail);
  all("/scps"_json_pointer, Grammar::Guardrail);
  all("/rcps"_json_pointer, Grammar::ResourceControl);
  all("/vpce"_json_pointer, Grammar::Endpoint);
  all("/access_point/policy"_json_pointer, Grammar::Resource);
  all("/access_point/rcps"_json_pointer, Grammar::ResourceControl);
}

void each_statement(Json& model, const std::function<void(Json&)>& visit) {
  each_policy(model, [&](Json& policy, Grammar) {
    for (Json& statement : policy["Statement"]) visit(statement);
  });
}

/// Every list of a statement that may be written as a scalar: values of conditions too.
void each_list(Json& statement, const std::function<void(Json&)>& visit) {
  for (const char* name : {"Action", "NotAction", "Resource", "NotResource"}) {
    if (statement.contains(name)) visit(statement[name]);
  }
  for (const char* name : {"Principal", "NotPrincipal"}) {
    if (!statement.contains(name) || !statement[name].is_object()) continue;
    for (Json& values : statement[name]) visit(values);
  }
  if (!statement.contains("Condition")) return;
  for (Json& block : statement["Condition"]) {
    for (Json& values : block) visit(values);
  }
}

template <typename List>
void shuffle(List& list, Random& random) {
  for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[random.below(i)]);
}

void shuffle_members(Json& object, Random& random) {
  std::vector<std::pair<std::string, Json>> members;
  for (const auto& [name, value] : object.items()) members.emplace_back(name, value);
  shuffle(members, random);
  object = Json::object();
  for (auto& [name, value] : members) object[name] = std::move(value);
}

/// One statement more, about some request of the scenario, in one of the policies for which `may`.
void add_statement(RandomScenario& scenario, Random& random, const char* effect,
                   const std::function<bool(Grammar)>& may) {
  std::vector<std::pair<Json*, Grammar>> policies;
  each_policy(scenario.model, [&](Json& policy, Grammar grammar) {
    if (may(grammar)) policies.emplace_back(&policy, grammar);
  });
  if (policies.empty()) return;
  const auto& [policy, grammar] = random.pick(policies);
  const Json request = scenario.request(random.pick(scenario.requests));
  // A trust policy has no Resource: it is what the others of the policy have.
  const auto& old = (*policy)["Statement"];
  const bool trust = grammar == Grammar::Resource && !old.empty() && !old[0].contains("Resource") &&
                     !old[0].contains("NotResource");
  Json made =
      random_policy({request, random}, trust ? Grammar::Trust : grammar)["Statement"].back();
  made["Effect"] = effect;
  (*policy)["Statement"].push_back(std::move(made));
}

// --- the relations -------------------------------------------------------------------------------

void add_deny(RandomScenario& scenario, Random& random) {
  // RCPFullAWSAccess stands alone.
  add_statement(scenario, random, "Deny", [](Grammar g) { return g != Grammar::ResourceControl; });
}

/// An Allow may make the policy of a bucket public, and block it (BPA-4).
void add_allow(RandomScenario& scenario, Random& random) {
  const bool blocked = scenario.model.contains("s3");
  add_statement(scenario, random, "Allow", [&](Grammar grammar) {
    return grammar != Grammar::ResourceControl && !(blocked && grammar == Grammar::Resource);
  });
}

void deny_everything(RandomScenario& scenario, Random&) {
  Json policy;
  policy["Version"] = "2012-10-17";
  policy["Statement"] = Json::array({{{"Effect", "Deny"}, {"Action", "*"}, {"Resource", "*"}}});
  scenario.model["identity"].push_back(std::move(policy));
}

void permute(RandomScenario& scenario, Random& random) {
  each_statement(scenario.model, [&](Json& statement) {
    each_list(statement, [&](Json& list) {
      if (list.is_array()) shuffle(list, random);
    });
    if (statement.contains("Condition")) {
      for (Json& block : statement["Condition"]) shuffle_members(block, random);
      shuffle_members(statement["Condition"], random);
    }
    shuffle_members(statement, random);
  });
  each_policy(scenario.model, [&](Json& policy, Grammar) { shuffle(policy["Statement"], random); });
  shuffle(scenario.model["identity"], random);
  for (const char* name : {"scps", "rcps"}) {
    if (!scenario.model.contains(name)) continue;
    for (Json& level : scenario.model[name]) shuffle(level, random);
    shuffle(scenario.model[name], random);
  }
  if (scenario.model.contains("kms_grants")) shuffle(scenario.model["kms_grants"], random);
  for (Json& base : scenario.bases) {
    for (Json& value : base["context"]) {
      if (value.is_array()) shuffle(value, random);
    }
  }
}

bool has_variable(const Json& list) {
  return std::any_of(list.begin(), list.end(), [](const Json& value) {
    return value.get_ref<const std::string&>().find('$') != std::string::npos;
  });
}

/// Each statement with a list of two or more as two statements. Not a list of resources with
/// variables: whether one without a value spoils the others is open (AMB-6).
void split(RandomScenario& scenario, Random& random) {
  each_policy(scenario.model, [&](Json& policy, Grammar) {
    Json out = Json::array();
    for (const Json& statement : policy["Statement"]) {
      std::vector<const char*> lists;
      for (const char* name : {"Action", "Resource"}) {
        const auto list = statement.find(name);
        if (list != statement.end() && list->is_array() && list->size() > 1 &&
            !has_variable(*list)) {
          lists.push_back(name);
        }
      }
      if (lists.empty()) {
        out.push_back(statement);
        continue;
      }
      const char* name = random.pick(lists);
      const Json list = statement[name];
      const std::size_t at = 1 + random.below(list.size() - 1);
      for (const bool first : {true, false}) {
        Json half = statement;
        half[name] = Json::array();
        for (std::size_t i = first ? 0 : at; i < (first ? at : list.size()); ++i) {
          half[name].push_back(list[i]);
        }
        out.push_back(std::move(half));
      }
    }
    policy["Statement"] = std::move(out);
  });
}

void scalars_to_lists(RandomScenario& scenario, Random&) {
  each_statement(scenario.model, [](Json& statement) {
    each_list(statement, [](Json& list) {
      if (!list.is_array()) list = Json::array({list});
    });
  });
}

void lists_to_scalars(RandomScenario& scenario, Random&) {
  each_statement(scenario.model, [](Json& statement) {
    each_list(statement, [](Json& list) {
      if (list.is_array() && list.size() == 1) list = Json(list[0]);
    });
  });
  each_policy(scenario.model, [](Json& policy, Grammar) {
    if (policy["Statement"].size() == 1) policy["Statement"] = Json(policy["Statement"][0]);
  });
}

std::string other_case(std::string text, Random& random) {
  for (char& c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter && random.chance(50)) c = static_cast<char>(c ^ 0x20);
  }
  return text;
}

void change_case(RandomScenario& scenario, Random& random) {
  each_statement(scenario.model, [&](Json& statement) {
    for (const char* name : {"Action", "NotAction"}) {
      if (!statement.contains(name)) continue;
      Json& list = statement[name];
      if (list.is_string()) {
        list = other_case(list, random);
        continue;
      }
      for (Json& action : list) action = other_case(action, random);
    }
    if (!statement.contains("Condition")) return;
    for (Json& block : statement["Condition"]) {
      Json out = Json::object();
      for (const auto& [key, values] : block.items()) out[other_case(key, random)] = values;
      block = std::move(out);
    }
  });
}

}  // namespace

std::span<const Relation> relations() {
  static constexpr std::array<Relation, 8> all{{
      {"a Deny is added", Effect::NoMore, add_deny},
      {"an Allow is added", Effect::NoLess, add_allow},
      {"the caller's policies deny everything", Effect::Forbids, deny_everything},
      {"everything is in another order", Effect::None, permute},
      {"lists are split into two statements", Effect::None, split},
      {"scalars are lists of one", Effect::None, scalars_to_lists},
      {"lists of one are scalars", Effect::None, lists_to_scalars},
      {"actions and condition keys are in other letters", Effect::None, change_case},
  }};
  return all;
}

}  // namespace postern::test
