// All small globs on all small texts through terms and the solver, under every combination of its
// switches. Asked the other way round, so that two questions a glob are enough:
// no text that the naive matcher refuses is in the glob, and none that it accepts is outside.
#include "solver/solver.h"

#include <string>
#include <vector>

#include "formula/formula.h"
#include "glob/glob.h"
#include "support/catch.h"
#include "support/naive_glob.h"

namespace postern::test {
namespace {

TEST_CASE("the solver matches all small globs alike, whatever its switches") {
  const std::vector<std::string> patterns = all_texts("ab*?", 4);
  const std::vector<std::string> texts = all_texts("abz", 5);
  const unsigned bits = GENERATE(range(0u, 8u));
  solver::Options options;
  options.probing = (bits & 1u) == 0;
  options.absorption = (bits & 2u) == 0;
  options.eager_lemmas = (bits & 4u) == 0;
  CAPTURE(options.probing, options.absorption, options.eager_lemmas);

  glob::GlobPool globs;
  formula::TermStore terms(globs);
  const formula::FieldId field = terms.string_field("text");
  solver::Solver solver(terms, options);
  for (const std::string& pattern : patterns) {
    std::vector<glob::GlobId> accepted;
    std::vector<glob::GlobId> refused;
    for (const std::string& text : texts) {
      (naive_match(pattern, text) ? accepted : refused)
          .push_back(globs.intern(glob::literal(text)));
    }
    const formula::TermId in =
        terms.string_in(field, globs.intern_set(globs.intern(glob::wildcard(pattern))));
    const auto never = [&](formula::TermId glob, const std::vector<glob::GlobId>& some) {
      const formula::TermId one = terms.string_in(field, globs.intern_set(some));
      return solver.solve({glob, one}).kind == solver::Outcome::Kind::Unsat;
    };
    if (!never(in, refused)) FAIL_CHECK("`" << pattern << "` has a text it should not");
    if (!never(!in, accepted)) FAIL_CHECK("`" << pattern << "` lacks a text");
    // That the questions have answers at all: each glob has a text, and some text.
    const bool some = !accepted.empty();
    if (some && never(in, accepted)) FAIL_CHECK("`" << pattern << "` has no text");
  }
}

}  // namespace
}  // namespace postern::test
