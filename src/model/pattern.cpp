#include "model/pattern.h"

#include <algorithm>
#include <utility>

#include "model/variable.h"
#include "support/text.h"

namespace postern::model {
namespace {

/// Collects parts; keeps adjacent literal text in one part.
class PartList {
 public:
  void literal(std::string_view text) {
    if (text.empty()) return;
    if (!parts_.empty()) {
      if (Literal* last = std::get_if<Literal>(&parts_.back())) {
        last->text.append(text);
        return;
      }
    }
    parts_.emplace_back(Literal{std::string(text)});
  }
  void add(Part part) { parts_.push_back(std::move(part)); }
  std::vector<Part> take() { return std::move(parts_); }

 private:
  std::vector<Part> parts_;
};

bool is_special_character(std::string_view name) {
  return name == "*" || name == "?" || name == "$";
}

}  // namespace

bool Pattern::has_variables() const {
  return std::any_of(parts.begin(), parts.end(),
                     [](const Part& part) { return std::holds_alternative<Variable>(part); });
}

std::vector<Part> parse_pattern(std::string_view text, Wildcards wildcards, Variables variables) {
  PartList parts;
  const std::string_view special = wildcards == Wildcards::Yes ? "*?$" : "$";
  while (!text.empty()) {
    if (const std::size_t plain = std::min(text.find_first_of(special), text.size()); plain != 0) {
      parts.literal(text.substr(0, plain));
      text.remove_prefix(plain);
      continue;
    }
    std::optional<VariableText> variable;
    if (variables == Variables::Yes) variable = variable_at(text);
    if (variable) {
      if (is_special_character(variable->name) && !variable->fallback) {
        parts.literal(variable->name);
      } else {
        parts.add(Variable{ascii_lower(variable->name), std::move(variable->fallback)});
      }
      text.remove_prefix(variable->length);
      continue;
    }
    if (wildcards == Wildcards::Yes && text.front() == '*') {
      parts.add(AnyRun{});
    } else if (wildcards == Wildcards::Yes && text.front() == '?') {
      parts.add(AnyOne{});
    } else {
      parts.literal(text.substr(0, 1));
    }
    text.remove_prefix(1);
  }
  return parts.take();
}

}  // namespace postern::model
