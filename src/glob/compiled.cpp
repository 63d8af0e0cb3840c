#include "glob/compiled.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "glob/alphabet.h"
#include "glob/char_set.h"

namespace postern::glob {
namespace {

Step step_of(const Token& token) {
  Step step{.kind = Step::Kind::Class, .repeat = token.repeat, .character = 0, .set = &token.set};
  if (is_all(token.set)) {
    step.kind = Step::Kind::Everything;
  } else if (is_single(token.set)) {
    step.kind = Step::Kind::Character;
    step.character = token.set.chars.front();
  }
  return step;
}

std::optional<Key> key_of(const Token& token) {
  if (token.repeat == Repeat::Any) return std::nullopt;
  if (is_single(token.set)) return token.set.chars.front();
  if (is_case_pair(token.set)) return either_case | ascii_lower(token.set.chars.front());
  return std::nullopt;
}

template <typename Iterator>
std::u32string keys(Iterator begin, Iterator end) {
  std::u32string out;
  for (; begin != end; ++begin) {
    const std::optional<Key> key = key_of(*begin);
    if (!key) break;
    out.push_back(*key);
  }
  return out;
}

}  // namespace

bool clash(Key a, Key b) {
  if (((a | b) & either_case) == 0) return a != b;
  return ascii_lower(a & ~either_case) != ascii_lower(b & ~either_case);
}

bool clash(std::u32string_view a, std::u32string_view b) {
  const std::size_t shared = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < shared; ++i) {
    if (clash(a[i], b[i])) return true;
  }
  return false;
}

CompiledGlob::CompiledGlob(Tokens normalised) : tokens(std::move(normalised)) {
  const auto all_tokens = [&](auto holds) {
    return std::all_of(tokens.begin(), tokens.end(), holds);
  };
  const auto once = [](const Token& t) { return t.repeat == Repeat::Once; };
  const auto character = [&](const Token& t) { return once(t) && is_single(t.set); };
  const auto case_pair = [&](const Token& t) { return once(t) && is_case_pair(t.set); };
  const auto full_run = [&](const Token& t) { return !once(t) && is_all(t.set); };

  nothing = std::any_of(tokens.begin(), tokens.end(),
                        [&](const Token& t) { return once(t) && is_empty(t.set); });
  everything = tokens.size() == 1 && full_run(tokens.front());
  literal = all_tokens(character);
  plain = all_tokens([&](const Token& t) { return character(t) || full_run(t); });
  greedy = all_tokens([&](const Token& t) { return once(t) || full_run(t); });
  absorbing = all_tokens([&](const Token& t) { return !t.set.complement || full_run(t); });
  generic =
      all_tokens([&](const Token& t) { return character(t) || case_pair(t) || t.set.complement; });
  has_case_pairs = std::any_of(tokens.begin(), tokens.end(), case_pair);
  case_closed = all_tokens([](const Token& t) { return is_case_closed(t.set); });

  fixed_length = static_cast<std::size_t>(std::count_if(tokens.begin(), tokens.end(), once));

  steps.reserve(tokens.size());
  for (const Token& token : tokens) {
    steps.push_back(step_of(token));
    if (token.set.complement) {
      canonical.push_back(fresh_character);
    } else if (once(token) && !is_empty(token.set)) {
      canonical.push_back(pick(token.set));
    }
  }
  prefix = keys(tokens.begin(), tokens.end());
  suffix = keys(tokens.rbegin(), tokens.rend());
}

bool canonical_decides(const CompiledGlob& narrow, const CompiledGlob& wide) {
  return narrow.generic && wide.absorbing && (!narrow.has_case_pairs || wide.case_closed);
}

bool clash(const CompiledGlob& a, const CompiledGlob& b) {
  return clash(std::u32string_view(a.prefix), std::u32string_view(b.prefix)) ||
         clash(std::u32string_view(a.suffix), std::u32string_view(b.suffix));
}

}  // namespace postern::glob
