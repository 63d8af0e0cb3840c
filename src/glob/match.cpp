#include "glob/match.h"

#include <cstdint>
#include <limits>
#include <vector>

#include "glob/char_set.h"

namespace postern::glob {
namespace {

// The leftmost match of each stretch between two runs of everything is as good as any other, so
// only the last run ever needs to grow.
bool matches_greedily(const std::vector<Step>& steps, std::u32string_view text) {
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::size_t i = 0;
  std::size_t j = 0;
  std::size_t run = none;
  std::size_t run_end = 0;
  while (j < text.size()) {
    if (i < steps.size() && steps[i].repeat == Repeat::Any) {
      run = i++;
      run_end = j;
    } else if (i < steps.size() && steps[i].accepts(text[j])) {
      ++i;
      ++j;
    } else if (run != none) {
      i = run + 1;
      j = ++run_end;
    } else {
      return false;
    }
  }
  while (i < steps.size() && steps[i].repeat == Repeat::Any) ++i;
  return i == steps.size();
}

// Walks all positions of `steps` at once over `count` symbols; `takes(step, k)` tells whether a
// step can consume symbol k. One bit a position.
template <typename Takes>
bool simulate_in_word(const std::vector<Step>& steps, std::size_t count, Takes takes) {
  const auto bit = [](std::size_t i) { return std::uint64_t{1} << i; };
  const auto close = [&](std::uint64_t set) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if ((set & bit(i)) != 0 && steps[i].repeat == Repeat::Any) set |= bit(i + 1);
    }
    return set;
  };
  std::uint64_t now = close(1);
  for (std::size_t k = 0; k < count && now != 0; ++k) {
    std::uint64_t next = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if ((now & bit(i)) == 0 || !takes(steps[i], k)) continue;
      next |= steps[i].repeat == Repeat::Any ? bit(i) : bit(i + 1);
    }
    now = close(next);
  }
  return (now & bit(steps.size())) != 0;
}

// The same for globs too long for a word.
template <typename Takes>
bool simulate_long(const std::vector<Step>& steps, std::size_t count, Takes takes) {
  const auto close = [&](std::vector<bool>& set) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (set[i] && steps[i].repeat == Repeat::Any) set[i + 1] = true;
    }
  };
  std::vector<bool> now(steps.size() + 1);
  std::vector<bool> next(steps.size() + 1);
  now[0] = true;
  close(now);
  for (std::size_t k = 0; k < count; ++k) {
    next.assign(steps.size() + 1, false);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (now[i] && takes(steps[i], k)) next[steps[i].repeat == Repeat::Any ? i : i + 1] = true;
    }
    close(next);
    now.swap(next);
  }
  return now[steps.size()];
}

template <typename Takes>
bool simulate(const std::vector<Step>& steps, std::size_t count, Takes takes) {
  return steps.size() < 64 ? simulate_in_word(steps, count, takes)
                           : simulate_long(steps, count, takes);
}

}  // namespace

bool matches(const CompiledGlob& glob, std::u32string_view text) {
  if (glob.nothing) return false;
  if (glob.literal) return glob.canonical == text;
  if (glob.greedy) return matches_greedily(glob.steps, text);
  return simulate(glob.steps, text.size(),
                  [&](const Step& step, std::size_t k) { return step.accepts(text[k]); });
}

bool surely_inside(const CompiledGlob& narrow, const CompiledGlob& wide) {
  if (&narrow == &wide || wide.everything || narrow.nothing) return true;
  if (!matches(wide, narrow.canonical)) return false;
  if (narrow.literal || canonical_decides(narrow, wide)) return true;
  // `wide` reads the tokens of `narrow` as if they were letters: a token may be consumed by a token
  // that includes it, a run only by a run.
  return simulate(wide.steps, narrow.steps.size(), [&](const Step& step, std::size_t k) {
    const Step& symbol = narrow.steps[k];
    return (step.repeat == Repeat::Any || symbol.repeat == Repeat::Once) &&
           includes(*step.set, *symbol.set);
  });
}

}  // namespace postern::glob
