#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "catalogue/catalogue.h"
#include "cli/cli.h"
#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/scope.h"
#include "cli/verify_options.h"
#include "report/report.h"
#include "snapshot/snapshot.h"
#include "support/error.h"
#include "verify/verify_all.h"

namespace postern::cli {
namespace {

const std::vector<std::string>& formats() {
  static const std::vector<std::string> names{"text", "json", "jsonl"};
  return names;
}

verdict::PropertyInfo info(const queries::Property& property) {
  verdict::PropertyInfo out;
  out.id = property.id;
  out.title = property.title;
  out.severity = property.severity;
  out.description = property.description;
  out.claim = property.claim_text;
  out.controls = property.controls;
  out.allow_vacuous = property.allow_vacuous;
  out.where = property.where;
  if (property.expect) {
    out.expected = *property.expect == "violated" ? verdict::Kind::Violated : verdict::Kind::Proved;
  }
  return out;
}

/// What goes into a report beside the verdicts.
verdict::Run describe_run(const catalogue::Catalogue& catalogue, const Queries& queries,
                          const model::World& world) {
  verdict::Run run;
  run.tool_version = version();
  run.solver_version = verify::solver_version();
  const catalogue::Version data = catalogue.version();
  run.catalogue_source = data.source;
  run.catalogue_version = data.version;
  run.catalogue_date = data.date;
  run.inputs = queries.inputs;
  for (const model::InputDocument& input : world.inputs) {
    run.inputs.push_back({input.path, input.kind, input.sha256});
  }
  run.notes = world.notes;
  return run;
}

using Selection = std::vector<verify::Asked>;

Selection select(const Queries& queries, const std::string& id) {
  Selection selected;
  for (const queries::QueryFile& file : queries.files) {
    for (const queries::Property& property : file.properties) {
      if (matches_id(id, property.id)) selected.push_back({&property, &file});
    }
  }
  if (selected.empty()) {
    throw Error(codes::no_property, {}, "no property has an id that `--id " + id + "` matches");
  }
  return selected;
}

std::string write(const verdict::Run& run, const std::string& format, report::Color color,
                  const VerifyOptions& options) {
  const report::Statistics statistics =
      options.stats ? report::Statistics::Include : report::Statistics::LeaveOut;
  if (format == "json") return write_json(run, statistics);
  if (format == "jsonl") return write_jsonl(run, statistics);
  return write_text(run, color, options.quiet ? report::Detail::Failing : report::Detail::Full);
}

void print_warnings(const model::World& world, Log& log) {
  for (const Diagnostic& warning : world.warnings) log.line(to_string(warning));
  for (const model::InputDocument& input : world.inputs) {
    log.detail("read " + input.path + " (" + input.kind + "): " + std::to_string(input.count));
  }
}

Time now(const VerifyOptions& options) {
  if (!options.now.empty()) return *parse_time(options.now);
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

unsigned jobs(const VerifyOptions& options) {
  return options.jobs != 0 ? options.jobs : std::thread::hardware_concurrency();
}

ExitCode check(const Queries& queries, const model::World& world) {
  std::size_t properties = 0;
  for (const queries::QueryFile& file : queries.files) properties += file.properties.size();
  write_stdout("properties  " + std::to_string(properties) + "\nprincipals  " +
               std::to_string(world.principals.size()) + "\nresources   " +
               std::to_string(world.resources.size()) + "\n");
  return ExitCode::Ok;
}

ExitCode verify(const VerifyOptions& options) {
  if (options.snapshots.empty() && !options.check) {
    throw Error(codes::usage, {}, "there is nothing to verify the queries against",
                "name files or folders with --snapshot");
  }
  Log log(options.loudness());
  const verify::Options verifier_settings = verifier_options(options);
  const catalogue::Catalogue catalogue;
  const Queries queries = read_queries(options.queries, catalogue);
  const Selection selected = select(queries, options.id);
  const model::World world =
      options.snapshots.empty() ? model::World() : snapshot::read_snapshot(options.snapshots);
  print_warnings(world, log);
  std::vector<std::string> notes;
  if (!options.snapshots.empty()) notes = check_scopes(queries.files, world, now(options));
  if (options.check) return check(queries, world);

  verdict::Run run = describe_run(catalogue, queries, world);
  run.notes.insert(run.notes.end(), notes.begin(), notes.end());
  std::vector<verdict::Verdict> verdicts =
      verify::verify_all(world, catalogue, verifier_settings, selected, jobs(options),
                         [&](std::size_t decided, const queries::Property& property) {
                           log.progress(decided, selected.size(), property.id);
                         });
  log.finish();
  for (std::size_t i = 0; i < selected.size(); ++i) {
    const queries::Property& property = *selected[i].property;
    log.detail(property.id + ": " + std::string(to_string(verdicts[i].kind)));
    run.properties.push_back({info(property), std::move(verdicts[i])});
  }
  write_stdout(write(run, options.format, choose_color(options.color), options));
  write_outputs(options.outputs, [&](const std::string& format) {
    return write(run, format, report::Color::Never, options);
  });
  if (options.stats) std::cerr << report::write_statistics(run);
  return exit_code(run, options);
}

void add_limits(CLI::App& command, VerifyOptions& options) {
  command.add_option("--rlimit", options.rlimit, "solver steps a question; 0: no limit")
      ->type_name("N")
      ->check(check_whole_number)
      ->group("Limits");
  command.add_option("--timeout", options.timeout, "seconds a property; 0: no limit")
      ->type_name("S")
      ->check(check_seconds)
      ->group("Limits");
  command
      .add_option("--max-hops", options.max_hops, "role assumptions in a row; default: any number")
      ->type_name("N")
      ->check(check_whole_number)
      ->group("Limits");
  for (const auto& [name, flag, what] :
       {std::tuple{"--no-probing", &options.no_probing, "do not try candidates before the solver"},
        std::tuple{"--no-absorption", &options.no_absorption, "do not simplify before the solver"},
        std::tuple{"--no-eager-lemmas", &options.no_eager_lemmas,
                   "do not tell the solver in advance how globs and choices relate"},
        std::tuple{"--no-slicing", &options.no_slicing,
                   "encode all of the snapshot, whatever is asked"}}) {
    command.add_flag(name, *flag, what)->group("Optimisations (no answer changes)");
  }
}

void add_output(CLI::App& command, VerifyOptions& options) {
  const std::string group = "Output";
  add_choice(command, "--format", options.format, formats(), "of stdout")->group(group);
  command.add_option("-o,--output", options.outputs, "write a report to a file too; repeatable")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) { return check_output(text, formats()); })
      ->group(group);
  add_choice(command, "--color", options.color, {"auto", "always", "never"}, "of the text")
      ->group(group);
  command.add_flag("--stats", options.stats, "what the solver did, and how long it took")
      ->group(group);
  command.add_flag("--quiet", options.quiet, "only what is not as expected, and no warnings")
      ->group(group);
  command.add_flag("--verbose", options.verbose, "what is read and decided, on stderr")
      ->excludes("--quiet")
      ->group(group);
}

void add_exit(CLI::App& command, VerifyOptions& options) {
  const std::string group = "Exit code";
  add_choice(command, "--unknown", options.unknown, {"fail", "warn"},
             "whether what is undecided fails the run")
      ->group(group);
  add_choice(command, "--fail-on", options.fail_on, {"info", "low", "medium", "high", "critical"},
             "the least severity that counts")
      ->group(group);
  command.add_flag("--exit-zero", options.exit_zero, "0 whatever the verdicts are")->group(group);
}

}  // namespace

void add_verify(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("verify", "Proves or refutes the properties of query files");
  const auto options = std::make_shared<VerifyOptions>();
  command->add_option("QUERY", options->queries, "query files (*.audit.yaml)")
      ->type_name("")
      ->required();
  command->add_option("-s,--snapshot", options->snapshots, "a file or folder; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->add_option("--id", options->id, "only the properties whose id matches")
      ->type_name("GLOB");
  command
      ->add_option("--trust", options->trust,
                   "account:ID or org:ID of the zone of trust; repeatable")
      ->type_name("WORD")
      ->allow_extra_args(false);
  command->add_option("--now", options->now, "what time it is, for `max_age`; default: the clock's")
      ->type_name("TIME")
      ->check(check_time);
  command->add_flag("--check", options->check, "read everything, decide nothing");
  command->add_option("--jobs", options->jobs, "properties at a time; 0: one a processor [1]")
      ->type_name("N")
      ->check(check_whole_number);
  add_limits(*command, *options);
  add_output(*command, *options);
  add_exit(*command, *options);
  command->callback([options, &action] { action = [options] { return verify(*options); }; });
}

}  // namespace postern::cli
