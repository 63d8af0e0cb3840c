// The decision procedure behind satisfy.h: one member of each positive union at a time, each branch
// refuted by an index, a theorem or a product search. Whatever refutes a branch is noted; the notes
// of all branches together are a contradictory subset.
#include <algorithm>
#include <array>
#include <limits>

#include "glob/alphabet.h"
#include "glob/instance.h"
#include "glob/match.h"
#include "glob/relation.h"
#include "glob/satisfy.h"
#include "support/check.h"

namespace postern::glob {
namespace {

class Decision {
 public:
  Decision(Store& store, std::span<const GlobSetId> positive, std::span<const GlobSetId> negative,
           Budget& budget)
      : store_(store),
        positive_(positive),
        negative_(negative),
        budget_(budget),
        positive_used_(positive.size()),
        negative_used_(negative.size()) {
    for (std::size_t i = 0; i < positive.size(); ++i) {
      if (positive[i] != store.everything_set()) order_.push_back(i);
    }
    std::stable_sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
      return store.members(positive[a]).size() < store.members(positive[b]).size();
    });
  }

  Answer run() {
    if (contradictory_pair()) return empty();
    // Leaves that need a long search wait until no other leaf has a witness.
    for (const std::size_t leaf_limit : leaf_limits) {
      leaf_limit_ = leaf_limit;
      switch (choose(0)) {
        case Outcome::Found:
          return {Membership::Kind::Witness, witness_, {}, {}};
        case Outcome::Refuted:
          return empty();
        case Outcome::CapReached:
          return {};
        case Outcome::Postponed:
          break;
      }
    }
    internal_error("a search without limit of its own was postponed");
  }

 private:
  struct Chosen {
    GlobId glob;
    std::size_t owner;  // index into positive_, or positive_.size(): nobody
  };
  enum class Outcome { Found, Refuted, Postponed, CapReached };

