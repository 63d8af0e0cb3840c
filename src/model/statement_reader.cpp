#include <algorithm>
#include <array>
#include <utility>

#include "model/policy_reader.h"
#include "support/check.h"

namespace postern::model {
namespace {

enum class Need { Absent, Optional, Required };

/// A row of the table of GRAM-5: what a kind of policy asks of its statements.
struct KindRules {
  Need principal;
  Need resource;
  bool not_principal;
  bool not_resource;
  bool not_action;
};

KindRules rules_of(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity:
    case PolicyKind::Boundary:
    case PolicyKind::Session:
    case PolicyKind::ServiceControl:
      return {Need::Absent, Need::Required, false, true, true};
    case PolicyKind::Resource:  // some services imply the resource (GRAM-6)
      return {Need::Required, Need::Optional, true, true, true};
    case PolicyKind::Trust:
      return {Need::Required, Need::Absent, false, false, true};
    case PolicyKind::ResourceControl:  // a missing principal is dealt with below
      return {Need::Optional, Need::Required, false, true, false};
    case PolicyKind::Endpoint:
      return {Need::Required, Need::Required, false, true, true};
  }
  internal_error("policy kind out of range");
}

/// The members of a statement by name.
struct Elements {
  std::optional<document::Member> sid, effect, principal, not_principal, action, not_action,
      resource, not_resource, condition;
};

struct ElementName {
  std::string_view name;
  std::optional<document::Member> Elements::*slot;
};
constexpr std::array<ElementName, 9> element_names{{
    {"Sid", &Elements::sid},
    {"Effect", &Elements::effect},
    {"Principal", &Elements::principal},
    {"NotPrincipal", &Elements::not_principal},
    {"Action", &Elements::action},
    {"NotAction", &Elements::not_action},
    {"Resource", &Elements::resource},
    {"NotResource", &Elements::not_resource},
    {"Condition", &Elements::condition},
}};

Elements collect(const PolicyReader& reader, document::Node node) {
  Elements elements;
  for (const document::Member& member : node.members()) {
    const auto element = std::find_if(element_names.begin(), element_names.end(),
                                      [&](const ElementName& e) { return e.name == member.key; });
    if (element == element_names.end()) {
      std::vector<std::string_view> known;
      for (const ElementName& each : element_names) known.push_back(each.name);
      reader.unknown_name(codes::unknown_statement_element, member.key_where(), "statement element",
                          member.key, known);
    } else {
      elements.*element->slot = member;
    }
  }
  return elements;
}

/// Reports an element that the kind must not have.
void refuse(const PolicyReader& reader, const std::optional<document::Member>& element,
            bool allowed, std::string hint = {}) {
  if (!element || allowed) return;
  reader.error(codes::element_not_allowed, element->key_where(),
               quoted(element->key) + " is not allowed in a policy of this kind: " +
                   std::string(to_string(reader.kind)),
               std::move(hint));
}

/// Reports both elements of an exclusive pair, or neither where one is needed (GRAM-5).
void check_pair(const PolicyReader& reader, document::Node statement,
                const std::optional<document::Member>& plain,
                const std::optional<document::Member>& negated, std::string_view name, Need need) {
  if (plain && negated) {
    reader.error(codes::exclusive_pair, negated->key_where(),
                 quoted(plain->key) + " and " + quoted(negated->key) + " exclude each other");
  }
  if (!plain && !negated && need == Need::Required) {
    reader.error(codes::missing_element, statement.where(), "the statement has no " + quoted(name));
  }
}

void check_shape(const PolicyReader& reader, document::Node node, const Elements& elements) {
  const KindRules rules = rules_of(reader.kind);
  refuse(reader, elements.principal, rules.principal != Need::Absent,
         "it applies to whoever it is attached to");
  refuse(reader, elements.not_principal, rules.not_principal);
  refuse(reader, elements.resource, rules.resource != Need::Absent,
         "the resource is the role itself");
  refuse(reader, elements.not_resource, rules.not_resource);
  refuse(reader, elements.not_action, rules.not_action);
  check_pair(reader, node, elements.principal, elements.not_principal, "Principal",
             rules.principal);
  check_pair(reader, node, elements.action, elements.not_action, "Action", Need::Required);
  check_pair(reader, node, elements.resource, elements.not_resource, "Resource", rules.resource);
  if (reader.kind == PolicyKind::Trust && elements.not_action) {
    reader.warning(codes::undocumented_element, elements.not_action->key_where(),
                   "`NotAction` is not documented for role trust policies");
  }
}

Effect read_effect(const PolicyReader& reader, document::Node statement,
                   const std::optional<document::Member>& element) {
  if (!element) {
    reader.error(codes::missing_element, statement.where(), "the statement has no `Effect`");
    return Effect::Deny;
  }
  if (!reader.expect(element->value, document::Kind::String, "Effect")) return Effect::Deny;
  const std::string_view text = element->value.text();
  if (text == "Allow") return Effect::Allow;
  if (text != "Deny") {
    reader.error(codes::bad_effect, element->value.where(), "unknown effect " + quoted(text),
                 "write `Allow` or `Deny`");
  }
  return Effect::Deny;
}

enum class ListOf { Actions, Resources };

void check_action(const PolicyReader& reader, const Pattern& entry) {
  if (entry.text == "*" || entry.text.find(':') != std::string::npos) return;
  reader.warning(codes::malformed_action, entry.where,
                 quoted(entry.text) + " is not of the form `service:Name`");
}

/// True if a variable stands before the fifth colon, where AWS allows none (VAR-2).
bool has_early_variable(const Pattern& entry) {
  std::ptrdiff_t colons = 0;
  for (const Part& part : entry.parts) {
    if (std::holds_alternative<Variable>(part)) return colons < 5;
    if (const Literal* literal = std::get_if<Literal>(&part)) {
      colons += std::count(literal->text.begin(), literal->text.end(), ':');
    }
  }
  return false;
}

void check_resource(const PolicyReader& reader, const Pattern& entry) {
  check_variables(reader, entry);
  if (entry.text != "*" && !entry.text.starts_with("arn:")) {
    reader.warning(codes::malformed_resource, entry.where,
                   quoted(entry.text) + " is neither `*` nor an ARN");
  } else if (has_early_variable(entry)) {
    reader.warning(codes::early_variable, entry.where,
                   quoted(entry.text) + " has a policy variable before the fifth colon",
                   "AWS refuses such a policy, and what it would match is not known");
  }
}

/// Action, NotAction, Resource or NotResource. There are no variables in actions (VAR-2).
PatternList read_patterns(const PolicyReader& reader, const document::Member& element,
                          ListOf list) {
  PatternList out;
  out.negated = element.key.starts_with("Not");
  out.where = element.key_where();
  const Variables variables = list == ListOf::Resources ? reader.variables : Variables::No;
  const std::vector<document::Node> entries = one_or_many(element.value);
  if (entries.empty()) {
    reader.warning(codes::empty_list, element.value.where(),
                   "the list " + quoted(element.key) + " is empty",
                   out.negated ? "what AWS makes of it is not documented" : "it matches nothing");
  }
  out.patterns.reserve(entries.size());
  for (const document::Node& entry : entries) {
    if (!reader.expect(entry, document::Kind::String, element.key)) continue;
    Pattern pattern{std::string(entry.text()),
                    parse_pattern(entry.text(), Wildcards::Yes, variables), entry.where()};
    if (list == ListOf::Actions) check_action(reader, pattern);
    if (list == ListOf::Resources) check_resource(reader, pattern);
    out.patterns.push_back(std::move(pattern));
  }
  return out;
}

/// The one of a pair that is there; the plain one if both are (reported by check_pair).
const std::optional<document::Member>& either(const std::optional<document::Member>& plain,
                                              const std::optional<document::Member>& negated) {
  return plain ? plain : negated;
}

bool is_lone_star(const PatternList& list) {
  return !list.negated && list.patterns.size() == 1 && list.patterns.front().text == "*";
}

/// RCP-1 and RCP-11: everything is a Deny for everyone, but for RCPFullAWSAccess, which AWS
/// attaches itself and which allows everything.
void check_resource_control(const PolicyReader& reader, document::Node node,
                            const Elements& elements, Statement& statement) {
  if (statement.effect == Effect::Allow) {
    const bool full = is_lone_star(statement.actions) && statement.resources &&
                      is_lone_star(*statement.resources) && !elements.condition;
    if (!full) {
      reader.error(codes::bad_resource_control, elements.effect->value.where(),
                   "a resource control policy must not allow",
                   "only RCPFullAWSAccess does, and it allows everything");
    }
  } else {
    for (const Pattern& action : statement.actions.patterns) {
      const std::size_t colon = action.text.find(':');
      const std::string_view service = std::string_view(action.text).substr(0, colon);
      if (service.find_first_of("*?") != std::string_view::npos) {
        reader.error(codes::bad_resource_control, action.where,
                     "an action of a resource control policy must name a service");
      }
    }
  }
  if (!statement.principal) {
    // Copies of RCPFullAWSAccess without it are about; nothing but "*" could stand there.
    if (statement.effect == Effect::Allow) {
      reader.warning(codes::implied_principal, node.where(), "the statement has no `Principal`",
                     "\"*\" is assumed");
      statement.principal = PrincipalElement{false, true, {}, node.where()};
    } else {
      reader.error(codes::missing_element, node.where(), "the statement has no `Principal`");
    }
  } else if (!statement.principal->everyone) {
    reader.error(codes::bad_resource_control, statement.principal->where,
                 "the principal of a resource control policy must be \"*\"");
  }
}

}  // namespace

