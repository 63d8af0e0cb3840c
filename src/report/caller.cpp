#include "report/caller.h"

#include "support/check.h"

namespace postern::report {

std::string caller_name(const model::Caller& caller) {
  switch (caller.type) {
    case model::CallerType::Root:
    case model::CallerType::User:
    case model::CallerType::RoleSession:
    case model::CallerType::FederatedUser:
      return caller.arn;
    case model::CallerType::Service:
      return caller.name;
    case model::CallerType::Anonymous:
      return "anonymous";
    case model::CallerType::WebIdentity:
    case model::CallerType::Saml:
      return "a token of " + caller.provider;
  }
  internal_error("a caller type without words");
}

}  // namespace postern::report