  static constexpr std::array<std::size_t, 3> leaf_limits = {
      256, 16'384, std::numeric_limits<std::size_t>::max()};

  Answer empty() const {
    Answer answer{Membership::Kind::Empty, {}, {}, {}};
    for (std::size_t i = 0; i < positive_used_.size(); ++i) {
      if (positive_used_[i]) answer.positive.push_back(i);
    }
    for (std::size_t i = 0; i < negative_used_.size(); ++i) {
      if (negative_used_[i]) answer.negative.push_back(i);
    }
    return answer;
  }

  const CompiledGlob& glob(GlobId id) const { return store_.glob(id); }
  void use(const Chosen& chosen) {
    if (chosen.owner < positive_used_.size()) positive_used_[chosen.owner] = true;
  }

  bool contradictory_pair() {
    for (std::size_t i = 0; i < positive_.size(); ++i) {
      if (positive_[i] == store_.nothing_set()) {
        positive_used_[i] = true;
        return true;
      }
    }
    for (std::size_t n = 0; n < negative_.size(); ++n) {
      if (negative_[n] == store_.nothing_set()) continue;
      if (negative_[n] == store_.everything_set()) {
        negative_used_[n] = true;
        return true;
      }
      for (const std::size_t p : order_) {
        if (!surely_subset(store_, positive_[p], negative_[n])) continue;
        positive_used_[p] = true;
        negative_used_[n] = true;
        return true;
      }
    }
    return false;
  }

  // Notes and returns whether a negative set contains `text`, or all of `id`.
  bool refuted_by_negative(std::u32string_view text) {
    for (std::size_t n = 0; n < negative_.size(); ++n) {
      if (!store_.contains(negative_[n], text)) continue;
      negative_used_[n] = true;
      return true;
    }
    return false;
  }
  bool refuted_by_negative(GlobId id) {
    for (std::size_t n = 0; n < negative_.size(); ++n) {
      if (!surely_inside(store_, id, negative_[n])) continue;
      negative_used_[n] = true;
      return true;
    }
    return false;
  }

  // All ways to go on with sets order_[depth...].
  Outcome choose(std::size_t depth) {
    if (depth == order_.size()) return leaf();
    const std::size_t owner = order_[depth];
    const GlobSetId set = positive_[owner];
    for (const Chosen& chosen : chosen_) {
      if (surely_inside(store_, chosen.glob, set)) return choose(depth + 1);
    }
    positive_used_[owner] = true;
    const auto anchor =
        std::max_element(chosen_.begin(), chosen_.end(), [&](const Chosen& a, const Chosen& b) {
          return glob(a.glob).prefix.size() < glob(b.glob).prefix.size();
        });
    const bool anchored = anchor != chosen_.end();
    const std::u32string_view prefix =
        anchored ? std::u32string_view(glob(anchor->glob).prefix) : std::u32string_view();
    if (anchored) use(*anchor);

    Outcome outcome = Outcome::Refuted;
    store_.any_compatible(set, prefix, [&](GlobId member) {
      const Outcome branch = with_member(member, owner, depth);
      if (branch != Outcome::Refuted) outcome = branch;
      return branch == Outcome::Found || branch == Outcome::CapReached;
    });
    return outcome;
  }

  Outcome with_member(GlobId member, std::size_t owner, std::size_t depth) {
    if (!budget_.spend(1)) return Outcome::CapReached;
    const CompiledGlob& chosen = glob(member);
    if (chosen.literal) return with_text(chosen.canonical, depth);
    for (const Chosen& other : chosen_) {
      if (!clash(chosen, glob(other.glob))) continue;
      use(other);
      return Outcome::Refuted;
    }
    if (refuted_by_negative(member)) return Outcome::Refuted;
    chosen_.push_back({member, owner});
    const Outcome outcome = choose(depth + 1);
    chosen_.pop_back();
    return outcome;
  }

  Outcome with_text(const std::u32string& text, std::size_t depth) {
    for (const Chosen& other : chosen_) {
      if (matches(glob(other.glob), text)) continue;
      use(other);
      return Outcome::Refuted;
    }
    for (std::size_t later = depth + 1; later < order_.size(); ++later) {
      if (store_.contains(positive_[order_[later]], text)) continue;
      positive_used_[order_[later]] = true;
      return Outcome::Refuted;
    }
    if (refuted_by_negative(text)) return Outcome::Refuted;
    witness_ = text;
    return Outcome::Found;
  }

  // One glob of each positive set is chosen, none of them a literal, none inside one negative set.
  Outcome leaf() {
    const std::vector<Chosen> kept = without_wider();
    return found_candidate(kept) ? Outcome::Found : search(kept);
  }

  // The chosen globs that contain no other chosen one (of equal languages the first), those that
  // fix most characters first: their instances make the best candidates.
  std::vector<Chosen> without_wider() const {
    std::vector<Chosen> kept;
    const auto inside = [&](std::size_t i, std::size_t j) {
      return surely_inside(glob(chosen_[i].glob), glob(chosen_[j].glob));
    };
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      bool wider = false;
      for (std::size_t j = 0; j < chosen_.size() && !wider; ++j) {
        wider = i != j && inside(j, i) && (j < i || !inside(i, j));
      }
      if (!wider) kept.push_back(chosen_[i]);
    }
    if (kept.empty()) kept.push_back({store_.everything(), positive_.size()});
    std::stable_sort(kept.begin(), kept.end(), [&](const Chosen& a, const Chosen& b) {
      return glob(a.glob).fixed_length > glob(b.glob).fixed_length;
    });
    return kept;
  }

  bool fits(const std::vector<Chosen>& kept, std::u32string_view text) const {
    return std::all_of(kept.begin(), kept.end(),
                       [&](const Chosen& c) { return matches(glob(c.glob), text); }) &&
           std::none_of(negative_.begin(), negative_.end(),
                        [&](GlobSetId set) { return store_.contains(set, text); });
  }
  bool accept(const std::vector<Chosen>& kept, std::u32string text) {
    if (!fits(kept, text)) return false;
    witness_ = std::move(text);
    return true;
  }

  bool found_candidate(const std::vector<Chosen>& kept) {
    constexpr std::size_t most_hosts = 4;
    const std::size_t hosts = std::min(most_hosts, kept.size());
    for (std::size_t variant = 0; variant < instance_variants; ++variant) {
      for (std::size_t i = 0; i < hosts; ++i) {
        if (accept(kept, readable_instance(glob(kept[i].glob), variant))) return true;
      }
    }
    for (std::size_t i = 0; i < hosts && kept.size() > 1; ++i) {
      std::vector<const CompiledGlob*> guests;
      for (std::size_t j = 0; j < kept.size(); ++j) {
        if (j != i) guests.push_back(&glob(kept[j].glob));
      }
      for (const Pour pour : {Pour::IntoLastRun, Pour::IntoFirstRun}) {
        if (accept(kept, poured_instance(glob(kept[i].glob), guests, pour))) return true;
      }
    }
    for (std::size_t i = 0; i < hosts; ++i) {
      const std::u32string& canonical = glob(kept[i].glob).canonical;
      if (!fits(kept, canonical)) continue;
      witness_ = readable(kept, canonical);
      return true;
    }
    return false;
  }

