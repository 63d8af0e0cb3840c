// What sticks to a session: its source identity and tags (TRUST-13, TAG-1..3), as fields that the
// requests of a chain share.
#include <algorithm>

#include "encoder/context.h"
#include "encoder/context_world.h"

namespace postern::encoder {

using formula::Bits;
using formula::FieldId;
using formula::TermId;

namespace {

constexpr std::string_view caller_tag = "aws:principaltag/";
constexpr std::string_view passed_tag = "aws:requesttag/";

}  // namespace

// Whether a check that is part of a request has the key's value in common with it. All of AWS's own
// keys say how things are when the request is sent.
bool ContextKeys::shares(const std::string& key) {
  if (!world_ || world_->name.check.empty()) return true;
  const auto known = actions_.catalogue().find_key(key);
  const bool by_action = !known || !actions_.catalogue().key_global(*known) ||
                         !key.starts_with("aws:") || key.starts_with(passed_tag) ||
                         key == "aws:tagkeys";
  return !by_action || carriers(key).intersects(actions_.only({world_->name.check}));
}

// Of the names of a key's fields.
std::string ContextKeys::prefix(const std::string& key) {
  return world_ && shares(key) ? world_->name.step : step_;
}

TermId ContextKeys::assumed() {
  return terms_.flag(terms_.flag_field(world_->name.step + "assumed"));
}

TermId ContextKeys::told() { return terms_.flag(terms_.flag_field(world_->name.step + "told")); }

TermId ContextKeys::transitive(const std::string& tag) {
  return terms_.flag(terms_.flag_field(world_->name.step + "transitive." + tag));
}

TermId ContextKeys::marks_transitive(const std::string& tag) {
  const auto same =
      terms_.globs().intern_set(terms_.globs().intern(glob::literal_ignoring_case(tag)));
  return some_element(key("sts:transitivetagkeys"), same, true);
}

// The value of a transitive tag, the same from the assumption on that passes it (TAG-3).
FieldId ContextKeys::lasting_tag(const std::string& tag) {
  return terms_.string_field("chain.tag." + tag);
}

std::set<std::string> ContextKeys::session_tags() const {
  std::set<std::string> out;
  for (const auto& [name, key] : keys_) {
    for (const std::string_view kind : {caller_tag, passed_tag}) {
      if (kind == passed_tag && !world_->name.next) continue;
      if (name.starts_with(kind)) out.insert(name.substr(kind.size()));
    }
  }
  return out;
}

TermId ContextKeys::marks_only(const std::set<std::string>& tags) {
  std::vector<glob::GlobId> names;
  for (const std::string& tag : tags) {
    names.push_back(terms_.globs().intern(glob::literal_ignoring_case(tag)));
  }
  return !some_element(key("sts:transitivetagkeys"), terms_.globs().intern_set(names), false);
}

std::optional<FieldId> ContextKeys::clock() const {
  const auto used = std::ranges::find_if(keys_, [](const auto& e) {
    return e.first == "aws:currenttime" || e.first == "aws:epochtime";
  });
  if (used == keys_.end()) return std::nullopt;
  return used->second.date->value;
}

// REL-9, of a session whose role somebody can tag: where the request before tells.
void ContextKeys::define_session_tag(Key& key) {
  const std::string tag = key.name.substr(caller_tag.size());
  const Bits sessions = callers_.where([](const CallerClass& c) {
    return c.type == model::CallerType::RoleSession && c.principal != nullptr && !c.own_tags;
  });
  if (sessions.none()) return;
  const TermId here = terms_.all_of({callers_.in(sessions), told()});
  const TermId lasting = transitive(tag);
  const TermId passed =
      terms_.flag(terms_.flag_field(world_->name.step + "passed.has." + key.name));
  key.cases.push_back({terms_.all_of({here, lasting}), Shape::field(lasting_tag(tag))});
  key.cases.push_back(
      {terms_.all_of({here, !lasting, passed}),
       Shape::field(terms_.string_field(world_->name.step + "passed." + key.name))});
  std::map<Shape, Bits> own;
  for (std::size_t i = sessions.first(); i < callers_.size(); i = sessions.next(i)) {
    const Shape value = tag_value(*callers_.classes()[i].principal, key.name);
    if (!value.pieces.empty()) own.try_emplace(value, callers_.none()).first->second.set(i);
  }
  for (const auto& [value, callers] : own) {
    key.cases.push_back({terms_.all_of({callers_.in(callers), told(), !lasting, !passed}), value});
  }
  key.open = terms_.all_of({key.open, !here});
}

// A tag that a role assumption passes: one that lasts has one value (TAG-3), any other is the next
// session's.
void ContextKeys::define_passed_tag(Key& key) {
  if (!world_->name.next || !shares(key.name)) return;
  const std::string tag = key.name.substr(passed_tag.size());
  const TermId lasting = terms_.any_of({transitive(tag), marks_transitive(tag)});
  key.cases.push_back(
      {terms_.all_of({key.open, field_present(key), lasting}), Shape::field(lasting_tag(tag))});
  key.open = terms_.all_of({key.open, !lasting});
}

}  // namespace postern::encoder
