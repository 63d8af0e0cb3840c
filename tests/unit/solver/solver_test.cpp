// The solver as a whole: cores, switches, limits, many questions.
#include "solver/solver.h"

#include <chrono>
#include <iostream>

#include "formula/formula.h"
#include "support/catch.h"

using namespace postern;
using namespace postern::formula;
using solver::Options;
using solver::Outcome;
using solver::Solver;

namespace {

struct Fixture {
  glob::GlobPool globs;
  TermStore terms{globs};
  FieldId action = terms.enumerated_field("action", 100);
  FieldId resource = terms.string_field("resource");
  FieldId user = terms.string_field("user");
  FieldId other = terms.string_field("other");

  TermId in(FieldId field, const std::string& text) {
    return terms.string_in(field, globs.intern_set(globs.intern(glob::wildcard(text))));
  }
  TermId actions(std::size_t first, std::size_t last) {
    Bits bits(100);
    for (std::size_t i = first; i <= last; ++i) bits.set(i);
    return terms.value_in(action, bits);
  }
  TermId statement(std::size_t number) {
    const std::size_t first = number * 7 % 90;
    return terms.all_of({actions(first, first + 5),
                         in(resource, "arn:aws:s3:::bucket-" + std::to_string(number) + "/*"),
                         terms.flag(terms.flag_field("mfa" + std::to_string(number % 10)))});
  }
  /// allow and not deny
  TermId policy(std::size_t from, std::size_t count) {
    std::vector<TermId> allow;
    std::vector<TermId> deny;
    for (std::size_t i = from; i < from + count; ++i) {
      (i % 5 == 0 ? deny : allow).push_back(statement(i));
    }
    return terms.all_of({terms.any_of(allow), !terms.any_of(deny)});
  }
};

std::vector<Options> all_switches() {
  std::vector<Options> result;
  for (unsigned bits = 0; bits < 8; ++bits) {
    Options options;
    options.probing = (bits & 1u) != 0;
    options.absorption = (bits & 2u) != 0;
    options.eager_lemmas = (bits & 4u) != 0;
    result.push_back(options);
  }
  return result;
}

}  // namespace

TEST_CASE("the version of Z3 in use", "[solver]") { CHECK(solver::version().starts_with("4.")); }

TEST_CASE_METHOD(Fixture, "constants need no search", "[solver]") {
  for (const Options& options : all_switches()) {
    Solver s(terms, options);
    CHECK(s.solve({}).kind == Outcome::Kind::Sat);
    CHECK(s.solve({terms.true_term()}).kind == Outcome::Kind::Sat);
    const Outcome outcome = s.solve({terms.true_term(), terms.false_term()});
    CHECK(outcome.kind == Outcome::Kind::Unsat);
    CHECK(outcome.core == std::vector<std::size_t>{1});
  }
}

TEST_CASE_METHOD(Fixture, "cores name the assertions that contradict", "[solver]") {
  const std::vector<TermId> assertions = {
      in(user, "alice"), terms.any_of({in(resource, "a*"), in(resource, "b*")}), actions(3, 9),
      !in(resource, "?*"), terms.any_of({in(user, "bob"), in(other, "x*")})};
  for (const Options& options : all_switches()) {
    Solver s(terms, options);
    const Outcome outcome = s.solve(assertions);
    REQUIRE(outcome.kind == Outcome::Kind::Unsat);
    CHECK(outcome.core == std::vector<std::size_t>{1, 3});
  }
}

TEST_CASE_METHOD(Fixture, "each switch saves what it is for", "[solver]") {
  Options off;
  off.probing = off.absorption = off.eager_lemmas = false;

  Options probing = off;
  probing.probing = probing.absorption = true;
  Solver prober(terms, probing);
  CHECK(prober.solve({policy(0, 50), in(resource, "arn:aws:s3:::bucket-7/*")}).kind ==
        Outcome::Kind::Sat);
  CHECK(prober.statistics().folded == 1);
  CHECK(prober.statistics().rounds == 0);

  Options absorption = off;
  absorption.absorption = true;
  Solver absorber(terms, absorption);
  CHECK(absorber.solve({statement(3), in(resource, "arn:aws:iam::*")}).kind ==
        Outcome::Kind::Unsat);
  CHECK(absorber.statistics().folded == 1);

  std::vector<TermId> narrow;
  for (int i = 0; i < 40; ++i) {
    narrow.push_back(in(resource, "arn:" + std::to_string(i) + "/*"));
  }
  const std::vector<TermId> apart = {terms.any_of(narrow), !in(resource, "arn:*")};
  Options eager = off;
  eager.eager_lemmas = true;
  Solver lazy_solver(terms, off);
  Solver eager_solver(terms, eager);
  CHECK(lazy_solver.solve(apart).kind == Outcome::Kind::Unsat);
  CHECK(eager_solver.solve(apart).kind == Outcome::Kind::Unsat);
  CHECK(eager_solver.statistics().rounds == 1);
  CHECK(lazy_solver.statistics().rounds > 1);
}

