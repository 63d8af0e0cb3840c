#include "verify/covering.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "support/text.h"
#include "verify/claims.h"
#include "verify/github_subjects.h"
#include "verify/replay.h"

namespace postern::verify {
namespace {

using encoder::Truth;
using formula::Bits;
using formula::TermId;
using model::Mode;
using solver::Outcome;
using verdict::ConditionEntry;

// The widest first.
std::pair<int, std::size_t> narrowness(const Offer& offer) {
  const bool anybody = offer.who == Offer::Who::Everybody && offer.principal == "public";
  const bool one = offer.who == Offer::Who::Arn || offer.who == Offer::Who::UniqueId;
  return {anybody ? 0 : one ? 2 : 1, offer.conditions.size()};
}

std::string text_of(const std::vector<ConditionEntry>& block) {
  std::string out;
  for (const ConditionEntry& entry : block) {
    out += '\n' + entry.op + ' ' + ascii_lower(entry.key);
    for (const std::string& value : entry.values) out += '\t' + value;
  }
  return out;
}

}  // namespace

std::vector<ConditionEntry> written(const std::vector<model::Condition>& conditions) {
  std::map<std::pair<std::string, std::string>, ConditionEntry> sorted;
  for (const model::Condition& condition : conditions) {
    ConditionEntry entry{to_string(condition.op), condition.spelt, {}};
    for (const model::Pattern& value : condition.values) entry.values.push_back(value.text);
    std::ranges::sort(entry.values);
    sorted[{entry.op, condition.key}] = std::move(entry);
  }
  std::vector<ConditionEntry> out;
  for (auto& [key, entry] : sorted) out.push_back(std::move(entry));
  return out;
}

std::string finding_id(const verdict::Finding& finding) {
  const std::string text = finding.resource + '\n' + finding.principal + text_of(finding.condition);
  return sha256_hex(text).substr(0, 16);
}

void add_source(const verdict::AccessSource& source, verdict::Finding& finding) {
  const bool known = std::ranges::any_of(finding.sources, [&](const auto& each) {
    return each.kind == source.kind && compare(each.where, source.where) == 0;
  });
  if (!known) finding.sources.push_back(source);
}

Covering::Covering(const Target& target, Question& question, Outside& outside,
                   std::vector<Offer> offers, bool settled)
    : target_(target),
      question_(question),
      outside_(outside),
      terms_(question.steps().terms()),
      step_(question.steps().at(0)),
      settled_(settled),
      given_up_(terms_.false_term()) {
  std::ranges::stable_sort(offers, {}, narrowness);
  for (Offer& offer : offers) add_offer(std::move(offer));
}

Bits Covering::actions_of(const Offer& offer) {
  Bits out = question_.encoded().actions;
  if (offer.actions == nullptr) return out;
  const Bits listed = question_.steps().facts().actions.matching(*offer.actions);
  out &= offer.actions->negated ? listed.complement() : listed;
  return out;
}

// Offers to the same principal under the same condition are one region.
void Covering::add_offer(Offer offer) {
  if (offer.who == Offer::Who::Service) services_.insert(offer.text);
  const std::string condition = text_of(written(offer.conditions));
  auto same = std::ranges::find_if(regions_, [&](const Region& region) {
    return region.principal == offer.principal && text_of(written(region.conditions)) == condition;
  });
  if (same == regions_.end()) {
    Region region;
    region.principal = offer.principal;
    region.conditions = offer.conditions;
    region.who = outside_.who(offer);
    region.actions = region.certain = question_.steps().facts().actions.none();
    region.asked = narrowness(offer).first == 0 ? outside_.stranger() : terms_.true_term();
    regions_.push_back(std::move(region));
    same = std::prev(regions_.end());
    same->when = step_.conditions(same->conditions);
  }
  same->actions |= actions_of(offer);
  same->is_public |= offer.is_public && offer.principal == "public";
  same->offers.push_back(std::move(offer));
}

// "the request is in the region, by one of the actions".
TermId Covering::inside(const Region& region, const Bits& actions, bool surely) {
  return terms_.all_of({surely ? region.who.sure : region.who.maybe,
                        surely ? region.when.sure : region.when.maybe,
                        terms_.value_in(step_.action(), actions)});
}

// "a finding covers the request".
TermId Covering::covered(bool surely, const Region* but) {
  std::vector<TermId> ways;
  for (const Region& region : regions_) {
    if (&region != but && !region.certain.none()) {
      ways.push_back(inside(region, region.certain, surely));
    }
  }
  return terms_.any_of(ways);
}

// Which actions `caller` can surely do in the region; the first question also finds the witness.
bool Covering::settle_actions(Region& region, TermId caller) {
  Bits left = region.actions;
  left.subtract(region.certain);
  const bool first = region.certain.none();
  while (!left.none()) {
    const TermId asked = terms_.all_of({caller, terms_.value_in(step_.action(), left)});
    Outcome found = question_.find(asked, Mode::Counterexample, true, Mode::Counterexample);
    if (found.kind != Outcome::Kind::Sat) break;
    const TermId whole = question_.allowed_term(asked, Mode::Counterexample);
    if (first && region.certain.none()) region.witness = found.assignment;
    // The same request with another action often is possible and allowed too.
    formula::Assignment other = std::move(found.assignment);
    region.certain.set(other.values[step_.action()]);
    left.reset(other.values[step_.action()]);
    for (std::size_t i = left.first(); i < left.size(); i = left.next(i)) {
      other.values[step_.action()] = i;
      if (terms_.evaluate(whole, other)) region.certain.set(i);
    }
    left.subtract(region.certain);
  }
  return !region.certain.none();
}

// What is certain of the region, beyond the wider ones.
void Covering::establish(Region& region) {
  const TermId caller = terms_.all_of(
      {outside_.caller(), region.asked, inside(region, region.actions, true), !covered(false)});
  // The plainest witness of what is public.
  if (region.principal == "public") {
    settle_actions(region, terms_.all_of({caller, outside_.anonymous()}));
  }
  const bool github =
      std::ranges::all_of(region.offers, [](const Offer& offer) { return is_github(offer.text); });
  if (github) {
    const auto anybody = unnamed_subjects(region.offers.front().text, region.conditions);
    const TermId subject = encoder::favouring(step_.conditions(anybody), Mode::Counterexample);
    region.is_public = settle_actions(region, terms_.all_of({caller, subject}));
  }
  settle_actions(region, caller);
}

// Drops findings that others cover; wider ones were looked at when it was established.
void Covering::drop_redundant() {
  for (Region& region : regions_) {
    if (region.certain.none()) continue;
    const TermId others = covered(false, &region);
    if (!terms_.evaluate(others, region.witness)) continue;
    const TermId alone = terms_.all_of(
        {outside_.caller(), region.asked, inside(region, region.certain, true), !others});
    const Outcome found = question_.find(alone, Mode::Counterexample, true, Mode::Counterexample);
    if (found.kind == Outcome::Kind::Sat) region.witness = found.assignment;
    if (found.kind == Outcome::Kind::Unsat)
      region.certain = question_.steps().facts().actions.none();
  }
}

// A finding for access that no offer explains, if there certainly is some.
bool Covering::show_uncovered() {
  const TermId open = terms_.all_of({outside_.caller(), !covered(false), !given_up_});
  const Outcome found = question_.find(open, Mode::Counterexample, true, Mode::Counterexample);
  if (found.kind != Outcome::Kind::Sat) return false;
  Region region;
  region.principal = outside_.principal_of(step_.decode(found.assignment).caller, services_);
  region.is_public = region.principal == "public";
  region.who = Truth::of(outside_.called(region.principal, services_));
  region.when = Truth::of(terms_.true_term());
  region.asked = terms_.true_term();
  region.actions = question_.encoded().actions;
  region.certain = question_.steps().facts().actions.none();
  settle_actions(region, terms_.all_of({open, region.who.sure}));
  regions_.push_back(std::move(region));
  return true;
}

// Whether services that no offer names are all that is open, and only where the documentation is
// not read as it is most likely meant: what they carry, and whether `*` means them.
bool Covering::only_by_unlikely_reading(const formula::Assignment& found, TermId open) {
  const TermId others = outside_.other_service(services_);
  if (!settled_ || !outside_.knows_other_service(services_) || !terms_.evaluate(others, found)) {
    return false;
  }
  const Outcome likely =
      question_.find(terms_.all_of({open, others}), Mode::Counterexample, true, Mode::Canonical);
  if (likely.kind != Outcome::Kind::Unsat) return false;
  given_up_ = terms_.any_of({given_up_, others});
  return leans_on_reading_ = true;
}

void Covering::say(std::string principal, verdict::Verdict why, verdict::Findings& out) {
  out.unknown.push_back({target_.arn, std::move(principal), why.reason, std::move(why.explanation),
                         std::move(why.ambiguities)});
}

// Says why there may be access that is not certain, and gives up all like it.
void Covering::leave_open(const Question::Leaning& leaning, verdict::Findings& out) {
  const formula::Assignment& request = leaning.outcome.assignment;
  std::string principal = outside_.principal_of(step_.decode(request).caller, services_);
  TermId like = outside_.called(principal, services_);
  for (const Region& region : regions_) {
    const TermId may = inside(region, region.actions, false);
    if (!terms_.evaluate(may, request)) continue;
    principal = region.principal;
    like = may;
    break;
  }
  given_up_ = terms_.any_of({given_up_, like});
  say(std::move(principal), open_question(question_, leaning), out);
}

void Covering::prove(verdict::Findings& out) {
  while (true) {
    const TermId open = terms_.all_of({outside_.caller(), !covered(true), !given_up_});
    const Outcome found = question_.find(open, Mode::Prove, true, Mode::Prove);
    if (found.kind == Outcome::Kind::Unsat) return;
    if (found.kind == Outcome::Kind::Undecided) return say("public", undecided(found), out);
    if (show_uncovered() || only_by_unlikely_reading(found.assignment, open)) continue;
    const Question::Leaning leaning = question_.find_plain(open, true, Mode::Prove);
    if (leaning.outcome.kind != Outcome::Kind::Sat) {
      return say("public", undecided(leaning.outcome), out);
    }
    leave_open(leaning, out);
  }
}

verdict::Finding Covering::finding(const Region& region) {
  verdict::Finding out;
  out.resource = target_.arn;
  out.owner = target_.owner;
  out.principal = region.principal;
  out.condition = written(region.conditions);
  out.is_public = region.is_public;
  out.id = finding_id(out);
  for (std::size_t i = region.certain.first(); i < region.certain.size();
       i = region.certain.next(i)) {
    out.actions.emplace_back(question_.steps().facts().actions.name(i));
  }
  std::ranges::sort(out.actions);
  const Replayed replayed =
      replay(question_.world(), step_.decode(region.witness), Mode::Counterexample);
  require_agreement(replayed, true);
  out.witness = replayed.step;
  for (const Offer& offer : region.offers) {
    if (actions_of(offer).intersects(region.certain)) add_source(offer.source, out);
  }
  if (region.offers.empty()) {
    const auto kind = target_.role != nullptr ? verdict::AccessSource::Kind::Trust
                                              : verdict::AccessSource::Kind::Policy;
    for (const verdict::Citation& citation : out.witness.decided_by) {
      add_source({kind, citation.where, citation.sid}, out);
    }
  }
  return out;
}

bool Covering::add_to(verdict::Findings& out) {
  for (Region& region : regions_) establish(region);
  prove(out);
  drop_redundant();
  for (const Region& region : regions_) {
    if (!region.certain.none()) out.findings.push_back(finding(region));
  }
  return leans_on_reading_;
}

bool Covering::every_offer_is_a_finding() const {
  return given_up_ == terms_.false_term() &&
         std::ranges::all_of(regions_, [](const Region& region) {
           return !region.offers.empty() && region.certain == region.actions;
         });
}

}  // namespace postern::verify
