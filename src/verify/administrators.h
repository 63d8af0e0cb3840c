// Who is an administrator of its account: its own policies allow every action on every resource of
// the account, and its permissions boundary cuts nothing off.
//
// Resource policies and organization policies do not count: an administrator under an SCP is one.
// Assuming roles is left out of the actions, for that is for the trust policies of roles to say.
#pragma once

#include <map>
#include <string>

#include "model/world.h"
#include "verify/steps.h"

namespace postern::verify {

class Administrators {
 public:
  /// Kept by reference.
  explicit Administrators(Steps& steps) : steps_(steps) {}

  /// No: some action on some resource is allowed in no context at all. Yes: all are allowed in
  /// every context. Perhaps: neither is certain.
  enum class Answer { No, Perhaps, Yes };
  Answer of(const model::IamPrincipal& principal);

 private:
  enum class Reading { Generous, Strict };
  /// Whether the policies leave no action on no resource of the account out.
  bool covers(const model::IamPrincipal& principal, Reading reading);
  formula::TermId allows(const std::vector<const model::Policy*>& policies,
                         const formula::Bits& actions, Reading reading);
  formula::TermId resource_of(const model::Statement& statement, bool widely);

  Steps& steps_;
  std::map<std::string, Answer> known_;  // by ARN
};

}  // namespace postern::verify
