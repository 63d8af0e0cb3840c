#include "differential/run.h"

#include <chrono>
#include <fstream>
#include <map>
#include <set>
#include <stdexcept>
#include <thread>

#include "differential/compare.h"
#include "differential/shrink.h"

namespace postern::test {
namespace {

/// What one thread counts; added up at the end.
struct Tally {
  std::uint64_t scenarios = 0, pairs = 0, unreadable = 0, allowed = 0, denied = 0,
                readings_differ = 0, undecided = 0;
  std::uint64_t through = 0, allowed_through = 0;  // pairs through an access point
  std::uint64_t mixed = 0;  // scenarios that decide their requests in more than one way
  std::uint64_t questions = 0, folded = 0;
  std::map<Difference, std::uint64_t> differences;
  std::map<Difference, std::map<std::uint64_t, Json>> examples;  // by position in the run
  std::string unreadable_example;

  /// `json` makes the case.
  template <typename MakeJson>
  void add(const Comparison& comparison, std::uint64_t position, MakeJson json, std::size_t keep) {
    ++pairs;
    if (!comparison.readable) {
      ++unreadable;
      unreadable_example = comparison.fault + "\n" + json().dump();
      return;
    }
    const Verdicts& verdicts = comparison.evaluator;
    if (verdicts.allowed(model::Mode::Canonical)) ++allowed;
    if (verdicts.in(model::Mode::Canonical) == model::Decision::ExplicitDeny) ++denied;
    if (verdicts.allowed(model::Mode::Prove) != verdicts.allowed(model::Mode::Counterexample)) {
      ++readings_differ;
    }
    if (comparison.solver.undecided) ++undecided;
    if (!comparison.difference) return;
    ++differences[*comparison.difference];
    keep_example(*comparison.difference, position, json(), keep);
  }

  void add(const Tally& other, std::size_t keep) {
    scenarios += other.scenarios;
    mixed += other.mixed;
    through += other.through;
    allowed_through += other.allowed_through;
    pairs += other.pairs;
    unreadable += other.unreadable;
    allowed += other.allowed;
    denied += other.denied;
    readings_differ += other.readings_differ;
    undecided += other.undecided;
    questions += other.questions;
    folded += other.folded;
    if (unreadable_example.empty()) unreadable_example = other.unreadable_example;
    for (const auto& [kind, count] : other.differences) differences[kind] += count;
    for (const auto& [kind, found] : other.examples) {
      for (const auto& [position, json] : found) keep_example(kind, position, json, keep);
    }
  }

