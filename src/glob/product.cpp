#include "glob/product.h"

#include <algorithm>
#include <optional>
#include <unordered_set>
#include <vector>

#include "glob/alphabet.h"

namespace postern::glob {
namespace {

enum class Letters { Readable, All };

// Breadth-first. A node lists the automata that still matter with their states: a universal
// positive and a dead negative leave it; a dead positive or a universal negative ends the branch.
class Search {
 public:
  Search(Store& store, std::span<const GlobId> positive, std::span<const GlobId> negative,
         Letters letters, Budget& budget)
      : positives_(positive.size()),
        letters_(letters),
        budget_(budget),
        seen_(0, Hash{*this}, Equal{*this}) {
    for (const GlobId id : positive) automata_.push_back(&store.automaton(id));
    for (const GlobId id : negative) automata_.push_back(&store.automaton(id));
  }

  SearchResult run() {
    std::vector<Live> first;
    for (std::uint32_t i = 0; i < automata_.size(); ++i)
      first.push_back({i, automata_[i]->start()});
    Added added = add(first, 0, 0);
    for (std::uint32_t at = 0; at < nodes_.size() && added == Added::Yes; ++at) added = expand(at);
    switch (added) {
      case Added::Accepting:
        return {SearchResult::Kind::Found, text_of_last()};
      case Added::CapReached:
        return {SearchResult::Kind::CapReached, {}};
      case Added::Yes:
        break;
    }
    return {SearchResult::Kind::Empty, {}};
  }

  std::size_t nodes() const { return nodes_.size(); }
  /// True if a character was left out for being unreadable: "empty" is then no answer.
  bool left_out() const { return left_out_; }

 private:
  struct Live {
    std::uint32_t automaton;
    Automaton::State state;
    bool operator==(const Live&) const = default;
  };
  struct Node {
    std::size_t begin, end;  // in live_
    std::uint32_t parent;
    char32_t letter;
  };
  struct Hash {
    const Search& search;
    std::size_t operator()(std::uint32_t node) const noexcept {
      std::size_t hash = 0;
      for (const Live& live : search.live_of(node)) {
        hash = (hash ^ live.automaton) * 0x9E3779B97F4A7C15u;
        hash = (hash ^ live.state ^ (hash >> 29)) * 0xBF58476D1CE4E5B9u;
      }
      return hash;
    }
  };
  struct Equal {
    const Search& search;
    bool operator()(std::uint32_t a, std::uint32_t b) const noexcept {
      const auto x = search.live_of(a);
      const auto y = search.live_of(b);
      return std::equal(x.begin(), x.end(), y.begin(), y.end());
    }
  };
  enum class Added { Yes, Accepting, CapReached };

  std::span<const Live> live_of(std::uint32_t node) const {
    return std::span(live_).subspan(nodes_[node].begin, nodes_[node].end - nodes_[node].begin);
  }

  // Makes the node of `states` unless its branch has ended or it is known. Yes: nothing to report.
  Added add(const std::vector<Live>& states, std::uint32_t parent, char32_t letter) {
    const std::size_t begin = live_.size();
    bool accepting = true;
    bool ended = false;
    for (const Live& live : states) {
      Automaton& automaton = *automata_[live.automaton];
      const bool positive = live.automaton < positives_;
      const bool dead = automaton.dead(live.state);
      const bool universal = automaton.universal(live.state);
      ended = positive ? dead : universal;
      if (ended) break;
      if (dead || universal) continue;
      live_.push_back(live);
      accepting = accepting && automaton.accepts(live.state) == positive;
    }
    if (!ended) {
      nodes_.push_back({begin, live_.size(), parent, letter});
      if (accepting) return Added::Accepting;
      if (seen_.insert(static_cast<std::uint32_t>(nodes_.size() - 1)).second) {
        return budget_.spend(1) ? Added::Yes : Added::CapReached;
      }
      nodes_.pop_back();
    }
    live_.resize(begin);
    return Added::Yes;
  }

  Added expand(std::uint32_t at) {
    const auto here = live_of(at);
    const std::vector<Live> states(here.begin(), here.end());
    std::vector<Live> next(states.size());
    for (const char32_t c : letters_from(states)) {
      for (std::size_t i = 0; i < states.size(); ++i) {
        next[i] = {states[i].automaton, automata_[states[i].automaton]->next(states[i].state, c)};
      }
      moves_ += states.size();
      if (!budget_.spend(moves_ / moves_per_node)) return Added::CapReached;
      moves_ %= moves_per_node;
      const Added added = add(next, at, c);
      if (added != Added::Yes) return added;
    }
    return Added::Yes;
  }

  // One letter for each way the automata may go: those they mention, and one they do not.
  std::vector<char32_t> letters_from(const std::vector<Live>& states) {
    std::vector<char32_t> letters;
    for (const Live& live : states) {
      const std::vector<char32_t>& more = automata_[live.automaton]->mentioned(live.state);
      letters.insert(letters.end(), more.begin(), more.end());
    }
    std::sort(letters.begin(), letters.end());
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    if (letters_ == Letters::All) {
      letters.push_back(unmentioned(letters));
    } else {
      const std::optional<char32_t> other = unmentioned_readable(letters);
      const std::size_t unreadable =
          std::erase_if(letters, [](char32_t c) { return !is_readable(c); });
      left_out_ = left_out_ || unreadable != 0 || !other;
      if (other) letters.push_back(*other);
    }
    std::sort(letters.begin(), letters.end(),
              [](char32_t a, char32_t b) { return readability_rank(a) < readability_rank(b); });
    return letters;
  }

  std::u32string text_of_last() const {
    std::u32string text;
    for (std::size_t at = nodes_.size() - 1; at != 0; at = nodes_[at].parent) {
      text.push_back(nodes_[at].letter);
    }
    std::reverse(text.begin(), text.end());
    return text;
  }

  static constexpr std::size_t moves_per_node = 64;

  const std::size_t positives_;
  const Letters letters_;
  Budget& budget_;
  std::vector<Automaton*> automata_;
  std::vector<Live> live_;
  std::vector<Node> nodes_;
  std::unordered_set<std::uint32_t, Hash, Equal> seen_;
  std::size_t moves_ = 0;  // of single automata, not yet paid for
  bool left_out_ = false;
};

}  // namespace

bool Budget::spend(std::size_t nodes) {
  const bool enough = nodes <= left_;
  left_ = enough ? left_ - nodes : 0;
  return enough;
}

SearchResult search_product(Store& store, std::span<const GlobId> positive,
                            std::span<const GlobId> negative, Budget& budget) {
  Statistics& statistics = store.statistics;
  const auto run = [&](Letters letters, bool& left_out) {
    Search search(store, positive, negative, letters, budget);
    const SearchResult result = search.run();
    left_out = search.left_out();
    statistics.nodes += search.nodes();
    statistics.largest_search = std::max<std::uint64_t>(statistics.largest_search, search.nodes());
    return result;
  };
  bool left_out = false;
  const SearchResult readable = run(Letters::Readable, left_out);
  if (readable.kind != SearchResult::Kind::Empty || !left_out) return readable;
  return run(Letters::All, left_out);
}

}  // namespace postern::glob
