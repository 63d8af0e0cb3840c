#include "glob/quotient.h"

#include <algorithm>

#include "glob/char_set.h"
#include "glob/match.h"
#include "glob/tokens.h"

namespace postern::glob {
namespace {

// The positions after reading `text`. A run stands for its successor too, since it may be empty, so
// the successor is left out.
std::vector<std::size_t> positions_after(const Tokens& tokens, std::u32string_view text) {
  const auto close = [&](std::vector<bool>& set) {
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (set[i] && tokens[i].repeat == Repeat::Any) set[i + 1] = true;
    }
  };
  std::vector<bool> now(tokens.size() + 1);
  now[0] = true;
  close(now);
  for (const char32_t c : text) {
    std::vector<bool> next(tokens.size() + 1);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!now[i] || !tokens[i].set.contains(c)) continue;
      next[tokens[i].repeat == Repeat::Any ? i : i + 1] = true;
    }
    close(next);
    now.swap(next);
  }
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < now.size(); ++i) {
    const bool implied = i > 0 && now[i - 1] && tokens[i - 1].repeat == Repeat::Any;
    if (now[i] && !implied) positions.push_back(i);
  }
  return positions;
}

std::vector<Tokens> rests_after(const Tokens& tokens, std::u32string_view text) {
  std::vector<Tokens> rests;
  for (const std::size_t position : positions_after(tokens, text)) {
    rests.emplace_back(tokens.begin() + static_cast<std::ptrdiff_t>(position), tokens.end());
  }
  return rests;
}

// A glob of the strings of `tokens` without `c`; the empty language if there are none.
Tokens avoiding(Tokens tokens, char32_t c) {
  for (Token& token : tokens) token.set = without(std::move(token.set), c);
  return tokens;
}

bool covered(const Store& store, const Split& narrow, const Split& wide) {
  return surely_inside(store.glob(narrow.head), store.glob(wide.head)) &&
         surely_inside(store.glob(narrow.tail), store.glob(wide.tail));
}

}  // namespace

std::vector<GlobId> after_prefix(Store& store, GlobId glob, std::u32string_view prefix) {
  std::vector<GlobId> rests;
  for (const Tokens& rest : rests_after(store.glob(glob).tokens, prefix)) {
    rests.push_back(store.intern(rest));
  }
  return rests;
}

std::vector<GlobId> before_suffix(Store& store, GlobId glob, std::u32string_view suffix) {
  const std::u32string backwards(suffix.rbegin(), suffix.rend());
  std::vector<GlobId> rests;
  for (const Tokens& rest : rests_after(reversed(store.glob(glob).tokens), backwards)) {
    rests.push_back(store.intern(reversed(rest)));
  }
  return rests;
}

// The separator is eaten by some token: by a single one, or by a run that goes on to both sides.
// The head then has to do without it.
std::vector<Split> split_at(Store& store, GlobId glob, char32_t separator) {
  const Tokens& tokens = store.glob(glob).tokens;
  std::vector<Split> splits;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (!tokens[i].set.contains(separator)) continue;
    const bool run = tokens[i].repeat == Repeat::Any;
    const auto at = tokens.begin() + static_cast<std::ptrdiff_t>(i);
    const GlobId head =
        store.intern(avoiding(Tokens(tokens.begin(), run ? at + 1 : at), separator));
    if (store.glob(head).nothing) break;  // a single token before takes the separator and no other
    const GlobId tail = store.intern(Tokens(run ? at : at + 1, tokens.end()));
    if (!store.glob(tail).nothing) splits.push_back({head, tail});
  }
  std::vector<Split> kept;
  for (std::size_t i = 0; i < splits.size(); ++i) {
    bool superfluous = false;
    for (std::size_t j = 0; j < splits.size() && !superfluous; ++j) {
      superfluous = i != j && covered(store, splits[i], splits[j]) &&
                    (j < i || !covered(store, splits[j], splits[i]));
    }
    if (!superfluous) kept.push_back(splits[i]);
  }
  return kept;
}

}  // namespace postern::glob
