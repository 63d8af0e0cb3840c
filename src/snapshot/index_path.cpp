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
    std::string_view name = last;
    const Word* word = word_of(last);
    if (word == nullptr) word = cut_word(name);
    const bool stands_alone = word != nullptr && name == last;
    // `111122223333.eu-west-1.jobs`, where no folder says so.
    for (std::size_t dot = 0; !stands_alone && dot != std::string_view::npos;) {
      dot = name.find('.');
      const std::string_view first = name.substr(0, dot);
      if (!(out_.account.empty() && is_account_id(first)) &&
          !(out_.region.empty() && is_region(first))) {
        break;
      }
      take_place(first);
      name = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
    }
    take_word(word);
    const Word* rest = stands_alone ? nullptr : word_of(name);  // `account-public-access-block`
    if (rest != nullptr &&
        (rest->text == "account" || (rest->service == "s3" && rest->kind.empty()))) {
      name = {};
    }
    if (!stands_alone && !name.empty()) {
      out_.names.push_back(decoded(name));
      if (word != nullptr && !word->certain && name.size() < last.size() && !dotted_) {
        out_.names.push_back(decoded(last));
      }
    } else if (!folder.empty()) {
      out_.names.push_back(folder);
    }
  }

  // Cuts the longest word off that stands at an end of the name; null if none does.
  const Word* cut_word(std::string_view& name) {
    const Word* best = nullptr;
    std::string_view rest = name;
    std::size_t longest = 0;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
      if (separators.find(name[i]) == std::string_view::npos) continue;
      const std::string_view before = name.substr(0, i), after = name.substr(i + 1);
      for (const auto& [part, other] : {std::pair(before, after), std::pair(after, before)}) {
        const Word* word = word_of(part);
        if (word == nullptr || !word->beside_a_name || part.size() <= longest) continue;
        best = word;
        rest = other;
        longest = part.size();
        dotted_ = name[i] == '.';
      }
    }
    const std::size_t from = rest.find_first_not_of(separators);
    if (from == std::string_view::npos) return nullptr;
    name = rest.substr(from, rest.find_last_not_of(separators) - from + 1);
    return best;
  }

  PathFacts out_;
  bool dotted_ = false;  // a dot separates the word from the name: nothing else is meant
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
