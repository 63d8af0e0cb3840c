// The requests that escalations are made of: an allowed one of some actions, on some resources.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/escalation_paths.h"
#include "queries/query.h"
#include "verify/question.h"

namespace postern::verify {

/// The set of requests that an Escalation's question is about: all of the table, and assumptions of
/// roles, by the callers of `claim.from` that are not of `claim.to`.
queries::RequestSet escalating_requests(const queries::NoPath& claim);

class EscalationRequests {
 public:
  /// `question`: escalating_requests; kept by reference.
  EscalationRequests(Question& question, model::Mode mode) : question_(question), mode_(mode) {}

  struct Found {
    std::size_t caller;  // its class
    model::Request request;
    std::vector<verdict::Step> steps;  // of witnesses, replayed
    formula::TermId whole;             // the question, which `assignment` fulfils
    formula::Assignment assignment;
  };
  /// Who was not among the callers one began with.
  using CameAbout = std::function<bool(const model::Caller&)>;

  /// An allowed request, or nothing. Mode::Prove: one that may be allowed; where the solver gives
  /// up, gave_up() says so. Mode::Counterexample: one that was replayed, and whose caller, where it
  /// `came_about`, has nothing but its credentials.
  std::optional<Found> find(formula::TermId caller, const std::vector<std::string>& actions,
                            formula::TermId resource, const std::string& conditions,
                            const CameAbout& came_about);
  /// Whether the same request of Mode::Prove may be allowed on that resource too.
  bool also_on(const Found& found, const std::string& resource);

  /// "the resource is of one of the globs"; `exactly`: as resources_like has them, which takes the
  /// solver much longer than wildcards that go over colons.
  formula::TermId on(const std::vector<std::string>& globs, bool exactly = false);
  formula::TermId by(std::size_t caller);
  const std::optional<verdict::Verdict>& gave_up() const { return gave_up_; }

 private:
  solver::Outcome solve(const std::vector<formula::TermId>& question);
  formula::TermId holds(const std::string& conditions);

  Question& question_;
  model::Mode mode_;
  std::map<std::string, std::vector<model::Condition>> conditions_;
  std::optional<verdict::Verdict> gave_up_;
};

}  // namespace postern::verify
