// What the caller and the resource's owner determine of context keys.
#include "encoder/context.h"
#include "encoder/context_world.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {

using model::CallerType;

namespace {

std::string_view principal_type(CallerType type) {
  switch (type) {
    case CallerType::Root:
      return "Account";
    case CallerType::User:
      return "User";
    case CallerType::RoleSession:
      return "AssumedRole";
    case CallerType::FederatedUser:
      return "FederatedUser";
    case CallerType::Anonymous:
      return "Anonymous";
    case CallerType::Service:
    case CallerType::WebIdentity:
    case CallerType::Saml:
      break;
  }
  internal_error("this caller's type has no name");
}

Shape known_text(std::string_view text) { return Shape::text(text); }

}  // namespace

// Of one caller: the value; no pieces where the key is absent; nothing where it is not known.
std::optional<Shape> ContextKeys::caller_value(Source source, const CallerClass& caller,
                                               std::string_view key) {
  switch (source) {
    case Source::CallerArn:  // REL-3
      return caller.type == CallerType::RoleSession ? caller.role_arn : caller.arn;
    case Source::CallerAccount:  // REL-2
      return caller.type == CallerType::Anonymous ? known_text("anonymous") : caller.account;
    case Source::CallerType:  // REL-5
      return known_text(principal_type(caller.type));
    case Source::UserId:
      return unique_id(caller);
    case Source::UserName:  // REL-7
      if (caller.over) return std::nullopt;
      return caller.unknown_account ? Shape::field(callers_.name()) : known_text(caller.name);
    case Source::PrincipalTag:
      if (caller.principal == nullptr) return std::nullopt;
      if (caller.type == CallerType::RoleSession && !caller.own_tags) return std::nullopt;
      return tag_value(*caller.principal, key);
    case Source::CallerOrganization:
    case Source::CallerOrganizationPath: {  // REL-4
      const auto account = caller.account.literal();
      const std::string value = account ? owner_value(source == Source::CallerOrganization
                                                          ? Source::OwnerOrganization
                                                          : Source::OwnerOrganizationPath,
                                                      *account)
                                        : "";
      if (value.empty()) return std::nullopt;
      return known_text(value);
    }
    case Source::IsService:  // REL-22
      return known_text(caller.type == CallerType::Service ? "true" : "false");
    case Source::ServiceName:
      if (caller.name.empty()) return std::nullopt;
      return known_text(caller.name);
    case Source::Provider:
      if (caller.provider.empty()) return std::nullopt;
      return known_text(caller.provider);
    case Source::None:
    case Source::OwnerAccount:
    case Source::OwnerOrganization:
    case Source::OwnerOrganizationPath:
    case Source::NewSessionName:
      break;
  }
  internal_error("callers do not determine this");
}

// REL-6
std::optional<Shape> ContextKeys::unique_id(const CallerClass& caller) {
  if (caller.type == CallerType::Root) return caller.account;
  if (caller.type == CallerType::FederatedUser) {
    Shape out = caller.account;
    out.pieces.emplace_back(":");
    out.pieces.emplace_back(callers_.session_name());
    return out;
  }
  if (caller.unique_id.empty()) return std::nullopt;
  if (caller.type == CallerType::User) return known_text(caller.unique_id);
  return Shape{{caller.unique_id + ":", callers_.session_name()}};
}

// The tag the key asks for, as the principal itself has it (REL-9).
Shape ContextKeys::tag_value(const model::IamPrincipal& principal, std::string_view key) {
  const std::string_view tag = key.substr(key.find('/') + 1);
  for (const auto& [name, value] : principal.tags) {
    if (equals_ignoring_case(name, tag)) return known_text(value);
  }
  return {};
}

// Of an account of the snapshot; empty where it is not known.
std::string ContextKeys::owner_value(Source source, const std::string& account) {
  if (source == Source::OwnerAccount) return account;
  if (source == Source::OwnerOrganizationPath) {
    return model::organization_path(world_->world, account);
  }
  POSTERN_CHECK(source == Source::OwnerOrganization);
  const auto it = world_->world.accounts.find(account);
  return it == world_->world.accounts.end() ? "" : it->second.organization;
}

}  // namespace postern::encoder
