#include "glob/relation.h"

#include <algorithm>
#include <array>

#include "glob/match.h"

namespace postern::glob {
namespace {

// A sufficient test may search a little.
constexpr std::size_t small_search = 1'000;

bool ends_in_full_run(const CompiledGlob& glob) {
  return !glob.steps.empty() && glob.steps.back().repeat == Repeat::Any &&
         glob.steps.back().kind == Step::Kind::Everything;
}

bool starts_with_full_run(const CompiledGlob& glob) {
  return !glob.steps.empty() && glob.steps.front().repeat == Repeat::Any &&
         glob.steps.front().kind == Step::Kind::Everything;
}

std::optional<bool> emptiness(const SearchResult& result) {
  switch (result.kind) {
    case SearchResult::Kind::Found:
      return false;
    case SearchResult::Kind::Empty:
      return true;
    case SearchResult::Kind::CapReached:
      break;
  }
  return std::nullopt;
}

template <typename Compute>
bool kept(Store::PairAnswers& answers, GlobSetId a, GlobSetId b, Compute compute) {
  const std::uint64_t pair = (std::uint64_t{a.value} << 32) | b.value;
  if (const auto known = answers.find(pair); known != answers.end()) return known->second;
  const bool answer = compute();
  answers.emplace(pair, answer);
  return answer;
}

bool member_inside(Store& store, GlobId narrow, GlobSetId wide) {
  if (surely_inside(store, narrow, wide)) return true;
  return store.any_starting(wide, store.glob(narrow).canonical, [&](GlobId member) {
    Budget budget(small_search);
    return subset(store, narrow, member, budget).value_or(false);
  });
}

bool member_disjoint(Store& store, GlobId member, GlobSetId set) {
  const CompiledGlob& glob = store.glob(member);
  if (glob.literal) return !store.contains(set, glob.canonical);
  return !store.any_compatible(set, glob.prefix, [&](GlobId other) {
    Budget budget(small_search);
    return !disjoint(store, member, other, budget).value_or(false);
  });
}

}  // namespace

bool surely_inside(Store& store, GlobId narrow, GlobSetId wide) {
  const CompiledGlob& glob = store.glob(narrow);
  return store.any_starting(wide, glob.canonical,
                            [&](GlobId member) { return surely_inside(glob, store.glob(member)); });
}

std::optional<bool> subset(Store& store, GlobId narrow, GlobId wide, Budget& budget) {
  const CompiledGlob& n = store.glob(narrow);
  const CompiledGlob& w = store.glob(wide);
  if (surely_inside(n, w)) return true;
  // The canonical text is an instance, once a character nobody mentions stands for the fresh one.
  if (!matches(w, n.canonical) || canonical_decides(n, w)) return false;
  const std::array positive{narrow};
  const std::array negative{wide};
  return emptiness(search_product(store, positive, negative, budget));
}

std::optional<bool> disjoint(Store& store, GlobId a, GlobId b, Budget& budget) {
  const CompiledGlob& x = store.glob(a);
  const CompiledGlob& y = store.glob(b);
  if (x.nothing || y.nothing) return true;
  if (matches(y, x.canonical) || matches(x, y.canonical)) return false;
  if (x.literal || y.literal || clash(x, y)) return true;
  // *u and v* share vu.
  if (starts_with_full_run(x) && ends_in_full_run(y)) return false;
  if (starts_with_full_run(y) && ends_in_full_run(x)) return false;
  const std::array positive{a, b};
  return emptiness(search_product(store, positive, {}, budget));
}

bool surely_subset(Store& store, GlobSetId narrow, GlobSetId wide) {
  if (narrow == wide || wide == store.everything_set()) return true;
  return kept(store.subset_answers, narrow, wide, [&] {
    const auto all = store.members(narrow);
    return std::all_of(all.begin(), all.end(),
                       [&](GlobId id) { return member_inside(store, id, wide); });
  });
}

bool surely_disjoint(Store& store, GlobSetId a, GlobSetId b) {
  if (store.members(b).size() < store.members(a).size()) std::swap(a, b);
  return kept(store.disjoint_answers, a, b, [&] {
    const auto all = store.members(a);
    return std::all_of(all.begin(), all.end(),
                       [&](GlobId id) { return member_disjoint(store, id, b); });
  });
}

}  // namespace postern::glob
