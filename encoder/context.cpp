#include "encoder/context.h"

#include <algorithm>
#include <utility>

#include "coverage/reasons.h"
#include "encoder/context_world.h"
#include "encoder/values.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::Decimal;
using formula::FieldId;
using formula::TermId;

}  // namespace

ContextKeys::ContextKeys(formula::TermStore& terms, const CallerSpace& callers,
                         ActionSpace& actions, FieldId action, FieldId resource,
                         const model::Context& pinned)
    : terms_(terms),
      callers_(callers),
      actions_(actions),
      action_(action),
      resource_(resource),
      pinned_(pinned) {}

ContextKeys::ContextKeys(formula::TermStore& terms, const CallerSpace& callers,
                         ActionSpace& actions, FieldId action, FieldId resource,
                         const WorldFacts& facts,
                         std::vector<std::pair<TermId, std::string>> owners, FieldId next_session,
                         RequestName name)
    : terms_(terms),
      callers_(callers),
      actions_(actions),
      action_(action),
      resource_(resource),
      world_(std::make_unique<World>(World{facts.world, std::move(owners), next_session,
                                           facts.access_points, facts.accounts, name})),
      step_(name.step + std::string(name.check)) {
  world_->accounts.insert(facts.asked_accounts.begin(), facts.asked_accounts.end());
}

ContextKeys::ContextKeys(formula::TermStore& terms, const ContextKeys& like,
                         const model::Context& pinned, std::string step)
    : terms_(terms),
      callers_(like.callers_),
      actions_(like.actions_),
      action_(like.action_),
      resource_(like.resource_),
      pinned_(pinned),
      step_(std::move(step)) {}

ContextKeys::ContextKeys(formula::TermStore& terms, const CallerSpace& callers,
                         ActionSpace& actions, FieldId action, FieldId resource,
                         std::set<std::string> multivalued)
    : terms_(terms),
      callers_(callers),
      actions_(actions),
      action_(action),
      resource_(resource),
      free_(std::move(multivalued)) {}

ContextKeys::~ContextKeys() = default;

Key& ContextKeys::key(const std::string& name) {
  if (const auto it = keys_.find(name); it != keys_.end()) return it->second;
  Key& key = keys_[name];
  key.name = name;
  key.unsure = terms_.false_term();
  if (pinned_) {
    pin(key);
  } else if (free_) {
    define_free(key);
  } else {
    define(key);
  }
  return key;
}

void ContextKeys::declare_field(Key& key) {
  constexpr std::string_view passed_tag = "aws:requesttag/";
  if (world_ && world_->name.next && key.name.starts_with(passed_tag) && shares(key.name)) {
    // What the next caller is passed; its tag reads the same fields.
    const std::string tag = "aws:principaltag/" + key.name.substr(passed_tag.size());
    key.flag = terms_.flag_field(*world_->name.next + "passed.has." + tag);
    key.text = terms_.string_field(*world_->name.next + "passed." + tag);
    return;
  }
  const std::string before = prefix(key.name);
  key.flag = terms_.flag_field(before + "has." + key.name);
  if (key.multivalued) {
    key.text = terms_.set_field(before + key.name);
  } else if (world_ && key.name.ends_with(":sourceidentity")) {
    // Who has one sets no other, nor does anybody who assumes roles from there on (TRUST-13).
    key.text = terms_.string_field("chain.sourceidentity");
  } else {
    key.text = terms_.string_field(before + key.name);
  }
}

void ContextKeys::pin(Key& key) {
  const auto it = pinned_->find(key.name);
  const bool there = it != pinned_->end();
  key.multivalued = there && it->second.multivalued;
  key.open = terms_.true_term();
  declare_field(key);
  glob::GlobPool& globs = terms_.globs();
  if (key.multivalued) {
    std::vector<glob::GlobId> elements;
    for (const std::string& value : it->second.values) {
      elements.push_back(globs.intern(glob::literal(value)));
      always(terms_.element_in(key.text, globs.intern_set(elements.back()), true));
    }
    always(!terms_.element_in(key.text, globs.intern_set(elements), false));
    return;
  }
  always(there ? terms_.flag(key.flag) : !terms_.flag(key.flag));
  if (there) {
    always(terms_.string_in(
        key.text, globs.intern_set(globs.intern(glob::literal(it->second.values.front())))));
  }
}

