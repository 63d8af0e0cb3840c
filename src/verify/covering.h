// The findings of one resource: a set of them that covers all access from outside, none of which
// the others cover.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <vector>

#include "verdict/findings.h"
#include "verify/access_sources.h"
#include "verify/outside.h"
#include "verify/question.h"

namespace postern::verify {

class Covering {
 public:
  /// `offers` are those of the target. `settled`: nothing about it is missing, so that what is open
  /// is so because of the documentation. Everything else is kept by reference.
  Covering(const Target& target, Question& question, Outside& outside, std::vector<Offer> offers,
           bool settled);

  /// Appends the findings and what stays open. Returns whether the proof rests on how the
  /// documentation is most likely meant, for services that no offer names.
  bool add_to(verdict::Findings& out);

  /// After that: whether every offer, with all its actions, is a finding.
  bool every_offer_is_a_finding() const;

 private:
  // What offers to one principal under one condition come to.
  struct Region {
    std::string principal;
    std::vector<model::Condition> conditions;
    std::vector<Offer> offers;
    encoder::Truth who, when;
    formula::TermId asked;  // by whom the finding is to be shown
    formula::Bits actions;  // that the offers are about
    formula::Bits certain;  // those that are surely possible
    formula::Assignment witness;
    bool is_public = false;
  };

  void add_offer(Offer offer);
  formula::Bits actions_of(const Offer& offer);
  formula::TermId inside(const Region& region, const formula::Bits& actions, bool surely);
  formula::TermId covered(bool surely, const Region* but = nullptr);
  void establish(Region& region);
  bool settle_actions(Region& region, formula::TermId caller);
  void drop_redundant();
  void prove(verdict::Findings& out);
  void leave_open(const Question::Leaning& leaning, verdict::Findings& out);
  void say(std::string principal, verdict::Verdict why, verdict::Findings& out);
  bool show_uncovered();
  bool only_by_unlikely_reading(const formula::Assignment& found, formula::TermId open);
  verdict::Finding finding(const Region& region);

  const Target& target_;
  Question& question_;
  Outside& outside_;
  formula::TermStore& terms_;
  encoder::SymbolicRequest& step_;
  bool settled_;
  std::deque<Region> regions_;
  std::set<std::string> services_;  // that offers name
  formula::TermId given_up_;        // what stays open
  bool leans_on_reading_ = false;
};

/// What a finding is called from night to night: a hash of its resource, principal and condition.
std::string finding_id(const verdict::Finding& finding);

/// Adds a source that is not there yet.
void add_source(const verdict::AccessSource& source, verdict::Finding& finding);

/// The condition block as its policy writes it, in order of operators and keys.
std::vector<verdict::ConditionEntry> written(const std::vector<model::Condition>& conditions);

}  // namespace postern::verify
