// A small world, and the question "is there a request with these context keys?" over its context
// tables.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "encoder/callers.h"
#include "encoder/context.h"
#include "model/world.h"
#include "solver/solver.h"

namespace postern::encoder {

/// What is asked of one key. Several values: the elements of a multi-valued key.
struct Asked {
  std::string key;
  bool present = true;
  std::vector<std::string> values = {};  // none: any
};
inline Asked has(std::string key) { return {std::move(key)}; }
inline Asked has(std::string key, std::string value) {
  return {std::move(key), true, {std::move(value)}};
}
inline Asked has(std::string key, std::vector<std::string> values) {
  return {std::move(key), true, std::move(values)};
}
inline Asked lacks(std::string key) { return {std::move(key), false}; }

/// Accounts 111111111111 (of the organization o-exampleorg, all of it known: its users and roles
/// are listed) and 222222222222 (of no organization anybody told). In the first: the users alice
/// (tag team=blue, id AIDAALICE) and bob (no tags, no id), the roles app (tag
/// team=red, id AROAAPP), web and saml, which trust bearers of tokens. In the second: carol.
class ContextWorld {
 public:
  ContextWorld();

  /// Is there a request of one of the callers `who`, an action and a resource, with these keys?
  /// `who`: letters of caller_letters, or `alice`, `bob`, `carol`, `app`, `web`, `stranger` (a user
  /// of an unknown account).
  bool possible(model::Mode mode, std::string_view who, const std::vector<Asked>& asked,
                std::string_view action = "", std::string_view resource = "");
  /// The same for both kinds of request, as two letters: `P` where a proof takes it for possible,
  /// `C` where a counterexample may use it; `-` where not.
  std::string possible(std::string_view who, const std::vector<Asked>& asked,
                       std::string_view action = "", std::string_view resource = "");
  /// Whether a counterexample may rest on what a condition says of the key.
  bool sure(std::string_view who, const std::string& key, std::string_view action = "",
            std::string_view resource = "");

  const catalogue::Catalogue& catalogue() const { return catalogue_; }

 private:
  formula::Bits callers(std::string_view who) const;
  std::unique_ptr<ContextKeys> keys();
  formula::TermId term(ContextKeys& keys, const Asked& asked);
  glob::GlobSetId text(std::string_view text);
  std::vector<formula::TermId> request(std::string_view who, std::string_view action,
                                       std::string_view resource);

  catalogue::Catalogue catalogue_;
  model::World world_;
  glob::GlobPool globs_;
  formula::TermStore terms_;
  ActionSpace actions_;
  WorldFacts facts_;
  std::unique_ptr<CallerSpace> callers_;
  formula::FieldId action_, resource_, next_session_;
  solver::Solver solver_;
  std::size_t asked_ = 0;
};

}  // namespace postern::encoder