TermId ContextKeys::present(Key& key) {
  std::vector<TermId> ways;
  for (const auto& [value, callers] : key.fixed) ways.push_back(callers_.in(callers));
  for (const KeyCase& c : key.cases) ways.push_back(c.when);
  const TermId field = key.multivalued
                           ? terms_.element_in(key.text, terms_.globs().everything_set(), true)
                           : terms_.flag(key.flag);
  ways.push_back(terms_.all_of({key.open, field}));
  return terms_.any_of(ways);
}

std::vector<KeyCase> ContextKeys::text_cases(Key& key) {
  POSTERN_CHECK(!key.multivalued);
  key.text_used = true;
  std::vector<KeyCase> out;
  for (const auto& [value, callers] : key.fixed) {
    out.push_back({callers_.in(callers), Shape::text(value)});
  }
  out.insert(out.end(), key.cases.begin(), key.cases.end());
  const TermId open = terms_.all_of({key.open, terms_.flag(key.flag)});
  if (open != terms_.false_term()) out.push_back({open, Shape::field(key.text)});
  return out;
}

std::vector<std::pair<TermId, std::string>> ContextKeys::known_texts(const Key& key) {
  std::vector<std::pair<TermId, std::string>> out;
  for (const auto& [value, callers] : key.fixed) out.emplace_back(callers_.in(callers), value);
  for (const KeyCase& c : key.cases) {
    if (const auto text = c.value.literal()) out.emplace_back(c.when, *text);
  }
  if (const auto text = pinned_text(key)) out.emplace_back(terms_.flag(key.flag), *text);
  return out;
}

TermId ContextKeys::text_in(Key& key, glob::GlobSetId set) {
  POSTERN_CHECK(!key.multivalued);
  key.text_used = true;
  Bits matching = callers_.none();
  for (const auto& [value, callers] : key.fixed) {
    if (terms_.globs().contains(set, value)) matching |= callers;
  }
  std::vector<TermId> ways = {callers_.in(matching)};
  for (const KeyCase& c : key.cases) {
    if (c.when == terms_.false_term()) continue;
    ways.push_back(terms_.all_of({c.when, shape_in(terms_, c.value, set)}));
  }
  ways.push_back(terms_.all_of({key.open, terms_.flag(key.flag), terms_.string_in(key.text, set)}));
  return terms_.any_of(ways);
}

std::optional<std::string> ContextKeys::pinned_text(const Key& key) const {
  if (!pinned_) return std::nullopt;
  const auto it = pinned_->find(key.name);
  if (it == pinned_->end() || it->second.multivalued) return std::nullopt;
  return it->second.values.front();
}

TermId ContextKeys::some_element(Key& key, glob::GlobSetId set, bool inside) {
  POSTERN_CHECK(key.multivalued);
  return terms_.all_of({key.open, terms_.element_in(key.text, set, inside)});
}

std::optional<std::vector<std::string>> ContextKeys::pinned_elements(const Key& key) const {
  if (!pinned_) return std::nullopt;
  const auto it = pinned_->find(key.name);
  if (it == pinned_->end()) return std::vector<std::string>{};
  return it->second.values;
}

FieldId ContextKeys::field_of(const Shape& shape) {
  if (shape.pieces.size() == 1) {
    if (const auto* field = std::get_if<FieldId>(&shape.pieces.front())) return *field;
  }
  const auto [it, fresh] = aliases_.try_emplace(shape);
  if (!fresh) return it->second;
  it->second = terms_.string_field(step_ + "alias." + std::to_string(aliases_.size()));
  if (const auto text = shape.literal()) {
    always(terms_.string_in(
        it->second, terms_.globs().intern_set(terms_.globs().intern(glob::literal(*text)))));
  } else {
    std::vector<formula::LinkedPiece> pieces;
    for (const auto& piece : shape.pieces) {
      if (const auto* literal = std::get_if<std::string>(&piece)) {
        pieces.emplace_back(glob::literal(*literal));
      } else {
        pieces.emplace_back(formula::LinkedValue{std::get<FieldId>(piece), std::nullopt});
      }
    }
    always(terms_.string_linked(it->second, std::move(pieces)));
  }
  return it->second;
}

TermId ContextKeys::constraints(model::Mode mode, bool by_assumption) {
  std::vector<TermId> all = always_;
  all.push_back(in_order());
  if (for_witness_) all.push_back(mode == model::Mode::Prove ? !*for_witness_ : *for_witness_);
  if (world_ && by_assumption) {
    all.push_back(assumed());
  } else if (world_) {
    // Users have no transitive tags; what a session one starts with has, only proofs ask.
    const TermId may_last =
        mode == model::Mode::Prove ? callers_.in(of_kinds("ST")) : terms_.false_term();
    all.insert(all.end(), {!assumed(), !told()});
    for (const std::string& tag : session_tags()) all.push_back(implies(transitive(tag), may_last));
  }
  if (!pinned_ && mode != model::Mode::Prove) {
    for (const Doubt& doubt : witness_) all.push_back(!doubt.when);
    for (const Doubt& doubt : two_readings()) all.push_back(!doubt.when);
    for (const Doubt& doubt : unsaid_) all.push_back(doubt.when);
  }
  return terms_.all_of(all);
}

