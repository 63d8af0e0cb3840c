// Lists of words with `@name` references to the sets a file defines. Internal to the layer.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "queries/read_common.h"

namespace postern::queries {

/// A word with the text it has in messages and claim lines; equal texts mean equal words.
template <typename Word>
struct NamedWord {
  std::string text;
  Word word;
};

/// The sets of one section of `define`, and the reader of lists that may use them.
///
/// Each set is read once, so what is wrong with it is reported once. A list without duplicates is
/// at most as long as the file, however sets are nested.
template <typename Word>
class Sets {
 public:
  using Words = std::vector<NamedWord<Word>>;
  /// Reads one entry that is no reference; no words if it is wrong.
  using ReadWord = std::function<Words(document::Node)>;

  Sets(const Reader& reader, std::string_view section, ReadWord read_word)
      : reader_(reader), section_(section), read_word_(std::move(read_word)) {}

  /// Takes over the definitions; read_all() reads them.
  void define(document::Node section) {
    for (const document::Member& member : section.members()) {
      if (!is_set_name(member.key)) {
        reader_.error(codes::bad_value, member.key_where(),
                      quoted(member.key) + " cannot be the name of a set",
                      "letters, digits, `_` and `-`, starting with a letter");
      } else {
        sets_.emplace(std::string(member.key), Set{member.value, State::Unread, {}});
      }
    }
  }
  void read_all() {
    for (auto& [name, set] : sets_) read_set(name, set);
  }

  /// The words of a list or of a single entry, sets replaced by their contents.
  Words read(document::Node list, std::string_view what) {
    Words words;
    std::set<std::string> seen;
    for (const document::Node& entry : reader_.entries(list, what)) {
      for (const NamedWord<Word>& word : read_entry(entry)) {
        if (seen.insert(word.text).second) words.push_back(word);
      }
    }
    return words;
  }

 private:
  enum class State { Unread, Reading, Read };
  struct Set {
    document::Node node;
    State state;
    Words words;
  };
  static constexpr std::size_t depth_limit = 64;

  static bool is_set_name(std::string_view name) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return !name.empty() && letters.find(name.front()) != std::string_view::npos &&
           name.find_first_not_of(std::string(letters) + "0123456789_-") == std::string_view::npos;
  }

  Words read_entry(document::Node entry) {
    const bool reference = entry.is(document::Kind::String) && entry.text().starts_with('@');
    if (!reference) return read_word_(entry);
    const std::string_view name = entry.text().substr(1);
    const auto found = sets_.find(name);
    if (found == sets_.end()) {
      report_unknown(entry, name);
      return {};
    }
    if (found->second.state == State::Reading || depth_ >= depth_limit) {
      reader_.error(codes::cyclic_set, entry.where(),
                    found->second.state == State::Reading
                        ? "the set " + quoted(entry.text()) + " contains itself"
                        : "the set " + quoted(entry.text()) + " is nested too deeply");
      return {};
    }
    read_set(found->first, found->second);
    return found->second.words;
  }

  void read_set(const std::string& name, Set& set) {
    if (set.state == State::Read) return;
    set.state = State::Reading;
    ++depth_;
    set.words = read(set.node, name);
    --depth_;
    set.state = State::Read;
  }

  void report_unknown(document::Node entry, std::string_view name) const {
    std::vector<std::string_view> known;
    for (const auto& [each, set] : sets_) known.push_back(each);
    const std::string_view suggestion = closest(name, known);
    reader_.error(codes::unknown_set, entry.where(),
                  "no set " + quoted(entry.text()) + " in `define: " + section_ + "`",
                  suggestion.empty() ? "" : "did you mean `@" + std::string(suggestion) + "`?");
  }

  const Reader& reader_;
  std::string section_;
  ReadWord read_word_;
  std::map<std::string, Set, std::less<>> sets_;
  std::size_t depth_ = 0;
};

}  // namespace postern::queries
