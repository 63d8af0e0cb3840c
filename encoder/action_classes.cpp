#include "encoder/action_classes.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace postern::encoder {
namespace {

// A partition of the actions, refined list by list. Class 0 is what no list has matched yet.
class Partition {
 public:
  explicit Partition(std::size_t actions) : class_of_(actions), classes_(1) {}

  /// Leaves out, once and for all, the actions no pattern of `lists` matches.
  void restrict_to(ActionSpace& all, std::span<const model::PatternList* const> lists) {
    restricted_ = true;
    std::fill(class_of_.begin(), class_of_.end(), left_out);
    for (const model::PatternList* list : lists) {
      for (const model::Pattern& pattern : list->patterns) {
        for (const std::uint32_t value : all.values(pattern.text)) class_of_[value] = 0;
      }
    }
  }

  /// Tells the actions some pattern of `list` matches apart from all others.
  void refine(ActionSpace& all, const model::PatternList& list) {
    const auto first_new = static_cast<std::uint32_t>(classes_.size());
    for (const model::Pattern& pattern : list.patterns) {
      for (const std::uint32_t value : all.values(pattern.text)) {
        std::uint32_t& at = class_of_[value];
        if (at >= first_new) continue;  // left out, or another pattern of the list matched it
        if (at == 0) listed_.push_back(value);
        if (classes_[at].split < first_new) {
          classes_[at].split = static_cast<std::uint32_t>(classes_.size());
          classes_.push_back({at, &list, 0, 0});
        }
        --classes_[at].size;
        at = classes_[at].split;
        ++classes_[at].size;
      }
    }
  }

  /// The classes that have members, each by one of them, and which of them each list consists of.
  /// `lists` has an entry for each list: 1 where it matches everything, else 0.
  ActionSpace space(const ActionSpace& all,
                    std::unordered_map<const model::PatternList*, formula::Bits> lists) const {
    std::vector<std::uint32_t> member(classes_.size());
    for (const std::uint32_t value : listed_) member[class_of_[value]] = value;
    std::vector<std::uint32_t> kept;
    for (std::uint32_t c = 1; c < classes_.size(); ++c) {
      if (classes_[c].size != 0) kept.push_back(c);
    }
    if (!restricted_ && listed_.size() < class_of_.size()) {
      while (class_of_[member[0]] != 0) ++member[0];
      kept.push_back(0);
    }
    if (kept.empty()) kept.push_back(0);
    for (auto& [list, bits] : lists) {
      const bool everything = bits.test(0);
      bits = formula::Bits(kept.size());
      if (everything) bits = bits.complement();
    }
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kept.size(); ++i) {
      names.emplace_back(all.name(member[kept[i]]));
      // A class lies in the list that made it and in those that made the classes it came from.
      for (std::uint32_t c = kept[i]; c != 0; c = classes_[c].parent) {
        lists.at(classes_[c].list).set(i);
      }
    }
    return ActionSpace(all.catalogue(), std::move(names), std::move(lists));
  }

 private:
  static constexpr std::uint32_t left_out = 0xffffffff;
  struct Class {
    std::uint32_t parent = 0;
    const model::PatternList* list = nullptr;
    std::uint32_t size = 0;   // of class 0: not kept
    std::uint32_t split = 0;  // the class that last took members from this one
  };
  std::vector<std::uint32_t> class_of_;
  std::vector<Class> classes_;
  std::vector<std::uint32_t> listed_;  // every action in some list
  bool restricted_ = false;
};

bool is_everything(const model::PatternList& list) {
  for (const model::Pattern& pattern : list.patterns) {
    if (pattern.text == "*") return true;
  }
  return false;
}

}  // namespace

ActionSpace representative_actions(ActionSpace& all,
                                   std::span<const model::PatternList* const> lists,
                                   std::span<const model::PatternList* const> asked) {
  Partition partition(all.size());
  const bool some = std::none_of(asked.begin(), asked.end(), [](const model::PatternList* list) {
    return list->negated || is_everything(*list);
  });
  if (some) partition.restrict_to(all, asked);
  std::unordered_map<const model::PatternList*, formula::Bits> known;
  for (const model::PatternList* list : lists) {
    formula::Bits& everything = known.emplace(list, formula::Bits(1)).first->second;
    if (is_everything(*list)) {
      everything.set(0);  // tells nothing apart
    } else {
      partition.refine(all, *list);
    }
  }
  return partition.space(all, std::move(known));
}

}  // namespace postern::encoder
