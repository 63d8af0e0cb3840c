// Linked patterns: what a variable takes from a text that matches.
#include <algorithm>

#include "solver/linked.h"
#include "support/text.h"

namespace postern::solver {

using formula::LinkedPiece;
using formula::LinkedValue;

namespace {

constexpr std::size_t most_steps = 20'000;

/// One step of a pattern: a token, or a variable.
struct Step {
  std::optional<glob::Token> token;
  std::optional<glob::CharSet> only;
  bool wanted = false;  // the variable whose values are asked for
};

class Matcher {
 public:
  Matcher(std::vector<Step> steps, std::u32string text)
      : steps_(std::move(steps)), text_(std::move(text)) {}

  Captures run() {
    match(0, 0);
    return std::move(found_);
  }

 private:
  void match(std::size_t step, std::size_t at) {
    if (steps_taken_++ > most_steps) {
      found_.complete = false;
      return;
    }
    if (step == steps_.size()) {
      if (at == text_.size() && value_) found_.values.insert(encode_utf8(*value_));
      return;
    }
    const Step& s = steps_[step];
    if (s.token && s.token->repeat == glob::Repeat::Once) {
      if (at < text_.size() && s.token->set.contains(text_[at])) match(step + 1, at + 1);
      return;
    }
    const glob::CharSet* set = s.token ? &s.token->set : s.only ? &*s.only : nullptr;
    for (std::size_t end = at;; ++end) {
      take(step, at, end);
      if (end == text_.size() || (set != nullptr && !set->contains(text_[end]))) return;
    }
  }

  /// Goes on after `step` has matched [at, end).
  void take(std::size_t step, std::size_t at, std::size_t end) {
    if (!steps_[step].wanted) return match(step + 1, end);
    const std::u32string part = text_.substr(at, end - at);
    if (value_) {
      if (*value_ == part) match(step + 1, end);
      return;
    }
    value_ = part;
    match(step + 1, end);
    value_.reset();
  }

  std::vector<Step> steps_;
  std::u32string text_;
  std::optional<std::u32string> value_;
  std::size_t steps_taken_ = 0;
  Captures found_;
};

}  // namespace

Captures captures(const formula::StringLinked& atom,
                  const std::function<bool(formula::FieldId)>& is_variable, std::string_view text) {
  std::vector<Step> steps;
  for (const LinkedPiece& piece : atom.pieces) {
    if (const auto* value = std::get_if<LinkedValue>(&piece)) {
      steps.push_back({std::nullopt, value->only, is_variable(value->field)});
      continue;
    }
    for (const glob::Token& token : std::get<glob::Tokens>(piece)) {
      steps.push_back({token, std::nullopt, false});
    }
  }
  return Matcher(std::move(steps), decode_utf8(text)).run();
}

}  // namespace postern::solver