Statement read_statement(const PolicyReader& reader, document::Node node, std::size_t index) {
  Statement statement;
  statement.index = index;
  statement.where = node.where();
  if (!reader.expect(node, document::Kind::Object, "Statement")) return statement;
  const Elements elements = collect(reader, node);
  check_shape(reader, node, elements);

  if (elements.sid && reader.expect(elements.sid->value, document::Kind::String, "Sid")) {
    statement.sid = std::string(elements.sid->value.text());
  }
  statement.effect = read_effect(reader, node, elements.effect);
  if (const auto& principal = either(elements.principal, elements.not_principal)) {
    statement.principal = read_principal(reader, principal->value, principal->key);
    statement.principal->negated = principal->key == "NotPrincipal";
    if (statement.principal->negated && statement.effect == Effect::Allow) {
      reader.warning(codes::allow_not_principal, principal->key_where(),
                     "`NotPrincipal` with `Allow` admits everyone else, anonymous callers included",
                     "name the principals, or use `aws:PrincipalArn`");
    }
  }
  if (const auto& action = either(elements.action, elements.not_action)) {
    statement.actions = read_patterns(reader, *action, ListOf::Actions);
  }
  if (const auto& resource = either(elements.resource, elements.not_resource)) {
    statement.resources = read_patterns(reader, *resource, ListOf::Resources);
  }
  if (elements.condition) read_condition(reader, elements.condition->value, statement);
  if (reader.kind == PolicyKind::ResourceControl && elements.effect) {
    check_resource_control(reader, node, elements, statement);
  }
  return statement;
}

}  // namespace postern::model
