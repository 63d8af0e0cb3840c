#include "snapshot/organization_subject.h"

#include <algorithm>

#include "snapshot/folder.h"
#include "snapshot/organization.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

bool is_lower(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_word(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_'; }

// How many characters from `at` on are `good`, at most `most`; nothing if fewer than `least` are,
// or if a further one follows.
std::size_t run(std::string_view text, std::size_t at, bool (*good)(char), std::size_t least,
                std::size_t most) {
  std::size_t length = 0;
  while (at + length < text.size() && good(text[at + length])) ++length;
  return length < least || length > most ? 0 : length;
}

// The length of the id at the start of `text`; 0 if there is none.
std::size_t id_length(std::string_view text, unsigned kinds) {
  constexpr std::size_t most = 32;
  if ((kinds & id_of_account) != 0) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (const std::size_t n = run(text, 0, digit, 12, 12)) return n;
  }
  if ((kinds & id_of_root) != 0 && text.starts_with("r-")) {
    if (const std::size_t n = run(text, 2, is_lower, 4, most)) return 2 + n;
  }
  if ((kinds & id_of_unit) != 0 && text.starts_with("ou-")) {
    const std::size_t root = run(text, 3, is_lower, 4, most);
    if (root != 0 && text.substr(3 + root).starts_with("-")) {
      if (const std::size_t n = run(text, 4 + root, is_lower, 8, most)) return 4 + root + n;
    }
  }
  if ((kinds & id_of_policy) != 0 && text.starts_with("p-")) {
    if (const std::size_t n = run(text, 2, is_word, 8, 128)) return 2 + n;
  }
  return 0;
}

}  // namespace

bool is_id(std::string_view text, unsigned kinds) {
  return ((kinds & id_of_account) != 0 && is_account_id(text)) ||
         ((kinds & id_of_root) != 0 && is_organization_id(text, "r-")) ||
         ((kinds & id_of_unit) != 0 && is_organization_id(text, "ou-")) ||
         ((kinds & id_of_policy) != 0 && text.starts_with("p-") && text.size() > 2);
}

std::vector<std::string> ids_in(std::string_view text, unsigned kinds) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const bool starts = at == 0 || !is_word(text[at - 1]) || text[at - 1] == '_';
    const std::size_t length = starts ? id_length(text.substr(at), kinds) : 0;
    const bool ends =
        at + length == text.size() || text[at + length] == '_' || !is_word(text[at + length]);
    if (length == 0 || !ends) {
      ++at;
      continue;
    }
    std::string id(text.substr(at, length));
    if (std::find(out.begin(), out.end(), id) == out.end()) out.push_back(std::move(id));
    at += length;
  }
  return out;
}

std::optional<std::string> id_in_path(std::string_view path, unsigned kinds, bool folders) {
  while (!path.empty()) {
    const std::vector<std::string> ids = ids_in(file_name(path), kinds);
    if (ids.size() > 1) return std::nullopt;
    if (ids.size() == 1) return ids.front();
    const std::size_t slash = path.rfind('/');
    if (!folders || slash == std::string_view::npos) return std::nullopt;
    path = path.substr(0, slash);
  }
  return std::nullopt;
}

}  // namespace postern::snapshot