TEST_CASE_METHOD(Fixture, "clashing prefixes are told apart at once", "[solver]") {
  // Two of many disjoint prefixes at a time: pairwise lemmas would take thousands of rounds.
  std::vector<TermId> left;
  std::vector<TermId> right;
  for (int i = 0; i < 120; ++i) {
    left.push_back(in(resource, "bucket-" + std::to_string(2 * i) + "/*"));
    right.push_back(in(resource, "bucket-" + std::to_string(2 * i + 1) + "/*"));
  }
  Options off;
  off.probing = off.absorption = off.eager_lemmas = false;
  Solver s(terms, off);
  CHECK(s.solve({terms.any_of(left), terms.any_of(right)}).kind == Outcome::Kind::Unsat);
  CHECK(s.statistics().rounds < 10);
}

TEST_CASE_METHOD(Fixture, "what a choice can be is told in advance", "[solver]") {
  // The same: which of many sets of values meet.
  std::vector<TermId> left;
  std::vector<TermId> right;
  std::vector<TermId> wide;
  for (std::size_t i = 0; i < 24; ++i) {
    const std::string number = std::to_string(i);
    left.push_back(terms.all_of({actions(4 * i, 4 * i + 1), in(user, number)}));
    right.push_back(terms.all_of({actions(4 * i + 2, 4 * i + 3), in(other, number)}));
    wide.push_back(terms.all_of({!actions(4 * i, 4 * i + 3), in(other, number)}));
  }
  Options off;
  off.probing = off.absorption = off.eager_lemmas = false;
  Options eager = off;
  eager.eager_lemmas = true;
  const std::vector<TermId> apart = {terms.any_of(left), terms.any_of(right)};
  Solver lazy_solver(terms, off);
  Solver eager_solver(terms, eager);
  CHECK(lazy_solver.solve(apart).kind == Outcome::Kind::Unsat);
  CHECK(lazy_solver.statistics().rounds > 10);
  CHECK(eager_solver.solve(apart).kind == Outcome::Kind::Unsat);
  CHECK(eager_solver.statistics().rounds < 8);
  // Later questions cut the values further.
  CHECK(eager_solver.solve({terms.any_of(left), actions(2, 5)}).kind == Outcome::Kind::Sat);
  CHECK(eager_solver.solve({terms.any_of(right), actions(4, 5)}).kind == Outcome::Kind::Unsat);
  wide.push_back(terms.any_of(left));
  CHECK(eager_solver.solve({terms.any_of(wide), actions(90, 95)}).kind == Outcome::Kind::Sat);
  CHECK(eager_solver.solve({terms.any_of(left), !actions(0, 95)}).kind == Outcome::Kind::Unsat);
}

TEST_CASE_METHOD(Fixture, "limits leave a question undecided, with the reason", "[solver]") {
  Options hard;
  hard.probing = hard.absorption = hard.eager_lemmas = false;
  std::vector<TermId> left;
  for (int i = 0; i < 30; ++i) {
    left.push_back(terms.all_of(
        {actions(static_cast<std::size_t>(i), 40), in(resource, "*" + std::to_string(i) + "?x*")}));
  }
  const std::vector<TermId> question = {terms.any_of(left), !in(resource, "*x*")};

  Options rounds = hard;
  rounds.rounds = 1;
  Outcome outcome = Solver(terms, rounds).solve(question);
  CHECK(outcome.kind == Outcome::Kind::Undecided);
  CHECK(outcome.reason == solver::Reason::ResourceLimit);

  Options resources = hard;
  resources.rlimit = 1;
  Solver limited(terms, resources);
  outcome = limited.solve(question);
  CHECK(outcome.kind == Outcome::Kind::Undecided);
  CHECK(outcome.reason == solver::Reason::ResourceLimit);
  CHECK(limited.solve({in(user, "a"), in(user, "b")}).kind != Outcome::Kind::Sat);

  Options time = hard;
  time.timeout_seconds = 1e-9;
  outcome = Solver(terms, time).solve(question);
  CHECK(outcome.kind == Outcome::Kind::Undecided);
  CHECK(outcome.reason == solver::Reason::Timeout);

  CHECK(Solver(terms, hard).solve(question).kind == Outcome::Kind::Unsat);
}

