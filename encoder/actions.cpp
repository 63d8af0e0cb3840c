#include "encoder/actions.h"

#include <algorithm>
#include <utility>

#include "support/text.h"

namespace postern::encoder {
namespace {

// `*` and `?` over ASCII text: action names are ASCII.
bool matches(std::string_view pattern, std::string_view text) {
  std::size_t p = 0, t = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

ActionSpace::ActionSpace(const catalogue::Catalogue& catalogue)
    : catalogue_(catalogue), whole_catalogue_(true) {
  names_.reserve(catalogue.action_count());
  for (std::uint32_t i = 0; i < catalogue.action_count(); ++i) {
    names_.emplace_back(catalogue.name(catalogue::ActionId{i}));
  }
}

ActionSpace::ActionSpace(const catalogue::Catalogue& catalogue, std::vector<std::string> names)
    : catalogue_(catalogue), names_(std::move(names)) {}

ActionSpace::ActionSpace(const catalogue::Catalogue& catalogue, std::vector<std::string> names,
                         std::unordered_map<const model::PatternList*, formula::Bits> lists)
    : catalogue_(catalogue), names_(std::move(names)), lists_(std::move(lists)) {}

void ActionSpace::index() {
  lower_.reserve(names_.size());
  for (std::size_t i = 0; i < names_.size(); ++i) lower_.emplace_back(ascii_lower(names_[i]), i);
  std::sort(lower_.begin(), lower_.end());
}

std::optional<catalogue::ActionId> ActionSpace::id(std::size_t value) const {
  if (whole_catalogue_) return catalogue::ActionId{static_cast<std::uint32_t>(value)};
  return catalogue_.find_action(names_[value]);
}

const formula::Bits& ActionSpace::matching(std::string_view pattern) {
  if (const auto it = cache_.find(pattern); it != cache_.end()) return it->second;
  formula::Bits out(size());
  for (const std::uint32_t value : match(ascii_lower(pattern))) out.set(value);
  return cache_.emplace(std::string(pattern), std::move(out)).first->second;
}

const std::vector<std::uint32_t>& ActionSpace::values(std::string_view pattern) {
  if (const auto it = values_.find(pattern); it != values_.end()) return it->second;
  return values_.emplace(std::string(pattern), match(ascii_lower(pattern))).first->second;
}

formula::Bits ActionSpace::matching(const model::PatternList& list) {
  if (const auto it = lists_.find(&list); it != lists_.end()) return it->second;
  formula::Bits out = none();
  for (const model::Pattern& pattern : list.patterns) out |= matching(pattern.text);
  return out;
}

bool ActionSpace::may_match(const model::PatternList& list, const formula::Bits& among) {
  if (!list.negated) return matching(list).intersects(among);
  formula::Bits listed = none();
  for (const model::Pattern& pattern : list.patterns) {
    const std::string_view service =
        std::string_view(pattern.text).substr(0, pattern.text.find(':'));
    const bool certain = pattern.text == "*" || service.find_first_of("*?") == service.npos;
    if (certain) listed |= matching(pattern.text);
  }
  return !among.subset_of(listed);
}

std::vector<std::uint32_t> ActionSpace::match(std::string_view pattern) {
  if (lower_.empty()) index();
  std::vector<std::uint32_t> out;
  const std::string prefix(pattern.substr(0, pattern.find_first_of("*?")));
  for (auto it = std::lower_bound(lower_.begin(), lower_.end(), std::pair(prefix, std::size_t{0}));
       it != lower_.end() && it->first.starts_with(prefix); ++it) {
    if (matches(pattern, it->first)) out.push_back(static_cast<std::uint32_t>(it->second));
  }
  return out;
}

formula::Bits ActionSpace::only(std::initializer_list<std::string_view> names) {
  formula::Bits out(size());
  for (std::string_view n : names) out |= matching(n);
  return out;
}

formula::Bits owner_only_queue_actions(ActionSpace& actions) {
  return actions.only({"sqs:AddPermission", "sqs:CancelMessageMoveTask", "sqs:CreateQueue",
                       "sqs:DeleteQueue", "sqs:ListMessageMoveTasks", "sqs:ListQueues",
                       "sqs:ListQueueTags", "sqs:RemovePermission", "sqs:SetQueueAttributes",
                       "sqs:StartMessageMoveTask", "sqs:TagQueue", "sqs:UntagQueue"});
}

}  // namespace postern::encoder
