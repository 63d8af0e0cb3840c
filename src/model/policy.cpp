#include "model/policy.h"

#include <utility>

#include "model/policy_reader.h"
#include "support/check.h"

namespace postern::model {
namespace {

constexpr std::string_view current_version = "2012-10-17";
constexpr std::string_view old_version = "2008-10-17";

/// Whether the document has variables; reports a version that does not exist.
Variables read_version(document::Node policy, const PolicyReader& reader) {
  const std::optional<document::Node> version = policy.find("Version");
  if (!version || !reader.expect(*version, document::Kind::String, "Version")) return Variables::No;
  if (version->text() == current_version) return Variables::Yes;
  if (version->text() != old_version) {
    reader.error(codes::bad_version, version->where(),
                 "unknown policy version " + quoted(version->text()),
                 "write " + quoted(current_version) + " or " + quoted(old_version));
  }
  return Variables::No;
}

void read_object(document::Node node, Policy& policy, Diagnostics& diagnostics) {
  PolicyReader reader{policy.kind, Variables::No, diagnostics};
  reader.variables = read_version(node, reader);
  policy.has_variables = reader.variables == Variables::Yes;
  for (const document::Member& member : node.members()) {
    if (member.key == "Version") continue;
    if (member.key == "Id") {
      reader.expect(member.value, document::Kind::String, "Id");
    } else if (member.key == "Statement") {
      const std::vector<document::Node> statements = one_or_many(member.value);
      if (statements.empty()) {
        reader.warning(codes::empty_list, member.value.where(), "the list `Statement` is empty",
                       "the policy allows and denies nothing");
      }
      for (std::size_t i = 0; i < statements.size(); ++i) {
        policy.statements.push_back(read_statement(reader, statements[i], i));
      }
    } else {
      reader.unknown_name(codes::unknown_policy_element, member.key_where(), "policy element",
                          member.key, {"Version", "Id", "Statement"});
    }
  }
  if (!node.find("Statement")) {
    reader.error(codes::missing_element, node.where(), "the policy has no `Statement`");
  }
}

}  // namespace

std::string_view to_string(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity:
      return "identity policy";
    case PolicyKind::Boundary:
      return "permissions boundary";
    case PolicyKind::Session:
      return "session policy";
    case PolicyKind::Resource:
      return "resource policy";
    case PolicyKind::Trust:
      return "role trust policy";
    case PolicyKind::ServiceControl:
      return "service control policy";
    case PolicyKind::ResourceControl:
      return "resource control policy";
    case PolicyKind::Endpoint:
      return "VPC endpoint policy";
  }
  internal_error("policy kind out of range");
}

Policy read_policy(document::Node node, PolicyKind kind, std::string name,
                   Diagnostics& diagnostics) {
  Policy policy;
  policy.kind = kind;
  policy.name = std::move(name);
  policy.where = node.where();
  if (node.is(document::Kind::Object) && node.tag().empty()) {
    read_object(node, policy, diagnostics);
    return policy;
  }
  const PolicyReader reader{kind, Variables::No, diagnostics};
  if (!node.is(document::Kind::String) || !node.tag().empty()) {
    reader.error(
        codes::not_a_policy, node.where(),
        "a policy document must be an object, not " + std::string(document::describe(node.kind())));
    return policy;
  }
  try {
    const document::Document embedded = document::parse_embedded(node);
    const document::Node root = embedded.root();
    if (root.is(document::Kind::Object)) {
      read_object(root, policy, diagnostics);
    } else {
      reader.error(codes::not_a_policy, node.where(),
                   "the policy document in this string must be an object, not " +
                       std::string(document::describe(root.kind())));
    }
  } catch (const Error& error) {
    diagnostics.add(error);
  }
  return policy;
}

}  // namespace postern::model
