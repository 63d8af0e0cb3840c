#include "glob/instance.h"

#include <algorithm>
#include <array>
#include <limits>

#include "glob/alphabet.h"
#include "glob/char_set.h"

namespace postern::glob {
namespace {

using Words = std::array<std::u32string_view, instance_variants>;
constexpr Words words{U"x", U"y", U"example", U"9"};
constexpr Words partitions{U"aws", U"aws", U"aws", U"aws-us-gov"};
constexpr Words regions{U"us-east-1", U"eu-west-1", U"us-west-2", U"ap-south-1"};
constexpr Words accounts{U"111122223333", U"444455556666", U"777788889999", U"123456789012"};

bool is_colon(const Step& step) {
  return step.kind == Step::Kind::Character && step.repeat == Repeat::Once &&
         step.character == U':';
}

// True if an account number fits the twelve tokens from `at`, and nothing but digits does.
bool is_account_at(const CompiledGlob& glob, std::size_t at) {
  constexpr std::size_t digits = 12;
  if (glob.steps[at].kind != Step::Kind::Class || glob.tokens.size() - at < digits) return false;
  const CharSet digit = CharSet::any_of(U"0123456789");
  const auto first = glob.tokens.begin() + static_cast<std::ptrdiff_t>(at);
  return std::all_of(first, first + digits, [&](const Token& token) {
    return token.repeat == Repeat::Once && token.set == digit;
  });
}

bool takes(const CharSet& set, std::u32string_view word) {
  return std::all_of(word.begin(), word.end(), [&](char32_t c) { return set.contains(c); });
}

// The component of an ARN a run fills, by the colons before it.
const Words& words_for(std::size_t component) {
  constexpr std::size_t partition = 1;
  constexpr std::size_t region = 3;
  constexpr std::size_t account = 4;
  if (component == partition) return partitions;
  if (component == region) return regions;
  if (component == account) return accounts;
  return words;
}

std::u32string fill_for(const CompiledGlob& glob, std::size_t at, std::size_t component,
                        std::size_t variant) {
  const std::vector<Step>& steps = glob.steps;
  const bool whole_component =
      at > 0 && is_colon(steps[at - 1]) && at + 1 < steps.size() && is_colon(steps[at + 1]);
  const bool in_arn = whole_component && glob.prefix.starts_with(U"arn:");
  const std::u32string_view word = (in_arn ? words_for(component) : words)[variant];
  if (takes(*steps[at].set, word)) return std::u32string(word);
  return std::u32string(1, pick(*steps[at].set, variant));
}

// The instance in which the run at `poured_at` has become `poured`.
std::u32string instance(const CompiledGlob& glob, std::size_t variant, std::size_t poured_at,
                        const std::u32string& poured) {
  const std::vector<Step>& steps = glob.steps;
  std::u32string text;
  std::size_t colons = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (is_colon(steps[i])) ++colons;
    if (steps[i].repeat == Repeat::Any) {
      text += i == poured_at ? poured : fill_for(glob, i, colons, variant);
    } else if (is_account_at(glob, i)) {
      text += accounts[variant];
      i += accounts[variant].size() - 1;
    } else {
      text.push_back(pick(*steps[i].set, variant));
    }
  }
  return text;
}

constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

}  // namespace

std::u32string readable_instance(const CompiledGlob& glob, std::size_t variant) {
  return instance(glob, variant, nowhere, {});
}

std::u32string poured_instance(const CompiledGlob& host,
                               std::span<const CompiledGlob* const> guests, Pour pour) {
  std::u32string poured;
  for (const CompiledGlob* guest : guests) {
    std::u32string fixed;
    for (const Step& step : guest->steps) {
      if (step.repeat == Repeat::Once) fixed.push_back(pick(*step.set));
    }
    if (poured.find(fixed) == std::u32string::npos) poured += fixed;
  }
  std::size_t target = nowhere;
  for (std::size_t i = 0; i < host.steps.size(); ++i) {
    if (host.steps[i].repeat == Repeat::Once) continue;
    target = i;
    if (pour == Pour::IntoFirstRun) break;
  }
  return instance(host, 0, target, poured);
}

}  // namespace postern::glob
