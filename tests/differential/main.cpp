// differential: holds the reference evaluator against the encoder and the solver.
//
//   differential --pairs 1000000 --seed 1 --jobs 2     random pairs of scenario and request
//   differential --requests 1 --solver 1 ...           each pair a scenario, put to the solver
//   differential --relations --pairs 1000000 ...       what changes of policies may do to decisions
//   differential --replay FILE...                      the cases of scenario files
//   differential --switches all ...                    under all combinations of the switches
//   differential --expect-difference ...               fails if there is none (a broken encoder)
//
// Scenario i of a run is that of seed + i, whatever the number of threads, and has `--requests`
// requests. They are encoded together and the terms evaluated; of every `--solver`-th scenario,
// each goes to the solver by itself as well. Prints the worst differences shrunk, each as a line
// that `postern simulate` reads, and counts all.
#include <algorithm>
#include <iostream>
#include <stdexcept>

#include "differential/generator.h"
#include "differential/run.h"

namespace {

postern::test::RunOptions parse(const std::vector<std::string>& words) {
  postern::test::RunOptions options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto value = [&]() -> const std::string& {
      if (++i >= words.size()) throw std::invalid_argument(words[i - 1] + " needs a value");
      return words[i];
    };
    const auto number = [&] { return std::stoull(value()); };
    if (words[i] == "--pairs") {
      options.pairs = number();
    } else if (words[i] == "--seed") {
      options.seed = number();
    } else if (words[i] == "--requests") {
      options.requests = std::clamp<std::size_t>(number(), 1, postern::test::max_requests);
    } else if (words[i] == "--solver") {
      options.solver = number();
    } else if (words[i] == "--jobs") {
      options.jobs = static_cast<unsigned>(number());
    } else if (words[i] == "--show") {
      options.show = number();
    } else if (words[i] == "--switches") {
      options.all_switches = value() == "all";
    } else if (words[i] == "--relations") {
      options.relations = true;
    } else if (words[i] == "--expect-difference") {
      options.expect_difference = true;
    } else if (words[i] == "--replay") {
      while (i + 1 < words.size()) options.replay.push_back(words[++i]);
    } else {
      throw std::invalid_argument("unknown argument " + words[i]);
    }
  }
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto options = parse({argv + 1, argv + argc});
    const auto run = options.relations ? postern::test::run_relations : postern::test::run;
    return run(options, std::cout) ? 0 : 1;
  } catch (const std::exception& error) {
    std::cerr << "differential: " << error.what() << '\n';
    return 2;
  }
}
