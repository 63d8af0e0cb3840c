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
constexpr Words partitions{U"aws", U"aws", U"aws-us-gov", U"aws-cn"};
constexpr Words regions{U"us-east-1", U"eu-west-1", U"us-west-2", U"ap-south-1"};
constexpr Words accounts{U"111122223333", U"444455556666", U"777788889999", U"123456789012"};

bool is_colon(const Step& step) {
  return step.kind == Step::Kind::Character && step.repeat == Repeat::Once &&
         step.character == U':';
}

bool starts_as_arn(const CompiledGlob& glob) { return glob.prefix.starts_with(U"arn:"); }

// True if an account number fits the twelve tokens from `at`, and nothing but digits does.
bool is_account_at(const CompiledGlob& glob, std::size_t at) {
  constexpr std::size_t digits = 12;
  if (glob.tokens.size() - at < digits) return false;
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

}  // namespace

std::u32string readable_instance(const CompiledGlob& glob, std::size_t variant) {
  const std::vector<Step>& steps = glob.steps;
  const bool arn = starts_as_arn(glob);
  std::u32string text;
  std::size_t colons = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    if (is_colon(step)) ++colons;
    if (step.kind == Step::Kind::Character && step.repeat == Repeat::Once) {
      text.push_back(step.character);
    } else if (step.repeat == Repeat::Once) {
      if (is_account_at(glob, i)) {
        text += accounts[variant];
        i += accounts[variant].size() - 1;
      } else {
        text.push_back(pick(*step.set, variant));
      }
    } else {
      const bool whole_component =
          i > 0 && is_colon(steps[i - 1]) && i + 1 < steps.size() && is_colon(steps[i + 1]);
      const Words& choice = arn && whole_component ? words_for(colons) : words;
      if (takes(*step.set, choice[variant])) {
        text += choice[variant];
      } else {
        text.push_back(pick(*step.set, variant));
      }
    }
  }
  return text;
}

std::u32string poured_instance(const CompiledGlob& host,
                               std::span<const CompiledGlob* const> guests, Pour pour) {
  const auto fixed_text = [](const CompiledGlob& glob) {
    std::u32string text;
    for (const Step& step : glob.steps) {
      if (step.repeat == Repeat::Once) text.push_back(pick(*step.set));
    }
    return text;
  };
  std::u32string poured;
  for (const CompiledGlob* guest : guests) {
    const std::u32string more = fixed_text(*guest);
    if (poured.find(more) == std::u32string::npos) poured += more;
  }
  std::size_t target = std::numeric_limits<std::size_t>::max();
  for (std::size_t i = 0; i < host.steps.size(); ++i) {
    if (host.steps[i].repeat == Repeat::Once) continue;
    target = i;
    if (pour == Pour::IntoFirstRun) break;
  }
  std::u32string text;
  for (std::size_t i = 0; i < host.steps.size(); ++i) {
    if (host.steps[i].repeat == Repeat::Once) text.push_back(pick(*host.steps[i].set));
    if (i == target) text += poured;
  }
  return text;
}

}  // namespace postern::glob