  // A witness is known, but with fresh characters in it.
  std::u32string readable(const std::vector<Chosen>& kept, const std::u32string& canonical) {
    const auto with = [&](char32_t c) {
      std::u32string text = canonical;
      std::replace(text.begin(), text.end(), fresh_character, c);
      return text;
    };
    for (const char32_t c : readable_characters()) {
      if (std::u32string text = with(c); fits(kept, text)) return text;
    }
    constexpr std::size_t small_search = 2'000;
    Budget small(small_search);
    const std::vector<GlobId> negatives = members_that_matter(kept).globs;
    if (SearchResult found = search_product(store_, globs_of(kept), negatives, small);
        found.kind == SearchResult::Kind::Found) {
      return found.text;
    }
    std::vector<char32_t> mentioned;
    const auto collect = [&](GlobId id) {
      for (const Token& token : glob(id).tokens) {
        mentioned.insert(mentioned.end(), token.set.chars.begin(), token.set.chars.end());
      }
    };
    for (const Chosen& chosen : kept) collect(chosen.glob);
    for (const GlobId id : negatives) collect(id);
    std::sort(mentioned.begin(), mentioned.end());
    return with(unmentioned(mentioned));
  }

  static std::vector<GlobId> globs_of(const std::vector<Chosen>& kept) {
    std::vector<GlobId> globs;
    for (const Chosen& chosen : kept) globs.push_back(chosen.glob);
    return globs;
  }

  struct Negatives {
    std::vector<GlobId> globs;        // the members that do not clash with a chosen glob
    std::vector<std::size_t> owners;  // the sets they come from
  };
  Negatives members_that_matter(const std::vector<Chosen>& kept) const {
    const auto& anchor =
        *std::max_element(kept.begin(), kept.end(), [&](const Chosen& a, const Chosen& b) {
          return glob(a.glob).prefix.size() < glob(b.glob).prefix.size();
        });
    Negatives negatives;
    for (std::size_t n = 0; n < negative_.size(); ++n) {
      const std::size_t before = negatives.globs.size();
      store_.any_compatible(negative_[n], glob(anchor.glob).prefix, [&](GlobId member) {
        const bool clashes = std::any_of(kept.begin(), kept.end(), [&](const Chosen& chosen) {
          return clash(glob(chosen.glob), glob(member));
        });
        if (!clashes) negatives.globs.push_back(member);
        return false;
      });
      if (negatives.globs.size() != before) negatives.owners.push_back(n);
    }
    std::sort(negatives.globs.begin(), negatives.globs.end());
    negatives.globs.erase(std::unique(negatives.globs.begin(), negatives.globs.end()),
                          negatives.globs.end());
    return negatives;
  }

  // True if the chosen globs have no string in common and that is easy to see: then no negative set
  // is to blame.
  bool contradict_each_other(const std::vector<GlobId>& positives) {
    constexpr std::size_t small_search = 200;
    Budget small(std::min(small_search, budget_.left()));
    return search_product(store_, positives, {}, small).kind == SearchResult::Kind::Empty;
  }

  Outcome search(const std::vector<Chosen>& kept) {
    const std::vector<GlobId> positives = globs_of(kept);
    const auto refuted = [&] {
      for (const Chosen& chosen : kept) use(chosen);
      return Outcome::Refuted;
    };
    const Negatives negatives = members_that_matter(kept);
    if (kept.size() > 1 && !negatives.globs.empty() && contradict_each_other(positives)) {
      return refuted();
    }
    Budget leaf_budget(std::min(leaf_limit_, budget_.left()));
    const std::size_t before = leaf_budget.left();
    SearchResult result = search_product(store_, positives, negatives.globs, leaf_budget);
    budget_.spend(before - leaf_budget.left());
    switch (result.kind) {
      case SearchResult::Kind::Found:
        witness_ = std::move(result.text);
        return Outcome::Found;
      case SearchResult::Kind::Empty:
        for (const std::size_t n : negatives.owners) negative_used_[n] = true;
        return refuted();
      case SearchResult::Kind::CapReached:
        break;
    }
    return budget_.exhausted() ? Outcome::CapReached : Outcome::Postponed;
  }

  Store& store_;
  std::span<const GlobSetId> positive_;
  std::span<const GlobSetId> negative_;
  Budget& budget_;
  std::vector<std::size_t> order_;  // of the positive sets: small ones first
  std::vector<Chosen> chosen_;
  std::vector<bool> positive_used_;
  std::vector<bool> negative_used_;
  std::size_t leaf_limit_ = 0;
  std::u32string witness_;
};

}  // namespace

Answer decide(Store& store, std::span<const GlobSetId> positive,
              std::span<const GlobSetId> negative, Budget& budget) {
  return Decision(store, positive, negative, budget).run();
}

}  // namespace postern::glob
