#include <array>
#include <optional>
#include <utility>

#include "model/arn.h"
#include "model/policy_reader.h"
#include "support/text.h"

namespace postern::model {
namespace {

constexpr std::array<std::pair<std::string_view, PrincipalType>, 4> principal_types{{
    {"AWS", PrincipalType::Aws},
    {"Service", PrincipalType::Service},
    {"Federated", PrincipalType::Federated},
    {"CanonicalUser", PrincipalType::CanonicalUser},
}};

std::optional<PrincipalType> parse_principal_type(std::string_view text) {
  for (const auto& [name, type] : principal_types) {
    if (name == text) return type;
  }
  return std::nullopt;
}

/// Bare unique ids stand where the entity an ARN named was deleted (PRIN-14).
bool is_unique_id(std::string_view text) {
  return (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

/// What an AWS principal may be (PRIN-3..PRIN-7); the words say why not, empty if it may be.
std::string_view fault_of_arn(std::string_view text) {
  const std::optional<ArnView> arn = parse_arn(text);
  if (!arn) return "it is neither an account id nor the ARN of a principal";
  // CloudFront origin access identities are users of no account.
  if (arn->account != "cloudfront" && !is_account_id(arn->account)) {
    return "its account is not twelve digits";
  }
  if (arn->service == "iam") {
    if (arn->resource == "root" || arn->resource.starts_with("user/") ||
        arn->resource.starts_with("role/")) {
      return {};
    }
    if (arn->resource.starts_with("group/")) return "a group is not a principal";
  } else if (arn->service == "sts") {
    if (arn->resource.starts_with("assumed-role/") ||
        arn->resource.starts_with("federated-user/")) {
      return {};
    }
  }
  return "it is not the ARN of a principal";
}

/// Why the entry matches nothing, or empty. Never an error: IAM refuses such documents, and one
/// that is there anyway matches nothing (GRAM-12, PRIN-11).
std::string_view fault_of(PrincipalType type, std::string_view value) {
  if (value.empty()) return "it is empty";
  if (value == "*" && type == PrincipalType::Aws) return {};
  if (value == "*") return "`*` is a wildcard for AWS principals only";
  if (value.find_first_of("*?") != std::string_view::npos) {
    return "a wildcard must be the entire value";
  }
  switch (type) {
    case PrincipalType::Aws:
      return is_account_id(value) || is_unique_id(value) ? std::string_view() : fault_of_arn(value);
    case PrincipalType::Service:
      return value.find('.') == std::string_view::npos ? "it is not the name of a service principal"
                                                       : std::string_view();
    case PrincipalType::Federated:
      return value.starts_with("arn:") && !parse_arn(value) ? "it is not the ARN of a provider"
                                                            : std::string_view();
    case PrincipalType::CanonicalUser:
      return {};
  }
  return {};
}

/// "; did you mean ...?" for an account's root ARN with colons and slashes in the wrong places.
std::string meant_root(PrincipalType type, std::string_view value) {
  constexpr std::string_view digits = "0123456789";
  const std::size_t at = value.find_first_of(digits);
  if (type != PrincipalType::Aws || at == std::string_view::npos || !value.starts_with("arn:") ||
      !value.ends_with("root") || !is_account_id(value.substr(at, 12))) {
    return {};
  }
  return ", did you mean " + quoted(root_arn("aws", value.substr(at, 12))) + "?";
}

void read_values(const PolicyReader& reader, const document::Member& member, PrincipalType type,
                 PrincipalElement& element) {
  const std::vector<document::Node> values = one_or_many(member.value);
  if (values.empty()) {
    reader.warning(codes::empty_list, member.value.where(),
                   "the list " + quoted(member.key) + " is empty", "it names nobody");
  }
  for (const document::Node& value : values) {
    if (!reader.expect(value, document::Kind::String, member.key)) continue;
    const std::string_view fault = fault_of(type, value.text());
    if (!fault.empty()) {
      reader.warning(codes::malformed_principal, value.where(),
                     "the principal " + quoted(value.text()) + " matches nobody",
                     std::string(fault) + meant_root(type, value.text()));
    }
    element.entries.push_back({type, std::string(value.text()), value.where()});
  }
}

}  // namespace

PrincipalElement read_principal(const PolicyReader& reader, document::Node node,
                                std::string_view element_name) {
  PrincipalElement element;
  element.where = node.where();
  if (node.is(document::Kind::String) && node.tag().empty()) {
    element.everyone = node.text() == "*";
    if (!element.everyone) {
      reader.error(codes::bad_principal, node.where(),
                   quoted(element_name) + " must be \"*\" or an object",
                   "write {\"AWS\": \"...\"} to name a principal");
    }
    return element;
  }
  if (!reader.expect(node, document::Kind::Object, element_name)) return element;
  const std::vector<document::Member> members = node.members();
  if (members.empty()) {
    reader.warning(codes::empty_list, node.where(), quoted(element_name) + " is empty",
                   "it names nobody");
  }
  for (const document::Member& member : members) {
    const std::optional<PrincipalType> type = parse_principal_type(member.key);
    if (!type) {
      reader.unknown_name(codes::bad_principal, member.key_where(), "principal type", member.key,
                          {"AWS", "Service", "Federated", "CanonicalUser"});
      continue;
    }
    read_values(reader, member, *type, element);
  }
  return element;
}

}  // namespace postern::model
