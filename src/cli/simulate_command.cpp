#include <iostream>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/catalogue.h"
#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/terminal.h"
#include "document/document.h"
#include "report/simulation.h"
#include "semantics/authorize.h"
#include "semantics/scenario_of.h"
#include "snapshot/scenario.h"
#include "snapshot/snapshot.h"
#include "support/error.h"
#include "support/text.h"
#include "verify/verify.h"

namespace postern::cli {
namespace {

struct Options {
  std::string scenarios;               // a file; `-` is stdin
  std::vector<std::string> snapshots;  // else these and a request
  std::string request;
  std::string format = "text";
  std::string engine = "evaluator";
  std::string mode = "canonical";
};

model::Mode mode_of(const std::string& word) {
  if (word == "prove") return model::Mode::Prove;
  if (word == "counterexample") return model::Mode::Counterexample;
  return model::Mode::Canonical;
}

/// Decides requests with the chosen engine and prints each decision.
class Simulator {
 public:
  explicit Simulator(const Options& options) : options_(options), mode_(mode_of(options.mode)) {}

  void simulate(const std::string& id, const model::Scenario& scenario,
                const model::Request& request) {
    report::Simulation result;
    result.id = id;
    result.mode = mode_;
    if (options_.engine == "solver") {
      const verify::Simulated answer = verify::simulate(scenario, request, mode_, catalogue_, {});
      result.decision = answer.decision;
      result.undecided = answer.undecided;
    } else {
      const semantics::Answer answer = semantics::authorize(scenario, request, mode_);
      result.decision = answer.decision;
      result.undecided = answer.undecided;
      result.ambiguities.assign(answer.ambiguities.begin(), answer.ambiguities.end());
      for (const model::StatementRef& each : answer.decided_by) {
        result.decided_by.push_back({each.policy->name, each.statement->index, each.statement->sid,
                                     each.statement->effect, each.statement->where});
      }
    }
    if (result.undecided) {  // nothing else of an answer is to be used then
      result.decided_by.clear();
      exit_code_ = ExitCode::Undecided;
    }
    write_stdout(options_.format == "jsonl" ? report::write_jsonl(result)
                                            : report::write_text(result));
  }

  ExitCode exit_code() const { return exit_code_; }

 private:
  const Options& options_;
  model::Mode mode_;
  catalogue::Catalogue catalogue_;
  ExitCode exit_code_ = ExitCode::Ok;
};

std::string read_input(const std::string& path) {
  if (path != "-") return document::read_file(path);
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

void print(const std::vector<Diagnostic>& warnings) {
  for (const Diagnostic& warning : warnings) std::cerr << to_string(warning) << '\n';
}

/// Every line that can be read is decided; the others are reported, and then the run fails.
ExitCode simulate_scenarios(const Options& options) {
  Simulator simulator(options);
  Diagnostics diagnostics;
  const std::string name = options.scenarios == "-" ? "<stdin>" : options.scenarios;
  for (const snapshot::ScenarioCase& each :
       snapshot::read_scenarios(name, read_input(options.scenarios), diagnostics)) {
    print(each.warnings);
    simulator.simulate(each.id, each.scenario, each.request);
  }
  diagnostics.throw_if_errors();
  return simulator.exit_code();
}

ExitCode simulate_snapshot(const Options& options) {
  const model::World world = snapshot::read_snapshot(options.snapshots);
  print(world.warnings);
  const model::Request request =
      snapshot::read_request(options.request, read_input(options.request));
  semantics::Assembled assembled = semantics::scenario_of(world, request);
  for (const std::string& each : assembled.assumed) std::cerr << "assuming: " << each << '\n';
  // What the snapshot lacks may decide: without it there is no answer.
  for (const std::string& each : assembled.missing) {
    assembled.scenario.unmodelled.push_back("not in the snapshot: " + each);
  }
  Simulator simulator(options);
  simulator.simulate("request", assembled.scenario, request);
  return simulator.exit_code();
}

ExitCode simulate(const Options& options) {
  const bool from_snapshot = !options.snapshots.empty() || !options.request.empty();
  if (from_snapshot == !options.scenarios.empty() ||
      options.snapshots.empty() != options.request.empty()) {
    throw Error(codes::usage, {}, "nothing to simulate, or too much",
                "give either SCENARIOS or both --snapshot and --request");
  }
  return from_snapshot ? simulate_snapshot(options) : simulate_scenarios(options);
}

}  // namespace

void add_simulate(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "simulate", "Decides concrete requests, and says which statements decided");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("SCENARIOS", options->scenarios,
                   "scenarios, one JSON object a line; - is standard input")
      ->type_name("");
  command->add_option("-s,--snapshot", options->snapshots, "a file or folder; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->add_option("--request", options->request, "a request, as a scenario has it")
      ->type_name("FILE");
  add_choice(*command, "--format", options->format, {"text", "jsonl"}, "of what is printed");
  add_choice(*command, "--engine", options->engine, {"evaluator", "solver"}, "what decides");
  add_choice(*command, "--mode", options->mode, {"canonical", "prove", "counterexample"},
             "how what AWS leaves open is read");
  command->footer(
      "Exit codes:\n"
      "  0  every request is decided         postern simulate scenarios.jsonl\n"
      "  2  usage or input is wrong          postern simulate missing.jsonl\n"
      "  3  a request cannot be decided      postern simulate -s partial/ --request r.json\n"
      "  4  a fault of postern               ... please report it");
  command->callback([options, &action] { action = [options] { return simulate(*options); }; });
}

}  // namespace postern::cli
