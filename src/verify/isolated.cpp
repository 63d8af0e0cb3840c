#include "verify/isolated.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "support/text.h"

namespace postern::verify {
namespace {

using verdict::Kind;
using verdict::Verdict;
using Side = queries::Isolated::Side;

/// What principals of some sides do to resources of another.
struct Direction {
  std::vector<const Side*> from;
  const Side* to;
};

queries::Forbid forbidden(const Direction& direction, const queries::Isolated& claim) {
  queries::Forbid out;
  for (const Side* side : direction.from) {
    out.set.principals.insert(out.set.principals.end(), side->principals.begin(),
                              side->principals.end());
  }
  out.set.actions.push_back({queries::ActionWord::Glob{"*"}, {}});
  out.set.except_actions = claim.except_actions;
  out.set.resources = direction.to->resources;
  return out;
}

std::string words(const Direction& direction) {
  std::vector<std::string> from;
  for (const Side* side : direction.from) from.push_back(side->text);
  return "principals of " + join(from, " or ") + " and resources of " + direction.to->text;
}

void add(const Verdict& from, Verdict& to) {
  const auto append = [](const std::vector<std::string>& texts, std::vector<std::string>& out) {
    for (const std::string& text : texts) {
      if (std::find(out.begin(), out.end(), text) == out.end()) out.push_back(text);
    }
  };
  append(from.assumptions, to.assumptions);
  append(from.warnings, to.warnings);
  to.statistics.questions += from.statistics.questions;
  to.statistics.rounds += from.statistics.rounds;
  to.statistics.lemmas += from.statistics.lemmas;
  to.statistics.rlimit += from.statistics.rlimit;
}

// How much an answer says: the least of all kinds that is not vacuous counts.
int rank(Kind kind) {
  switch (kind) {
    case Kind::Violated:
      return 0;
    case Kind::Unknown:
      return 1;
    case Kind::Proved:
      return 2;
    case Kind::Vacuous:
      break;
  }
  return 3;
}

/// The answers so far, and the worst of them.
class Answers {
 public:
  Answers(const queries::Isolated& claim,
          const std::function<Verdict(const queries::Forbid&)>& decide)
      : claim_(claim), decide_(decide) {}

  /// Asks, and returns whether the answer is a violation.
  bool ask(const Direction& direction) {
    Verdict answer = decide_(forbidden(direction, claim_));
    add(answer, all_);
    const std::string where = words(direction);
    if (answer.kind == Kind::Vacuous) {
      empty_.push_back("between " + where + " there is nothing to ask: " + answer.explanation);
    } else if (!answer.explanation.empty()) {
      answer.explanation = "between " + where + ": " + answer.explanation;
    } else if (answer.kind == Kind::Violated) {
      answer.explanation = "access between " + where;
    }
    const bool violated = answer.kind == Kind::Violated;
    if (!worst_ || rank(answer.kind) < rank(worst_->kind) || violated) worst_ = std::move(answer);
    return violated;
  }

  Verdict verdict() && {
    Verdict out = std::move(*worst_);
    if (out.kind == Kind::Vacuous) {
      out.explanation = join(empty_, "; ");
    } else {
      all_.assumptions.insert(all_.assumptions.end(), empty_.begin(), empty_.end());
    }
    out.assumptions = std::move(all_.assumptions);
    out.warnings = std::move(all_.warnings);
    out.statistics = all_.statistics;
    return out;
  }

 private:
  const queries::Isolated& claim_;
  const std::function<Verdict(const queries::Forbid&)>& decide_;
  std::optional<Verdict> worst_;
  Verdict all_;  // what all answers rest on
  std::vector<std::string> empty_;
};

}  // namespace

Verdict decide_isolated(const queries::Isolated& claim,
                        const std::function<Verdict(const queries::Forbid&)>& decide) {
  Answers answers(claim, decide);
  for (const Side& to : claim.sides) {
    Direction others{{}, &to};
    for (const Side& side : claim.sides) {
      if (&side != &to) others.from.push_back(&side);
    }
    if (!answers.ask(others)) continue;
    for (const Side* side : others.from) {  // which one it is
      if (others.from.size() > 1 && answers.ask({{side}, &to})) break;
    }
    break;
  }
  return std::move(answers).verdict();
}

}  // namespace postern::verify
