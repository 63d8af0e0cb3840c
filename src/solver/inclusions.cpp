#include "solver/inclusions.h"

#include "solver/literal_prefix.h"

namespace postern::solver {

using formula::AtomId;

namespace {

// A field's share: these lemmas only save rounds, so leaving some out is never wrong.
constexpr std::size_t most_lemmas = 20'000;
constexpr std::size_t most_tests = 500'000;

}  // namespace

glob::GlobSetId Inclusions::set_of(AtomId atom) const {
  return std::get<formula::StringIn>(terms_.atom(atom)).set;
}

std::u32string Inclusions::prefix_of(AtomId atom) const {
  glob::GlobPool& globs = terms_.globs();
  return literal_prefix(globs.tokens(globs.members(set_of(atom)).front())).text;
}

void Inclusions::test(Known& known, AtomId inner, AtomId outer) {
  if (inner == outer || known.lemmas >= most_lemmas || known.tests++ >= most_tests) return;
  if (!terms_.globs().surely_subset(set_of(inner), set_of(outer))) return;
  ++known.lemmas;
  const AtomLiteral contradiction[2] = {{inner, true}, {outer, false}};
  encoding_.forbid(contradiction);
}

void Inclusions::add_inner(Known& known, AtomId atom) {
  const std::u32string prefix = prefix_of(atom);
  // Only a pattern whose literal start is a start of ours can hold us.
  for (std::size_t length = 0; length <= prefix.size(); ++length) {
    const auto it = known.outer.find(prefix.substr(0, length));
    if (it == known.outer.end()) continue;
    for (const AtomId outer : it->second) test(known, atom, outer);
  }
  for (const AtomId outer : known.wide) test(known, atom, outer);
  known.inner[prefix].push_back(atom);
}

void Inclusions::add_outer(Known& known, AtomId atom) {
  if (terms_.globs().members(set_of(atom)).size() > 1) {
    for (const auto& [prefix, atoms] : known.inner) {
      for (const AtomId inner : atoms) test(known, inner, atom);
    }
    known.wide.push_back(atom);
    return;
  }
  const std::u32string prefix = prefix_of(atom);
  for (auto it = known.inner.lower_bound(prefix);
       it != known.inner.end() && it->first.starts_with(prefix); ++it) {
    for (const AtomId inner : it->second) test(known, inner, atom);
  }
  known.outer[prefix].push_back(atom);
}

std::size_t Inclusions::add(const Problem& problem) {
  std::size_t before = 0;
  std::size_t after = 0;
  for (const auto& [field, known] : fields_) before += known.lemmas;
  for (const auto& [atom, polarity] : problem.polarities()) {
    const auto* plain = std::get_if<formula::StringIn>(&terms_.atom(atom));
    if (plain == nullptr) continue;
    Known& known = fields_[plain->field];
    if (polarity.positive && known.as_inner.insert(atom).second) add_inner(known, atom);
    if (polarity.negative && known.as_outer.insert(atom).second) add_outer(known, atom);
  }
  for (const auto& [field, known] : fields_) after += known.lemmas;
  return after - before;
}

}  // namespace postern::solver