 private:
  void keep_example(Difference kind, std::uint64_t position, const Json& json, std::size_t keep) {
    auto& found = examples[kind];
    found.emplace(position, json);
    if (found.size() > keep) found.erase(std::prev(found.end()));
  }
};

/// The engine under each combination of switches, or only as users run it.
std::vector<EncoderEngine> engines(bool all_switches) {
  std::vector<EncoderEngine> out;
  for (unsigned bits = 0; bits < (all_switches ? 8u : 1u); ++bits) {
    solver::Options options;
    options.probing = (bits & 1u) == 0;
    options.absorption = (bits & 2u) == 0;
    options.eager_lemmas = (bits & 4u) == 0;
    out.emplace_back(options);
  }
  return out;
}

/// The first difference under any of the combinations.
Comparison compare_all(const Json& json, std::vector<EncoderEngine>& with) {
  Comparison out;
  for (EncoderEngine& engine : with) {
    out = compare(json, engine);
    if (out.difference || !out.readable) break;
  }
  return out;
}

void run_scenario(const RunOptions& options, std::uint64_t number, std::uint64_t position,
                  std::vector<EncoderEngine>& with, Tally& tally) {
  const RandomScenario random = random_scenario(options.seed + number, options.requests);
  const bool alone = options.solver != 0 && number % options.solver == 0;
  std::vector<Comparison> comparisons = compare(random, with.front(), alone);
  std::set<model::Decision> decisions;
  for (std::size_t i = 0; i < comparisons.size(); ++i) {
    for (std::size_t j = 1; j < with.size() && !comparisons[i].difference; ++j) {
      comparisons[i] = compare(random.pair(i), with[j]);
    }
    tally.add(
        comparisons[i], position + i, [&] { return random.pair(i); }, options.show);
    if (random.model.contains("access_point")) {
      ++tally.through;
      if (comparisons[i].evaluator.allowed(model::Mode::Canonical)) ++tally.allowed_through;
    }
    decisions.insert(comparisons[i].evaluator.in(model::Mode::Canonical));
  }
  ++tally.scenarios;
  if (decisions.size() > 1) ++tally.mixed;
}

Tally run_cases(const RunOptions& options, unsigned job, const std::vector<Json>& replayed) {
  Tally tally;
  std::vector<EncoderEngine> with = engines(options.all_switches);
  for (std::uint64_t i = job; i < replayed.size(); i += options.jobs) {
    tally.add(
        compare_all(replayed[i], with), i, [&] { return replayed[i]; }, options.show);
  }
  for (std::uint64_t i = job; i * options.requests < options.pairs; i += options.jobs) {
    run_scenario(options, i, replayed.size() + i * options.requests, with, tally);
  }
  for (const EncoderEngine& engine : with) {
    tally.questions += engine.questions();
    tally.folded += engine.folded();
  }
  return tally;
}

std::vector<Json> read_cases(const std::vector<std::string>& paths) {
  std::vector<Json> out;
  for (const std::string& path : paths) {
    std::ifstream in(path);
    if (!in) throw std::runtime_error("cannot read " + path);
    for (std::string line; std::getline(in, line);) {
      if (!line.empty()) out.push_back(Json::parse(line));
    }
  }
  return out;
}

void print_examples(const RunOptions& options, const Tally& tally, std::ostream& out) {
  std::vector<EncoderEngine> with = engines(options.all_switches);
  for (const auto& [kind, found] : tally.examples) {
    for (const auto& [position, json] : found) {
      const Json small = shrink(json, [&](const Json& candidate) {
        const Comparison again = compare_all(candidate, with);
        return again.difference == kind;
      });
      out << describe(compare_all(small, with)) << '\n' << small.dump() << '\n';
    }
  }
}

}  // namespace

bool run(const RunOptions& options, std::ostream& out) {
  const std::vector<Json> replayed = read_cases(options.replay);
  const auto start = std::chrono::steady_clock::now();
  std::vector<Tally> tallies(options.jobs);
  {
    std::vector<std::jthread> threads;
    for (unsigned job = 0; job < options.jobs; ++job) {
      threads.emplace_back([&, job] { tallies[job] = run_cases(options, job, replayed); });
    }
  }
  Tally tally;
  for (const Tally& each : tallies) tally.add(each, options.show);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();

  print_examples(options, tally, out);
  out << tally.pairs << " pairs from seed " << options.seed << " in " << seconds << " s, "
      << static_cast<double>(tally.pairs) / seconds << " a second; " << tally.allowed
      << " allowed, " << tally.denied << " denied explicitly, " << tally.readings_differ
      << " where the readings differ, " << tally.undecided << " undecided, " << tally.unreadable
      << " not readable; " << tally.scenarios << " scenarios, " << tally.mixed
      << " of them with more than one decision; " << tally.through
      << " pairs through access points, " << tally.allowed_through << " of them allowed; "
      << tally.questions - tally.folded << " of " << tally.questions << " questions reached Z3\n";
  if (tally.unreadable != 0) out << "not readable: " << tally.unreadable_example << '\n';
  for (const auto& [kind, count] : tally.differences) {
    out << count << ": " << to_string(kind) << '\n';
  }
  return tally.differences.empty() != options.expect_difference && tally.unreadable == 0;
}

}  // namespace postern::test
