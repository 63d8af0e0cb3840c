#include "snapshot/index_path.h"

#include <algorithm>
#include <array>
#include <limits>

#include "snapshot/folder.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

constexpr std::string_view separators = ".-_";

// A word that names of files and folders have, without `get-`, `list-`, `describe-` and without the
// ending of its plural.
struct Word {
  std::string_view text, service, kind;
  bool beside_a_name;  // `jobs-policy`; others stand alone, for names begin and end with them too
  bool certain;        // no resource is likely to be called so
};
constexpr std::array words{
    Word{"policy", "", "", true, false},
    Word{"resource-policy", "", "", true, true},
    Word{"attribute", "", "", true, false},
    Word{"s3", "s3", "", false, false},
    Word{"s3api", "s3", "", false, false},
    Word{"s3control", "s3", "", false, false},
    Word{"bucket", "s3", "", false, false},
    Word{"bucket-policy", "s3", "bucket-policy", true, true},
    Word{"acl", "s3", "bucket-acl", true, false},
    Word{"bucket-acl", "s3", "bucket-acl", true, true},
    Word{"public-access-block", "s3", "public-access-block", true, true},
    Word{"block-public-access", "s3", "public-access-block", true, true},
    Word{"pab", "s3", "public-access-block", true, false},
    Word{"bpa", "s3", "public-access-block", true, false},
    Word{"s3-bpa", "s3", "public-access-block", true, true},
    Word{"ownership", "s3", "ownership-controls", true, false},
    Word{"ownership-control", "s3", "ownership-controls", true, true},
    Word{"bucket-ownership-control", "s3", "ownership-controls", true, true},
    Word{"access-point", "s3", "", true, true},
    Word{"access-point-policy", "s3", "access-point-policy", true, true},
    Word{"sqs", "sqs", "", false, false},
    Word{"queue", "sqs", "", false, false},
    Word{"queue-policy", "sqs", "queue-policy", true, true},
    Word{"queue-attribute", "sqs", "queue-policy", true, true},
    Word{"sns", "sns", "", false, false},
    Word{"topic", "sns", "", false, false},
    Word{"topic-policy", "sns", "topic-policy", true, true},
    Word{"topic-attribute", "sns", "topic-policy", true, true},
    Word{"lambda", "lambda", "", false, false},
    Word{"function", "lambda", "", false, false},
    Word{"function-policy", "lambda", "function-policy", true, true},
    Word{"lambda-policy", "lambda", "function-policy", true, true},
    Word{"kms", "kms", "", false, false},
    Word{"key", "kms", "", false, false},
    Word{"key-policy", "kms", "key-policy", true, true},
    Word{"grant", "kms", "key-grants", true, false},
    Word{"key-grant", "kms", "key-grants", true, true},
    Word{"secretsmanager", "secretsmanager", "", false, false},
    Word{"secret", "secretsmanager", "", false, false},
    Word{"secret-policy", "secretsmanager", "secret-policy", true, true},
    Word{"ecr", "ecr", "", false, false},
    Word{"repository", "ecr", "", false, false},
    Word{"repository-policy", "ecr", "repository-policy", true, true},
    Word{"account", "", "", false, false},
    Word{"aws", "", "", false, false},
    Word{"global", "", "", false, false},
    Word{"region", "", "", false, false},
    Word{"snapshot", "", "", false, false},
};

const Word* word_of(std::string_view text) {
  std::string word = ascii_lower(text);
  std::replace(word.begin(), word.end(), '_', '-');
  for (std::string_view verb : {"get-", "list-", "describe-"}) {
    if (word.starts_with(verb)) word.erase(0, verb.size());
  }
  const auto known = [&]() -> const Word* {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const Word& each) { return each.text == word; });
    return found == words.end() ? nullptr : &*found;
  };
  if (const Word* found = known()) return found;
  if (word.ends_with("ies")) {
    word.replace(word.size() - 3, 3, "y");
  } else if (word.ends_with('s')) {
    word.pop_back();
  }
  return known();
}

// `%2F` in the name of a file stands for a slash.
std::string decoded(std::string_view name) {
  const auto digit = [](char c) {
    return std::string_view("0123456789ABCDEF").find(c >= 'a' ? static_cast<char>(c - 32) : c);
  };
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool code = name[i] == '%' && i + 2 < name.size() &&
                      digit(name[i + 1]) != std::string_view::npos &&
                      digit(name[i + 2]) != std::string_view::npos;
    out += code ? static_cast<char>(digit(name[i + 1]) * 16 + digit(name[i + 2])) : name[i];
    if (code) i += 2;
  }
  return out;
}

// The id of a key (`1234abcd-12ab-34cd-56ef-1234567890ab`, `mrk-` and 32 digits) in a name.
std::string key_id_in(std::string_view name) {
  const auto hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const auto matches = [&](std::string_view text, std::string_view form) {
    if (text.size() < form.size()) return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
      if (form[i] == 'x' ? !hex(text[i]) : text[i] != form[i]) return false;
    }
    return text.size() == form.size() || !hex(text[form.size()]);
  };
  for (std::string_view form :
       {"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", "mrk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}) {
    for (std::size_t i = 0; i < name.size(); ++i) {
      const bool starts = i == 0 || !hex(name[i - 1]);
      if (starts && matches(name.substr(i), form)) return std::string(name.substr(i, form.size()));
    }
  }
  return {};
}

