// How a role assumption hands on what sticks to a session, and the checks that are part of it.
#include <set>
#include <utility>

#include "encoder/holder.h"
#include "encoder/symbolic_request.h"

namespace postern::encoder {
namespace {

using formula::TermId;
using model::CallerType;
using model::Mode;

constexpr std::string_view tag_check = "sts:TagSession";
constexpr std::string_view identity_check = "sts:SetSourceIdentity";

}  // namespace

SymbolicRequest::SymbolicRequest(const SymbolicRequest& whole, std::string_view action)
    : SymbolicRequest(whole.terms_, whole.facts_,
                      RequestName{whole.name_.step, whole.name_.next, action},
                      whole.next_session_) {}

SymbolicRequest::Sticky SymbolicRequest::sticky() const {
  Sticky out;
  out.tags = keys_->session_tags();
  out.tagging = name_.next && (keys_->uses("aws:tagkeys") || keys_->uses("sts:transitivetagkeys"));
  out.source_identity = keys_->uses("aws:sourceidentity") || keys_->uses("sts:sourceidentity");
  out.clock = keys_->clock().has_value();
  out.mfa = keys_->uses("aws:multifactorauthpresent");
  for (const auto& [action, check] : checks_) out.add(check.request->sticky());
  return out;
}

void SymbolicRequest::Sticky::add(const Sticky& more) {
  tags.insert(more.tags.begin(), more.tags.end());
  tagging |= more.tagging;
  source_identity |= more.source_identity;
  clock |= more.clock;
  mfa |= more.mfa;
}

SymbolicRequest::Check& SymbolicRequest::check(std::string_view action) {
  Check& out = checks_[action];
  if (!out.request) out = {std::make_unique<SymbolicRequest>(*this, action), terms_.false_term()};
  return out;
}

// "the role's trust policy and the caller's side allow the check".
TermId SymbolicRequest::passes_check(std::string_view action, const model::IamPrincipal& role,
                                     Mode mode) {
  SymbolicRequest& request = *check(action).request;
  const Holder& h = request.holders_[request.role_holders_.at(&role)];
  return terms_.all_of({terms_.value_in(request.action_, facts_.actions.only({action})),
                        request.token_calls(), request.decision_->decide(h.side, mode).allowed});
}

void SymbolicRequest::encode_checks(const model::IamPrincipal& role, const Sticky& sticky,
                                    Mode mode) {
  if (sticky.tagging || !sticky.tags.empty()) passes_check(tag_check, role, mode);
  if (sticky.source_identity) passes_check(identity_check, role, mode);
}

TermId SymbolicRequest::if_needed(std::string_view action, const model::IamPrincipal& role,
                                  std::span<const TermId> needed, Mode mode, bool assumed) {
  Check& part = check(action);
  part.needed = terms_.any_of(needed);
  return terms_.any_of(
      {!part.needed, terms_.all_of({passes_check(action, role, mode),
                                    part.request->keys_->constraints(mode, assumed)})});
}

// "an IAM user or a session calls sts:AssumeRole": what such a call passes, its context says. Of
// tokens and services that is not certain.
TermId SymbolicRequest::by_its_own_call() {
  return terms_.all_of(
      {terms_.value_in(action_, facts_.actions.only({"sts:AssumeRole"})),
       callers_.in(callers_.of_type({CallerType::User, CallerType::RoleSession}))});
}

TermId SymbolicRequest::leads_to(SymbolicRequest& next, const model::IamPrincipal& role,
                                 const Sticky& sticky, Mode mode, bool assumed) {
  const bool proving = mode == Mode::Prove;
  for (auto& [action, part] : checks_) part.needed = terms_.false_term();
  std::vector<TermId> all = {proving ? alike(next.keys_->told(), by_its_own_call())
                                     : next.keys_->told()};
  std::vector<TermId> tagging, identifying;
  if (sticky.tagging || !sticky.tags.empty()) {
    all.push_back(tags_stick(next, sticky, mode, tagging));
  }
  if (sticky.source_identity) all.push_back(identity_sticks(next, mode, identifying));
  if (sticky.clock) all.push_back(time_passes(next, mode));
  const TermId unasked = proving ? !by_its_own_call() : terms_.false_term();
  const auto ask = [&](std::string_view action, const std::vector<TermId>& needed) {
    if (needed.empty()) return;
    all.push_back(terms_.any_of({unasked, if_needed(action, role, needed, mode, assumed)}));
  };
  ask(tag_check, tagging);
  ask(identity_check, identifying);
  return terms_.all_of(all);
}

// TRUST-13
TermId SymbolicRequest::identity_sticks(SymbolicRequest& next, Mode mode,
                                        std::vector<TermId>& needed) {
  const TermId had = keys_->present(keys_->key("aws:sourceidentity"));
  const TermId set = keys_->present(keys_->key("sts:sourceidentity"));
  const TermId has = next.keys_->present(next.keys_->key("aws:sourceidentity"));
  needed = {had, set};
  const TermId sticks = alike(has, terms_.any_of(needed));
  if (mode == Mode::Prove) return terms_.any_of({!by_its_own_call(), sticks});
  return terms_.all_of({sticks, terms_.any_of({by_its_own_call(), !set})});
}

// TAG-1..3. That inherited tags need sts:TagSession as well is not documented: a witness has it.
TermId SymbolicRequest::tags_stick(SymbolicRequest& next, const Sticky& sticky, Mode mode,
                                   std::vector<TermId>& needed) {
  const bool proving = mode == Mode::Prove;
  std::vector<TermId> all;
  for (const std::string& tag : sticky.tags) {
    const TermId passed = keys_->present(keys_->key("aws:requesttag/" + tag));
    const TermId marked = keys_->marks_transitive(tag);
    const TermId inherited = keys_->transitive(tag);
    next.keys_->key("aws:principaltag/" + tag);
    all.push_back(alike(next.keys_->transitive(tag),
                        terms_.any_of({inherited, terms_.all_of({passed, marked})})));
    needed.push_back(passed);
    if (proving) continue;
    needed.push_back(inherited);
    all.push_back(terms_.any_of({!marked, passed}));  // REL-27
    const std::string again = "aws:requesttag/" + tag;
    if (!next.name_.next && next.keys_->uses(again)) {
      all.push_back(terms_.any_of(
          {!next.keys_->transitive(tag), !next.keys_->present(next.keys_->key(again))}));
    }
  }
  if (!proving || keys_->uses("aws:tagkeys")) {
    needed.push_back(keys_->present(keys_->key("aws:tagkeys")));
  }
  if (proving) return terms_.any_of({!by_its_own_call(), terms_.all_of(all)});
  all.push_back(keys_->marks_only(sticky.tags));
  all.push_back(terms_.any_of({by_its_own_call(), !terms_.any_of(needed)}));
  return terms_.all_of(all);
}

// Proofs: no request is earlier than the one before. A witness has one moment, so far as the
// instants its clocks are compared with can tell.
TermId SymbolicRequest::time_passes(SymbolicRequest& next, Mode mode) {
  for (SymbolicRequest* request : {this, &next}) request->keys_->key("aws:currenttime");
  const formula::FieldId before = *clock(), after = *next.clock();
  std::set<formula::Decimal> bounds;
  for (std::uint32_t i = 0; i < terms_.atom_count(); ++i) {
    const auto* atom = std::get_if<formula::NumberCompare>(&terms_.atom(formula::AtomId{i}));
    if (atom != nullptr && (atom->field == before || atom->field == after)) {
      bounds.insert(atom->bound);
    }
  }
  std::vector<TermId> all;
  for (const formula::Decimal& bound : bounds) {
    for (const auto comparison : {formula::Comparison::Less, formula::Comparison::LessOrEqual}) {
      const TermId then = terms_.number(before, comparison, bound);
      const TermId now = terms_.number(after, comparison, bound);
      all.push_back(mode == Mode::Prove ? terms_.any_of({!now, then}) : alike(then, now));
    }
  }
  return terms_.all_of(all);
}

std::vector<model::Request> SymbolicRequest::decode_checks(
    const formula::Assignment& assignment) const {
  std::vector<model::Request> out;
  for (const auto& [action, part] : checks_) {
    if (terms_.evaluate(part.needed, assignment)) out.push_back(part.request->decode(assignment));
  }
  return out;
}

}  // namespace postern::encoder
