// The run over relations between scenarios: what a change of policies may do to decisions.
#include <chrono>
#include <map>
#include <thread>

#include "differential/compare.h"
#include "differential/relations.h"
#include "differential/run.h"
#include "support/text.h"

namespace postern::test {
namespace {

struct Counts {
  std::uint64_t checks = 0, moved = 0, broken = 0;
  std::uint64_t example = 0;  // of the broken ones, the first by position in the run
  std::string text;
};

struct Tally {
  std::uint64_t scenarios = 0, unreadable = 0, differences = 0;
  std::map<std::string_view, Counts> relations;
  std::string unreadable_example;
};

/// Whether a Deny in the caller's own policies denies: none stops two actions (STS-1).
bool heeds_own_policies(const Json& request) {
  const std::string type = request["principal"]["type"];
  const std::string action = request["action"];
  return (type == "user" || type == "role_session") &&
         !equals_ignoring_case(action, "sts:GetCallerIdentity") &&
         !equals_ignoring_case(action, "sts:GetSessionToken");
}

bool holds(Effect effect, const Json& request, const Verdicts& before, const Verdicts& after) {
  for (const model::Mode mode : modes) {
    switch (effect) {
      case Effect::None:
        if (after.in(mode) != before.in(mode)) return false;
        break;
      case Effect::NoMore:
        if (after.allowed(mode) && !before.allowed(mode)) return false;
        break;
      case Effect::NoLess:
        if (before.allowed(mode) && !after.allowed(mode)) return false;
        break;
      case Effect::Forbids:
        if (after.allowed(mode) && (heeds_own_policies(request) || !before.allowed(mode)))
          return false;
        break;
    }
  }
  return true;
}

void check(const Relation& relation, const RandomScenario& before, const RandomScenario& after,
           const std::vector<Comparison>& was, const std::vector<Comparison>& is,
           std::uint64_t position, Tally& tally) {
  Counts& counts = tally.relations[relation.name];
  for (std::size_t i = 0; i < was.size(); ++i) {
    if (!was[i].readable || !is[i].readable) {
      ++tally.unreadable;
      tally.unreadable_example = is[i].fault + "\n" + after.pair(i).dump();
      continue;
    }
    if (is[i].difference) ++tally.differences;
    if (was[i].evaluator.undecided || is[i].evaluator.undecided) continue;
    const Json request = before.request(before.requests[i]);
    ++counts.checks;
    if (!(was[i].evaluator == is[i].evaluator)) ++counts.moved;
    for (const auto side : {&Comparison::evaluator, &Comparison::solver}) {
      if ((was[i].*side).undecided || (is[i].*side).undecided) continue;
      if (holds(relation.effect, request, was[i].*side, is[i].*side)) continue;
      if (counts.broken++ == 0) {
        counts.example = position + i;
        counts.text = before.pair(i).dump() + "\n" + after.pair(i).dump();
      }
    }
  }
}

Tally run_job(const RunOptions& options, unsigned job) {
  Tally tally;
  EncoderEngine engine;
  for (std::uint64_t i = job; i * options.requests < options.pairs; i += options.jobs) {
    const RandomScenario before = random_scenario(options.seed + i, options.requests);
    const std::vector<Comparison> was = compare(before, engine, false);
    ++tally.scenarios;
    Random random(~(options.seed + i));
    for (const Relation& relation : relations()) {
      RandomScenario after = before;
      relation.change(after, random);
      if (after.model == before.model && after.bases == before.bases) continue;
      check(relation, before, after, was, compare(after, engine, false), i * options.requests,
            tally);
    }
  }
  return tally;
}

void add(Tally& sum, const Tally& part) {
  sum.scenarios += part.scenarios;
  sum.unreadable += part.unreadable;
  sum.differences += part.differences;
  if (sum.unreadable_example.empty()) sum.unreadable_example = part.unreadable_example;
  for (const auto& [name, counts] : part.relations) {
    Counts& all = sum.relations[name];
    if (counts.broken != 0 && (all.broken == 0 || counts.example < all.example)) {
      all.example = counts.example;
      all.text = counts.text;
    }
    all.checks += counts.checks;
    all.moved += counts.moved;
    all.broken += counts.broken;
  }
}

}  // namespace

bool run_relations(const RunOptions& options, std::ostream& out) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Tally> tallies(options.jobs);
  {
    std::vector<std::jthread> threads;
    for (unsigned job = 0; job < options.jobs; ++job) {
      threads.emplace_back([&, job] { tallies[job] = run_job(options, job); });
    }
  }
  Tally tally;
  for (const Tally& each : tallies) add(tally, each);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::uint64_t checks = 0, broken = 0;
  for (const Relation& relation : relations()) {
    const Counts& counts = tally.relations[relation.name];
    checks += counts.checks;
    broken += counts.broken;
    out << relation.name << ": " << counts.checks << " pairs, of which " << counts.moved
        << " are decided otherwise than before, " << counts.broken << " broken\n";
    if (counts.broken != 0) out << counts.text << '\n';
  }
  out << checks << " pairs before and after a change, of " << tally.scenarios
      << " scenarios from seed " << options.seed << " in " << seconds << " s; " << tally.differences
      << " differences between the engines, " << tally.unreadable << " not readable\n";
  if (tally.unreadable != 0) out << "not readable: " << tally.unreadable_example << '\n';
  return broken == 0 && tally.differences == 0 && tally.unreadable == 0;
}

}  // namespace postern::test