TEST_CASE_METHOD(Fixture, "a node cap is never read as a contradiction", "[solver]") {
  const std::vector<TermId> question = {in(resource, "*a*b*c*"), in(resource, "*c*b*a*"),
                                        in(resource, "*b?b*"), !in(resource, "*bb*"),
                                        !in(resource, "*c?c*")};
  for (Options options : all_switches()) {
    CHECK(Solver(terms, options).solve(question).kind == Outcome::Kind::Sat);
    for (const std::size_t nodes : {1u, 2u, 5u, 20u}) {
      options.automata.nodes = nodes;
      const Outcome outcome = Solver(terms, options).solve(question);
      CHECK(outcome.kind != Outcome::Kind::Unsat);
      if (outcome.kind == Outcome::Kind::Undecided) {
        CHECK(outcome.reason == solver::Reason::AutomatonLimit);
      }
    }
  }
}

TEST_CASE_METHOD(Fixture, "patterns no step decides stay undecided", "[solver]") {
  // Words that commute are powers of one word: `user` is a+, so `other` could hold no b.
  const auto both = [&](FieldId a, FieldId b) {
    return terms.string_linked(resource, {LinkedValue{a, {}}, LinkedValue{b, {}}});
  };
  const glob::Token a_run{glob::CharSet::one(U'a'), glob::Repeat::Any};
  const std::vector<TermId> question = {
      both(user, other), both(other, user), in(other, "a*b*a"),
      terms.string_in(user, globs.intern_set(globs.intern({a_run}))), !in(user, "")};
  const TermId way_out = terms.flag(terms.flag_field("out"));
  for (const Options& options : all_switches()) {
    Solver s(terms, options);
    Outcome outcome = s.solve(question);
    CHECK(outcome.kind == Outcome::Kind::Undecided);
    CHECK(outcome.reason == solver::Reason::LinkedPatterns);
    // What was set aside for one question does not weigh on the next.
    outcome = s.solve({terms.any_of({terms.all_of(question), way_out})});
    CHECK(outcome.kind == Outcome::Kind::Sat);
    outcome = s.solve({terms.any_of({terms.all_of(question), way_out}), !way_out, in(user, "c")});
    CHECK(outcome.kind == Outcome::Kind::Unsat);
    outcome = s.solve(question);
    CHECK(outcome.kind == Outcome::Kind::Undecided);
  }
}

TEST_CASE_METHOD(Fixture, "equal questions have equal answers", "[solver]") {
  std::string answers[2];
  for (std::string& answer : answers) {
    Options options;
    options.probing = false;
    Solver s(terms, options);
    for (std::size_t i = 0; i < 20; ++i) {
      const Outcome outcome = s.solve({policy(i * 10, 30), !policy(i * 10 + 5, 30)});
      REQUIRE(outcome.kind == Outcome::Kind::Sat);
      answer += outcome.assignment.strings.at(resource) + " " +
                std::to_string(outcome.assignment.values.at(action)) + "\n";
    }
  }
  CHECK(answers[0] == answers[1]);
}

TEST_CASE_METHOD(Fixture, "many small questions over one large store", "[solver]") {
  constexpr std::size_t policies = 100;
  std::vector<TermId> allowed;
  for (std::size_t i = 0; i < policies; ++i) allowed.push_back(policy(i * 30, 30));
  const auto who_can = [&](std::size_t i) {
    return std::vector<TermId>{
        allowed[i % policies],
        in(resource, "arn:aws:s3:::bucket-" + std::to_string(i * 3) + "/key"),
        actions(i % 90, i % 90 + 4)};
  };
  const auto wider = [&](std::size_t i) {
    return std::vector<TermId>{allowed[i % 10], !policy(i % 10 * 30 + i % 7, 24)};
  };
  const auto run = [&](const char* name, const auto& question, Options options) {
    Solver s(terms, options);
    const auto start = std::chrono::steady_clock::now();
    std::size_t sat = 0;
    for (std::size_t i = 0; i < 1000; ++i) {
      const Outcome outcome = s.solve(question(i));
      REQUIRE(outcome.kind != Outcome::Kind::Undecided);
      if (outcome.kind == Outcome::Kind::Sat) ++sat;
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    std::cout << name << ": 1000 questions, " << terms.node_count() << " nodes, " << taken.count()
              << " s, " << sat << " sat, " << s.statistics().rounds << " rounds, "
              << s.statistics().lemmas << " lemmas\n";
    CHECK(taken.count() < 20);  // a bound on folly, not a benchmark
  };
  Options no_probing;
  no_probing.probing = false;
  run("who can", who_can, {});
  run("who can, no probing", who_can, no_probing);
  run("wider", wider, {});
  run("wider, no probing", wider, no_probing);
}
