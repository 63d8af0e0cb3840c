#include "catalogue/lookup.h"

#include <algorithm>

namespace postern::catalogue {
namespace {

char lower(char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::strong_ordering compare_ignoring_case(std::string_view a, std::string_view b) {
  return std::lexicographical_compare_three_way(
      a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return static_cast<unsigned char>(lower(x)) <=> static_cast<unsigned char>(lower(y));
      });
}

bool matches_template(std::string_view pattern, std::string_view text) {
  const std::size_t literal = std::min(pattern.find('*'), pattern.size());
  if (text.size() < literal ||
      compare_ignoring_case(pattern.substr(0, literal), text.substr(0, literal)) != 0) {
    return false;
  }
  pattern.remove_prefix(literal);
  text.remove_prefix(literal);
  if (pattern.empty()) return text.empty();
  pattern.remove_prefix(1);
  for (std::size_t taken = 1; taken <= text.size(); ++taken) {
    if (matches_template(pattern, text.substr(taken))) return true;
  }
  return false;
}

}  // namespace postern::catalogue
