#include "glob/store.h"

#include <algorithm>
#include <functional>

#include "glob/alphabet.h"
#include "glob/match.h"
#include "glob/tokens.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::glob {
namespace {

// Different token sequences give different texts: characters are below the marks.
std::u32string text_key(const Tokens& tokens) {
  constexpr char32_t run_mark = 0x80000000;
  constexpr char32_t class_mark = 0x90000000;
  constexpr char32_t complement_mark = 0xA0000000;
  std::u32string key;
  for (const Token& token : tokens) {
    const std::vector<char32_t>& chars = token.set.chars;
    POSTERN_CHECK(std::adjacent_find(chars.begin(), chars.end(), std::greater_equal<>()) ==
                  chars.end());
    POSTERN_CHECK(chars.empty() || chars.back() <= largest_character);
    if (token.repeat == Repeat::Any) key.push_back(run_mark);
    if (token.set.complement || token.set.chars.size() != 1) {
      const auto size = static_cast<char32_t>(token.set.chars.size());
      key.push_back((token.set.complement ? complement_mark : class_mark) + size);
    }
    key.append(token.set.chars.begin(), token.set.chars.end());
  }
  return key;
}

SetIndex make_index(const Store& store, std::span<const GlobId> members) {
  SetIndex index;
  std::vector<GlobId> literals;
  std::vector<GlobId> wild;
  std::vector<std::u32string_view> literal_keys;
  std::vector<std::u32string_view> wild_keys;
  for (const GlobId id : members) {
    const CompiledGlob& glob = store.glob(id);
    (glob.literal ? literals : wild).push_back(id);
    (glob.literal ? literal_keys : wild_keys).push_back(glob.prefix);
    if (glob.literal) index.literals.emplace(glob.canonical, id);
  }
  index.literal_table = PrefixTable(literals, literal_keys);
  index.wild_table = PrefixTable(wild, wild_keys);
  return index;
}

}  // namespace

std::size_t Store::HashText::operator()(std::string_view text) const noexcept {
  return std::hash<std::string_view>{}(text);
}

std::size_t Store::HashIds::operator()(const std::vector<GlobId>& ids) const noexcept {
  std::size_t hash = ids.size();
  for (const GlobId id : ids) hash = (hash ^ id.value) * 0x9E3779B97F4A7C15u;
  return hash;
}

Store::Store() {
  everything_ = intern({{CharSet::all(), Repeat::Any}});
  everything_set_ = intern_set({everything_});
  nothing_set_ = intern_set({});
}

GlobId Store::intern(const Tokens& tokens) {
  Tokens normal = normalise(tokens);
  const auto [entry, fresh] =
      glob_ids_.try_emplace(text_key(normal), GlobId{static_cast<std::uint32_t>(globs_.size())});
  if (fresh) {
    globs_.emplace_back(std::move(normal));
    automata_.emplace_back();
  }
  return entry->second;
}

GlobId Store::intern_wildcard(std::string_view utf8) {
  if (const auto known = wildcard_ids_.find(utf8); known != wildcard_ids_.end()) {
    return known->second;
  }
  return wildcard_ids_.emplace(std::string(utf8), intern(wildcard(utf8))).first->second;
}

// Drops members contained in a plain one. Plain normal forms are unique, so no two of them can drop
// each other, and what a dropped one contains is contained in the one that dropped it.
std::vector<GlobId> Store::without_absorbed(const std::vector<GlobId>& globs) const {
  std::vector<GlobId> absorbing;
  std::vector<std::u32string_view> keys;
  for (const GlobId id : globs) {
    if (!glob(id).plain || glob(id).literal) continue;
    absorbing.push_back(id);
    keys.push_back(glob(id).prefix);
  }
  if (absorbing.empty()) return globs;
  const PrefixTable table(absorbing, keys);
  std::vector<GlobId> kept;
  for (const GlobId id : globs) {
    const bool absorbed = table.any_starting(glob(id).canonical, [&](GlobId wide) {
      return wide != id && surely_inside(glob(id), glob(wide));
    });
    if (!absorbed) kept.push_back(id);
  }
  return kept;
}

GlobSetId Store::intern_set(std::vector<GlobId> globs) {
  std::erase_if(globs, [&](GlobId id) { return glob(id).nothing; });
  std::sort(globs.begin(), globs.end());
  globs.erase(std::unique(globs.begin(), globs.end()), globs.end());
  if (const auto known = set_ids_.find(globs); known != set_ids_.end()) return known->second;

  std::vector<GlobId> kept = without_absorbed(globs);
  const auto [entry, fresh] =
      set_ids_.try_emplace(kept, GlobSetId{static_cast<std::uint32_t>(sets_.size())});
  const GlobSetId id = entry->second;
  if (fresh) sets_.push_back({std::move(kept), nullptr});
  set_ids_.try_emplace(std::move(globs), id);
  return id;
}

Automaton& Store::automaton(GlobId id) {
  std::unique_ptr<Automaton>& slot = automata_[id.value];
  if (!slot) slot = std::make_unique<Automaton>(globs_[id.value]);
  return *slot;
}

const SetIndex& Store::index(GlobSetId id) {
  Set& set = sets_[id.value];
  if (!set.index) set.index = std::make_unique<SetIndex>(make_index(*this, set.members));
  return *set.index;
}

std::u32string_view Store::decode(std::string_view utf8) {
  const bool ascii = std::all_of(utf8.begin(), utf8.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) {
    scratch_.assign(utf8.begin(), utf8.end());
  } else {
    scratch_ = decode_utf8(utf8);
  }
  return scratch_;
}

bool Store::contains(GlobSetId set, std::u32string_view text) {
  return any_starting(set, text, [&](GlobId id) { return matches(glob(id), text); });
}

}  // namespace postern::glob
