// One claim's set of requests over the steps of a chain, and the questions asked of it.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "queries/compile.h"
#include "verify/encodings.h"
#include "verify/reach.h"
#include "verify/steps.h"

namespace postern::verify {

class Question {
 public:
  /// Encodes the set over the last step. Everything given is kept by reference.
  Question(const queries::RequestSet& set, Encodings::Encoding encoding, const queries::Zone& zone);

  /// Some request of the set, sent by `caller`, that is allowed, or not, in a reading. `mode` says
  /// what is possible: for a witness (Mode::Counterexample) the answer is a readable one.
  solver::Outcome find(formula::TermId caller, model::Mode mode, bool allowed, model::Mode reading);
  /// What `find` asks for, with `allowed` and the same mode for what is possible and the reading.
  formula::TermId allowed_term(formula::TermId caller, model::Mode mode);
  /// Some request of the set at all.
  solver::Outcome find_any(formula::TermId caller, model::Mode mode);
  /// Some request of the set that proofs must take for allowed, or not, and that leans on as little
  /// as can be; and what it leans on, in words.
  struct Leaning {
    solver::Outcome outcome;
    std::vector<std::string> reasons;
  };
  Leaning find_plain(formula::TermId caller, bool allowed, model::Mode reading);
  /// Roles assumed one after the other.
  using Path = std::vector<const model::IamPrincipal*>;
  /// The whole chain as one question: the callers of the set assume `path`, one role after the
  /// other, and the last one's session sends an allowed request of the set. A witness.
  solver::Outcome find_chain(const Path& path);
  /// The end of a chain as one question: `caller` assumes `path` and an allowed request follows. It
  /// is said over the first of these requests. With `assumed` it is a session that came about by a
  /// role assumption, with whatever may stick to one.
  solver::Outcome find_end(const Path& path, formula::TermId caller, bool assumed,
                           model::Mode mode);
  /// The callers of the set, over the request `hops` assumptions before the last.
  formula::TermId callers_before(std::size_t hops, model::Mode mode);
  /// The requests of a chain that find_chain found, replayed: after each assumption the checks that
  /// are part of it.
  std::vector<verdict::Step> shown(const solver::Outcome& found, std::size_t hops);

  /// The callers that are possibly (Mode::Prove) or surely of the set; with the anonymous one,
  /// which they can all be (EVAL-11).
  formula::TermId callers(model::Mode mode) const { return encoded_.callers.in(mode); }
  formula::TermId callers_or_unsigned(model::Mode mode);
  formula::TermId sessions(const std::vector<const model::IamPrincipal*>& roles);
  formula::TermId foreign_sessions(const encoder::ForeignRoles& roles);
  formula::TermId roots(const std::set<std::string>& accounts);

  /// Whether role sessions are among the callers of the set.
  bool has_sessions();

  /// The roles the callers of the set can come to act as.
  Reached reached(model::Mode mode, std::optional<unsigned> bound);

  /// The empty part of the set, in words, or nothing if it has a request; with `chains`, one that a
  /// role's session may send in the end.
  std::optional<std::string> empty_part(bool chains);

  const queries::RequestSet& set() const { return set_; }
  const queries::EncodedSet& encoded() const { return encoded_; }
  Steps& steps() { return steps_; }
  const model::World& world() const { return steps_.world(); }
  const queries::Zone& zone() const { return zone_; }
  const std::vector<Assumable>& assumable() const { return assumable_; }
  /// Whether a request of the chains asked for so far looks at MFA.
  bool chains_look_at_mfa() const { return chains_look_at_mfa_; }

 private:
  std::vector<formula::TermId> end_of_chain(const Path& path, formula::TermId caller, bool assumed,
                                            model::Mode mode);
  solver::Outcome ask(std::vector<formula::TermId> question, std::size_t shown);
  std::vector<encoder::Doubt> doubts();
  bool has_request_of_few(formula::TermId caller);

  const queries::RequestSet& set_;
  Steps& steps_;
  std::vector<Assumable> assumable_;
  bool chains_look_at_mfa_ = false;
  const queries::Zone& zone_;
  queries::EncodedSet encoded_;
};

}  // namespace postern::verify
