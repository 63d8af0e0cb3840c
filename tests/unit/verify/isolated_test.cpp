#include "verify/isolated.h"

#include "support/catch.h"

namespace postern::verify {
namespace {

using verdict::Kind;

queries::Isolated sides(const std::vector<std::string>& names) {
  queries::Isolated out;
  for (const std::string& name : names) {
    out.sides.push_back({name,
                         {{queries::PrincipalWord::Kind::Account, name, {}}},
                         {{queries::ResourceWord::Kind::Account, name, {}}}});
  }
  return out;
}

/// The answers to questions `FROM>TO`, by default proved, and the questions in order.
struct Asked {
  std::map<std::string, Kind> answers;
  std::string questions;

  verdict::Verdict operator()(const queries::Forbid& forbid) {
    std::string from;
    for (const queries::PrincipalWord& word : forbid.set.principals) from += word.text;
    const std::string question = from + ">" + forbid.set.resources.front().text;
    questions += question + " ";
    verdict::Verdict out;
    const auto answer = answers.find(question);
    out.kind = answer == answers.end() ? Kind::Proved : answer->second;
    if (out.kind == Kind::Unknown || out.kind == Kind::Vacuous) out.explanation = "why";
    out.assumptions = {"it is so"};
    out.statistics.questions = 1;
    return out;
  }
};

TEST_CASE("each side is asked about once, and what all answers rest on is said once") {
  Asked asked;
  const verdict::Verdict out = decide_isolated(sides({"a", "b", "c"}), std::ref(asked));
  CHECK(out.kind == Kind::Proved);
  CHECK(asked.questions == "bc>a ac>b ab>c ");
  CHECK(out.assumptions == std::vector<std::string>{"it is so"});
  CHECK(out.statistics.questions == 3);
}

TEST_CASE("a violation says between which two sides it is") {
  Asked asked{{{"ac>b", Kind::Violated}, {"c>b", Kind::Violated}}, ""};
  const verdict::Verdict out = decide_isolated(sides({"a", "b", "c"}), std::ref(asked));
  CHECK(out.kind == Kind::Violated);
  CHECK(asked.questions == "bc>a ac>b a>b c>b ");
  CHECK(out.explanation == "access between principals of c and resources of b");
}

TEST_CASE("the worst answer counts, and a direction without requests is said") {
  Asked open{{{"b>a", Kind::Unknown}}, ""};
  const verdict::Verdict unknown = decide_isolated(sides({"a", "b"}), std::ref(open));
  CHECK(unknown.kind == Kind::Unknown);
  CHECK(unknown.explanation == "between principals of b and resources of a: why");
  Asked half{{{"b>a", Kind::Vacuous}}, ""};
  const verdict::Verdict proved = decide_isolated(sides({"a", "b"}), std::ref(half));
  CHECK(proved.kind == Kind::Proved);
  CHECK(proved.assumptions.back() ==
        "between principals of b and resources of a there is nothing to ask: why");
  Asked none{{{"b>a", Kind::Vacuous}, {"a>b", Kind::Vacuous}}, ""};
  CHECK(decide_isolated(sides({"a", "b"}), std::ref(none)).kind == Kind::Vacuous);
}

}  // namespace
}  // namespace postern::verify
