#include "encoder/action_classes.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <utility>

namespace postern::encoder {
namespace {

// A partition of the actions, refined list by list. Class 0 is what no list has matched yet.
class Partition {
 public:
  explicit Partition(std::size_t actions) : sizes_{actions} {}

  /// Tells the actions of `values` apart from all others. No value may occur twice.
  void refine(const std::vector<std::uint32_t>& values) {
    std::unordered_map<std::uint32_t, std::uint32_t> moved;  // old class -> new class
    for (const std::uint32_t value : values) {
      std::uint32_t& at = classes_[value];
      const auto [entry, fresh] = moved.try_emplace(at, static_cast<std::uint32_t>(sizes_.size()));
      if (fresh) sizes_.push_back(0);
      --sizes_[at];
      ++sizes_[entry->second];
      at = entry->second;
    }
  }

  /// The least member of each class, in ascending order; of class 0, the least action not listed.
  std::vector<std::uint32_t> representatives() const {
    std::unordered_map<std::uint32_t, std::uint32_t> least;
    for (const auto& [value, at] : classes_) {
      const auto [entry, fresh] = least.try_emplace(at, value);
      if (!fresh) entry->second = std::min(entry->second, value);
    }
    std::vector<std::uint32_t> out;
    for (const auto& [at, value] : least) out.push_back(value);
    if (sizes_.front() != 0) {
      std::uint32_t other = 0;
      while (classes_.contains(other)) ++other;
      out.push_back(other);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

 private:
  std::vector<std::size_t> sizes_;                            // by class
  std::unordered_map<std::uint32_t, std::uint32_t> classes_;  // of the values listed so far
};

}  // namespace

ActionSpace representative_actions(ActionSpace& all,
                                   std::span<const model::PatternList* const> lists) {
  Partition partition(all.size());
  std::vector<std::uint32_t> values;
  for (const model::PatternList* list : lists) {
    values.clear();
    bool everything = false;
    for (const model::Pattern& pattern : list->patterns) {
      everything = everything || pattern.text == "*";
      if (everything) break;
      const auto& matching = all.values(pattern.text);
      values.insert(values.end(), matching.begin(), matching.end());
    }
    if (everything) continue;  // tells nothing apart
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    partition.refine(values);
  }
  std::vector<std::string> names;
  for (const std::uint32_t value : partition.representatives()) {
    names.emplace_back(all.name(value));
  }
  return ActionSpace(all.catalogue(), std::move(names));
}

}  // namespace postern::encoder
