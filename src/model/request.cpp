#include "model/request.h"

#include <array>
#include <utility>

#include "support/check.h"

namespace postern::model {
namespace {

constexpr std::array<std::pair<CallerType, std::string_view>, 8> caller_types{{
    {CallerType::Root, "root"},
    {CallerType::User, "user"},
    {CallerType::RoleSession, "role_session"},
    {CallerType::FederatedUser, "federated_user"},
    {CallerType::Service, "service"},
    {CallerType::Anonymous, "anonymous"},
    {CallerType::WebIdentity, "web_identity"},
    {CallerType::Saml, "saml"},
}};

}  // namespace

std::string_view to_string(CallerType type) {
  for (const auto& [value, word] : caller_types) {
    if (value == type) return word;
  }
  internal_error("caller type out of range");
}

std::optional<CallerType> parse_caller_type(std::string_view text) {
  for (const auto& [value, word] : caller_types) {
    if (word == text) return value;
  }
  return std::nullopt;
}

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::Allowed:
      return "allowed";
    case Decision::ExplicitDeny:
      return "explicit_deny";
    case Decision::ImplicitDeny:
      return "implicit_deny";
  }
  internal_error("decision out of range");
}

}  // namespace postern::model
