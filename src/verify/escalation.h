// Whom the callers of a set can come to act as in one world: by assuming roles, and by the paths of
// the table of escalations (TRUST-19).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalogue/escalation_paths.h"
#include "queries/query.h"
#include "verify/changed_world.h"
#include "verify/question.h"

namespace postern::verify {

/// One step of a path.
struct Hop {
  std::string text;                    // "iam-create-access-key: alice comes to act as bob"
  std::vector<verdict::Step> requests;  // of witnesses, replayed

  bool operator==(const Hop& other) const { return text == other.text; }
};

/// How somebody came to be who it is.
struct Path {
  std::string start;  // whom it began with
  std::vector<Hop> hops;
};

/// Changes that were made on the way, and how, by the ARN of whom they are about.
struct Made {
  Changes changes;
  std::map<std::string, Path> paths;
};

/// The set of requests that an Escalation's question is about: all of the table, and assumptions of
/// roles, by the callers of `claim.from` that are not of `claim.to`.
queries::RequestSet escalating_requests(const queries::NoPath& claim);

/// In Mode::Prove nobody who can be reached is left out; in Mode::Counterexample nobody who cannot
/// is in, and each request of a path was replayed. Root users are not among those one starts with.
class Escalation {
 public:
  /// `question`: escalating_requests, of the world that `made` has led to, with every role of it.
  /// `alike`: see Encodings::Encoding. `started`: the principals one begins with. Everything is
  /// kept by reference.
  Escalation(Question& question, const std::map<std::string, std::vector<std::string>>* alike,
             const std::set<std::string>& started, const Made& made, model::Mode mode,
             std::optional<unsigned> bound);

  /// Follows the paths to the fixpoint, or those of `bound` hops.
  void follow();

  /// Principals of the world that are reached, by ARN.
  const std::map<std::string, Path>& reached() const { return reached_; }
  /// Changes that can be made besides those already made.
  const Made& changes() const { return changes_; }
  /// Mode::Prove: whether roles or root users one may have come to act as, and that are not in the
  /// snapshot, may be of `to`.
  bool reaches_outside(const queries::RequestSet& to);
  /// Mode::Prove: accounts whose root user one may have become (TRUST-18).
  const std::set<std::string>& roots() const { return roots_; }
  /// Whether paths of more hops were left out.
  bool bounded() const { return bounded_; }
  /// Mode::Prove: the question the solver gave up on; who is reached then is not known.
  const std::optional<verdict::Verdict>& gave_up() const { return gave_up_; }
  /// How the principal came to be who it is, changes of it included; nothing, if nobody alone can
  /// have done it.
  std::optional<Path> with_changes(Path path, const std::string& arn) const;

 private:
  struct Found {
    std::size_t caller;  // class
    model::Request request;
    std::vector<verdict::Step> steps;  // of witnesses
  };

  bool proving() const { return mode_ == model::Mode::Prove; }
  formula::TermId start(std::size_t step);
  formula::TermId callers();
  formula::Bits classes_of(const std::string& arn) const;
  bool acts_as(const std::string& arn) const;
  std::string name_of(const model::Request& request) const;
  std::optional<Path> path_of(const model::Request& request) const;
  bool add(const std::string& arn, Path path, Hop hop);

  formula::TermId holds(const std::string& conditions);
  formula::TermId resource_in(const std::vector<std::string>& patterns);
  std::optional<Found> find(formula::TermId caller, const std::vector<std::string>& actions,
                            formula::TermId resource, const std::string& conditions);
  bool can_do_the_rest(const catalogue::EscalationPath& path, Found& first);
  bool trusts(const model::IamPrincipal& role, const std::string& service, Found& found);

  void assume();
  void assume_in_any_way();
  bool may_escalate();
  void walk(const catalogue::EscalationPath& path);
  bool done(const catalogue::EscalationPath& path, const std::string& arn) const;
  bool become(const catalogue::EscalationPath& path, const model::IamPrincipal& principal,
              const Found& found);

  Question& question_;
  Steps& steps_;
  const std::set<std::string>& started_;
  const Made& made_;
  model::Mode mode_;
  std::optional<unsigned> bound_;

  std::map<std::string, std::string> stand_in_;  // by the ARN of whom somebody stands for
  std::map<std::string, formula::Bits> classes_;
  std::map<std::string, std::vector<model::Condition>> conditions_;
  std::map<std::string, Path> reached_;
  formula::Bits held_;  // classes of those reached
  std::set<std::string> refused_;  // roles nobody alone can have come to assume
  std::set<encoder::ForeignRoles> foreign_;
  std::set<std::string> roots_;
  Made changes_;
  bool bounded_ = false;
  std::optional<verdict::Verdict> gave_up_;
};

}  // namespace postern::verify
