// The Principal and NotPrincipal elements: at which levels a caller is matched (section 4).
#pragma once

#include <map>
#include <string>

#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// How a caller was matched; the decision treats the levels differently (4.1).
enum class Level { Any, Direct, Role, User, Account };

/// The levels at which a caller is matched, each T or U; what is not there is F.
using Levels = std::map<Level, Truth>;

/// What lets callers in without being a statement: an entry of an access control list, a grant on
/// a key.
struct Grant {
  std::string name;  // as an answer cites it
  Levels levels;     // of one caller, for one request
};

/// True for callers that belong to an account.
bool has_account(model::CallerType type);

/// The levels at which a Principal element matches `caller` (PRIN). Precondition: not negated.
Levels principal_levels(const model::PrincipalElement& element, const model::Caller& caller);

/// Whether a NotPrincipal element spares `caller` (NPRIN-2): all of its identities are listed; U if
/// only some are (AMB-17). Precondition: negated.
Truth is_excluded(const model::PrincipalElement& element, const model::Caller& caller);

}  // namespace postern::semantics
