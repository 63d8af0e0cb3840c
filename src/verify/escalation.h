// Whom the callers of a set can come to act as in one world, and what they can change in it: by
// assuming roles, and by the paths of the table of escalations (TRUST-19).
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalogue/escalation_paths.h"
#include "verify/changed_world.h"
#include "verify/escalation_requests.h"
#include "verify/question.h"

namespace postern::verify {

/// One step of a path.
struct Hop {
  std::string text;                     // "iam-create-access-key: alice comes to act as bob"
  std::vector<verdict::Step> requests;  // of witnesses, replayed

  bool operator==(const Hop& other) const { return text == other.text; }
};

/// How somebody came to be who it is.
struct Path {
  std::string start;  // whom it began with
  std::vector<Hop> hops;

  /// Adds those it has not got.
  void add(const std::vector<Hop>& more);
};

/// Changes that were made on the way, and how, by the ARN of whom they are about.
struct Made {
  Changes changes;
  std::map<std::string, Path> paths;

  void add(const Made& more);
};

/// In Mode::Prove nobody who can be reached is left out; in Mode::Counterexample nobody who cannot
/// is in, and each request of a path was replayed. Root users are not among those one starts with.
class Escalation {
 public:
  struct Start {
    /// Encodings::Encoding::alike. For witnesses nobody may stand for another.
    const std::map<std::string, std::vector<std::string>>* alike;
    const std::set<std::string>& principals;  // those of the snapshot one begins with
    const Made& made;                         // what has led to the world
    std::optional<unsigned> bound;            // of hops
    /// Whether somebody who is reached ends the search.
    std::function<bool(const std::string& arn)> is_end;
  };
  /// `question`: escalating_requests, of the world that `start.made` has led to, with every role of
  /// it. Everything is kept by reference.
  Escalation(Question& question, Start start, model::Mode mode);

  /// Follows the paths until nothing is new, or an end is reached.
  void follow();

  /// The end that was reached, by ARN.
  const std::optional<std::string>& end() const { return end_; }
  const Path& path_to(const std::string& arn) const { return reached_.at(arn); }
  /// Changes that can be made besides those already made.
  const Made& changes() const { return changes_; }
  /// Mode::Prove: whether principals one may have come to act as, and that are not in the snapshot,
  /// or root users (TRUST-18), may be of `to`.
  bool reaches_outside(const queries::RequestSet& to);
  const std::set<std::string>& roots() const { return roots_; }  // their accounts
  /// Whether paths of more hops were left out.
  bool bounded() const { return bounded_; }
  /// Mode::Prove: the question the solver gave up on; who is reached then is not known.
  const std::optional<verdict::Verdict>& gave_up() const { return requests_.gave_up(); }
  /// How the principal came to be who it is, changes of it included; nothing, if nobody alone can
  /// have done it.
  std::optional<Path> with_changes(Path path, const std::string& arn) const;

 private:
  using Found = EscalationRequests::Found;

  bool proving() const { return mode_ == model::Mode::Prove; }
  bool ended() const { return end_.has_value() || requests_.gave_up().has_value(); }
  formula::TermId start(std::size_t step);
  formula::TermId callers();
  formula::Bits classes_of(const std::string& arn) const;
  bool acts_as(const std::string& arn) const;
  bool came_about(const model::Caller& caller) const;
  std::optional<Path> path_of(const model::Request& request) const;
  bool add(const std::string& arn, Path path, Hop hop);
  std::optional<Found> find(formula::TermId caller, const std::vector<std::string>& actions,
                            formula::TermId resource, const std::string& conditions = {});

  void assume();
  void assume_in_any_way();
  void leave();
  std::vector<const catalogue::EscalationPath*> open_paths();
  bool can_do_the_rest(const catalogue::EscalationPath& path, Found& first);
  bool trusts(const model::IamPrincipal& role, const catalogue::EscalationPath& path, Found& found);
  void walk(const catalogue::EscalationPath& path);
  void create(const catalogue::EscalationPath& path);
  bool adds_nothing(const catalogue::EscalationPath& path, const std::string& arn) const;
  bool become(const catalogue::EscalationPath& path, const std::string& arn, const Found& found);
  bool change(const catalogue::EscalationPath& path, const std::string& arn, const Found& found,
              Path way);

  Question& question_;
  Steps& steps_;
  Start start_;
  model::Mode mode_;
  EscalationRequests requests_;

  std::map<std::string, std::string> stand_in_;  // by the ARN of whom somebody stands for
  std::map<std::string, formula::Bits> classes_;
  std::map<std::string, Path> reached_;
  formula::Bits held_;             // classes of those reached
  std::set<std::string> refused_;  // roles nobody alone can have come to assume
  std::set<std::string> roots_;
  Made changes_;
  std::optional<std::string> end_;
  bool bounded_ = false;
};

}  // namespace postern::verify