class PathReader {
 public:
  PathFacts read(std::string_view path) {
    std::vector<std::string_view> parts =
        split(without_suffix(path), '/', std::numeric_limits<std::size_t>::max());
    const std::string_view last = parts.back();
    parts.pop_back();
    std::string folder;  // the innermost that may be a resource's name
    for (std::string_view part : parts) {
      if (!take_place(part) && !take_word(word_of(part))) folder = decoded(part);
    }
    read_name(last, folder);
    for (auto part = parts.rbegin(); part != parts.rend() && out_.key_id.empty(); ++part) {
      out_.key_id = key_id_in(*part);
    }
    return std::move(out_);
  }

 private:
  bool take_place(std::string_view part) {
    std::string* place = is_account_id(part) ? &out_.account
                         : is_region(part)   ? &out_.region
                                             : nullptr;
    if (place == nullptr) return false;
    if (!place->empty() && *place != part) out_.several = true;
    *place = part;
    return true;
  }

  bool take_word(const Word* word) {
    if (word == nullptr) return false;
    const bool other = !word->service.empty() && word->service != out_.service;
    if (other) out_.service = word->service;
    if (other || !word->kind.empty()) out_.kind = word->kind;
    return true;
  }

  void read_name(std::string_view last, const std::string& folder) {
    out_.key_id = key_id_in(last);
    if (const Word* word = word_of(last)) {
      take_word(word);
      if (!folder.empty()) out_.names = {folder};
      return;
    }
    const std::vector<Cut> cuts = cuts_of(last);
    if (!cuts.empty()) take_word(cuts.front().word);
    for (const Cut& cut : cuts) add_name(without_place(cut.rest));
    const bool alone = cuts.size() == 1 && (cuts.front().certain || cuts.front().word->certain);
    if (!alone) add_name(without_place(last));
    if (out_.names.empty() && !folder.empty()) out_.names = {folder};
  }

  void add_name(std::string_view name) {
    const Word* word = word_of(name);  // `account-public-access-block`
    const bool no_name = word != nullptr &&
                         (word->text == "account" || (word->service == "s3" && word->kind.empty()));
    std::string text = decoded(name);
    if (text.empty() || no_name ||
        std::find(out_.names.begin(), out_.names.end(), text) != out_.names.end()) {
      return;
    }
    out_.names.push_back(std::move(text));
  }

  // `111122223333.eu-west-1.jobs`, where no folder says so.
  std::string_view without_place(std::string_view name) {
    while (!name.empty()) {
      const std::size_t dot = name.find('.');
      const std::string_view first = name.substr(0, dot);
      const bool place =
          (is_account_id(first) && (out_.account.empty() || out_.account == first)) ||
          (is_region(first) && (out_.region.empty() || out_.region == first));
      if (!place) break;
      take_place(first);
      name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    }
    return name;
  }

  // A word cut off an end of a name.
  struct Cut {
    const Word* word;
    std::size_t length;
    std::string_view rest;
    bool certain;  // nobody would name a resource so that this is by chance
  };

  // The longest word first; it alone if it is certain.
  static std::vector<Cut> cuts_of(std::string_view name) {
    std::vector<Cut> out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
      if (separators.find(name[i]) == std::string_view::npos) continue;
      const std::string_view before = name.substr(0, i), after = name.substr(i + 1);
      for (const auto& [part, other] : {std::pair(before, after), std::pair(after, before)}) {
        const Word* word = word_of(part);
        if (word == nullptr || !word->beside_a_name) continue;
        const std::size_t from = other.find_first_not_of(separators);
        if (from == std::string_view::npos) continue;
        const std::size_t to = other.find_last_not_of(separators);
        const bool verb = word->text.size() + 3 < part.size();  // more than a plural
        // No bucket has `_` in its name.
        const bool certain = name[i] == '.' || verb || (name[i] == '_' && word->service == "s3");
        out.push_back({word, part.size(), other.substr(from, to - from + 1), certain});
      }
    }
    std::stable_sort(out.begin(), out.end(),
                     [](const Cut& a, const Cut& b) { return a.length > b.length; });
    if (!out.empty() && out.front().certain) out.resize(1);
    return out;
  }

  PathFacts out_;
};

}  // namespace

// `eu-west-1`, `us-gov-east-1`: letters in groups, then a digit.
bool is_region(std::string_view text) {
  const std::vector<std::string_view> parts =
      split(text, '-', std::numeric_limits<std::size_t>::max());
  if (parts.size() < 3 || parts.size() > 4 || parts.back().size() != 1) return false;
  const auto letters = [](std::string_view part) {
    return !part.empty() &&
           std::all_of(part.begin(), part.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  };
  return parts.front().size() <= 4 && std::all_of(parts.begin(), parts.end() - 1, letters) &&
         parts.back()[0] >= '1' && parts.back()[0] <= '9';
}

PathFacts read_path(std::string_view path) { return PathReader().read(path); }

}  // namespace postern::snapshot
