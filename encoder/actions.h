// Actions as an enumerated field.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalogue/catalogue.h"
#include "formula/bits.h"
#include "model/policy.h"

namespace postern::encoder {

/// The values of the action field: every action of the catalogue, or a few given names.
class ActionSpace {
 public:
  /// All actions of the catalogue; value i is ActionId{i}.
  explicit ActionSpace(const catalogue::Catalogue& catalogue);
  /// Just these names (a pinned request and what it is told apart from).
  ActionSpace(const catalogue::Catalogue& catalogue, std::vector<std::string> names);
  /// The same, where what some lists match of `names` is known.
  ActionSpace(const catalogue::Catalogue& catalogue, std::vector<std::string> names,
              std::unordered_map<const model::PatternList*, formula::Bits> lists);

  std::size_t size() const { return names_.size(); }
  std::string_view name(std::size_t value) const { return names_[value]; }
  /// The catalogue's entry, if it knows the action.
  std::optional<catalogue::ActionId> id(std::size_t value) const;
  const catalogue::Catalogue& catalogue() const { return catalogue_; }

  /// The actions a pattern of an Action element matches (ACT-1, ACT-3): a glob over the whole text,
  /// ASCII case ignored. Remembered by text.
  const formula::Bits& matching(std::string_view pattern);
  /// The same as a list of values, for patterns that match few of many. Remembered apart.
  const std::vector<std::uint32_t>& values(std::string_view pattern);
  /// The actions that some pattern of `list` matches; of the lists given at construction, at once.
  formula::Bits matching(const model::PatternList& list);
  /// Whether an Action or NotAction element may match some of `among`, in any reading (ACT-3).
  bool may_match(const model::PatternList& list, const formula::Bits& among);
  formula::Bits none() const { return formula::Bits(size()); }
  formula::Bits only(std::initializer_list<std::string_view> names);

 private:
  void index();
  std::vector<std::uint32_t> match(std::string_view lower_pattern);

  const catalogue::Catalogue& catalogue_;
  bool whole_catalogue_ = false;  // value i is ActionId{i}
  std::vector<std::string> names_;
  // lower-cased name, value; sorted; made when it is needed first
  std::vector<std::pair<std::string, std::size_t>> lower_;
  std::unordered_map<const model::PatternList*, formula::Bits> lists_;
  std::map<std::string, formula::Bits, std::less<>> cache_;
  struct HashText {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::vector<std::uint32_t>, HashText, std::equal_to<>> values_;
};

/// The actions on queues that only the queue's own account can use (SQS-1).
formula::Bits owner_only_queue_actions(ActionSpace& actions);

}  // namespace postern::encoder
