// What a GlobPool owns: the interned globs and sets, their automata and indexes.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "glob/automaton.h"
#include "glob/compiled.h"
#include "glob/glob.h"
#include "glob/prefix_table.h"

namespace postern::glob {

/// Finds the members of one union that can matter for a text or a glob.
struct SetIndex {
  std::unordered_map<std::u32string_view, GlobId> literals;
  PrefixTable literal_table;
  PrefixTable wild_table;
};

class Store {
 public:
  Store();

  GlobId intern(const Tokens& tokens);
  GlobId intern_wildcard(std::string_view utf8);
  GlobSetId intern_set(std::vector<GlobId> globs);
  GlobId everything() const { return everything_; }
  GlobSetId everything_set() const { return everything_set_; }
  GlobSetId nothing_set() const { return nothing_set_; }

  const CompiledGlob& glob(GlobId id) const { return globs_[id.value]; }
  std::span<const GlobId> members(GlobSetId id) const { return sets_[id.value].members; }
  Automaton& automaton(GlobId id);
  const SetIndex& index(GlobSetId id);

  /// The characters of `utf8`; valid until the next call.
  std::u32string_view decode(std::string_view utf8);

  /// True iff a member of `set` matches `text`.
  bool contains(GlobSetId set, std::u32string_view text);

  /// Calls `visit(member)` for the members of `set` whose fixed beginning does not clash with
  /// `prefix`, in a fixed order, until it returns true. Returns whether it did.
  template <typename Visit>
  bool any_compatible(GlobSetId set, std::u32string_view prefix, Visit visit) {
    if (const auto all = members(set); all.size() <= few) {
      return std::any_of(all.begin(), all.end(),
                         [&](GlobId id) { return !clash(glob(id).prefix, prefix) && visit(id); });
    }
    const SetIndex& found = index(set);
    return found.literal_table.any_compatible(prefix, visit) ||
           found.wild_table.any_compatible(prefix, visit);
  }

  /// The same for those members whose fixed beginning agrees with the start of `text`. Literal
  /// members are visited only if they are `text`.
  template <typename Visit>
  bool any_starting(GlobSetId set, std::u32string_view text, Visit visit) {
    if (const auto all = members(set); all.size() <= few) {
      return std::any_of(all.begin(), all.end(), visit);
    }
    const SetIndex& found = index(set);
    const auto same = found.literals.find(text);
    return (same != found.literals.end() && visit(same->second)) ||
           found.wild_table.any_starting(text, visit);
  }

  /// Answers about pairs of sets, kept: key is the pair.
  using PairAnswers = std::unordered_map<std::uint64_t, bool>;
  PairAnswers subset_answers;
  PairAnswers disjoint_answers;
  Statistics statistics;

 private:
  struct Set {
    std::vector<GlobId> members;
    std::unique_ptr<SetIndex> index;
  };
  struct HashText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept;
  };
  struct HashIds {
    std::size_t operator()(const std::vector<GlobId>& ids) const noexcept;
  };

  static constexpr std::size_t few = 3;  // up to here a set needs no index

  std::vector<GlobId> without_absorbed(const std::vector<GlobId>& globs) const;

  std::deque<CompiledGlob> globs_;  // deques: references stay valid
  std::vector<std::unique_ptr<Automaton>> automata_;
  std::unordered_map<std::u32string, GlobId> glob_ids_;
  std::unordered_map<std::string, GlobId, HashText, std::equal_to<>> wildcard_ids_;
  std::deque<Set> sets_;
  std::unordered_map<std::vector<GlobId>, GlobSetId, HashIds> set_ids_;
  std::u32string scratch_;
  GlobId everything_;
  GlobSetId everything_set_;
  GlobSetId nothing_set_;
};

}  // namespace postern::glob