// One text cannot be chosen for two readings of it: a witness leaves such a key out (SND-4).
std::vector<Doubt> ContextKeys::two_readings() const {
  std::vector<Doubt> out;
  for (const auto& [name, key] : keys_) {
    const bool one_clock = key.number && key.date && key.number->value == key.date->value;
    const int views = (key.text_used ? 1 : 0) + (key.number ? 1 : 0) +
                      (key.date && !one_clock ? 1 : 0) + (key.address ? 1 : 0);
    if (views < 2) continue;
    out.push_back(
        {terms_.all_of({key.open, terms_.flag(key.flag)}), named(coverage::two_readings, key)});
  }
  return out;
}

std::vector<Doubt> ContextKeys::doubts() const {
  std::vector<Doubt> out = witness_;
  for (const auto& [name, key] : keys_) {
    out.push_back({key.unsure, named(coverage::key_kept_back, key)});
  }
  for (const std::vector<Doubt>& more : {two_readings(), unsaid_}) {
    out.insert(out.end(), more.begin(), more.end());
  }
  return out;
}

// "a witness is looked for": what a witness must not rest on may be certain enough for a proof.
TermId ContextKeys::for_witness() {
  if (!for_witness_) for_witness_ = terms_.flag(terms_.flag_field(step_ + "for witness"));
  return *for_witness_;
}

TermId ContextKeys::unsaid(const std::string& description, std::string_view reason) {
  const TermId term = terms_.flag(terms_.flag_field(step_ + "unsaid." + description));
  unsaid_.push_back({term, std::string(reason)});
  return term;
}

std::vector<TermId> ContextKeys::optional_keys() {
  std::vector<TermId> out;
  for (auto& [name, key] : keys_) {
    if (key.open == terms_.false_term()) continue;
    const TermId there = key.multivalued
                             ? terms_.element_in(key.text, terms_.globs().everything_set(), true)
                             : terms_.flag(key.flag);
    out.push_back(terms_.all_of({key.open, there}));
  }
  return out;
}

model::Context ContextKeys::decode(const formula::Assignment& assignment) const {
  if (pinned_) return *pinned_;
  model::Context out;
  const std::size_t caller = [&] {
    const auto it = assignment.values.find(callers_.field());
    return it == assignment.values.end() ? std::size_t{0} : it->second;
  }();
  for (const auto& [name, key] : keys_) {
    std::optional<model::ContextValue> value;
    const auto single = [&](std::string text) { value = {false, {std::move(text)}}; };
    for (const auto& [text, callers] : key.fixed) {
      if (callers.test(caller)) single(text);
    }
    for (const KeyCase& c : key.cases) {
      if (terms_.evaluate(c.when, assignment)) {
        // A tag nothing asks for has the same text where it is passed and where it is held.
        const bool tag = name.find("tag/") != std::string::npos;
        single(shape_value(c.value, assignment).value_or(tag ? std::string(key.sample) : ""));
      }
    }
    if (!value && terms_.evaluate(key.open, assignment)) {
      if (key.multivalued) {
        const auto it = assignment.sets.find(key.text);
        if (it != assignment.sets.end() && !it->second.empty()) value = {true, it->second};
      } else if (terms_.evaluate(terms_.flag(key.flag), assignment)) {
        single(open_text(key, assignment));
      }
    }
    if (value) out.emplace(name, *value);
  }
  return out;
}

std::string ContextKeys::open_text(const Key& key, const formula::Assignment& assignment) const {
  if (key.number) {
    const auto it = assignment.numbers.find(key.number->value);
    return it == assignment.numbers.end() ? "0" : it->second.to_string();
  }
  if (key.date) {
    const auto it = assignment.numbers.find(key.date->value);
    return print_date(it == assignment.numbers.end() ? Decimal(1735689600) : it->second);
  }
  if (key.address) {
    const auto it = assignment.addresses.find(key.address->value);
    return it == assignment.addresses.end() ? "203.0.113.10" : formula::to_string(it->second);
  }
  const auto it = assignment.strings.find(key.text);
  return it == assignment.strings.end() ? std::string(key.sample) : it->second;
}

}  // namespace postern::encoder
