#include <memory>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "cli/verify_options.h"
#include "report/findings.h"
#include "snapshot/snapshot.h"
#include "support/error.h"
#include "verify/findings.h"

namespace postern::cli {
namespace {

const std::vector<std::string>& formats() {
  static const std::vector<std::string> names{"text", "json"};
  return names;
}

ExitCode exit_code(const verdict::Findings& findings, const VerifyOptions& options) {
  if (options.exit_zero) return ExitCode::Ok;
  if (!findings.findings.empty()) return ExitCode::Violated;
  const bool fails = !findings.complete() && options.unknown == "fail";
  return fails ? ExitCode::Undecided : ExitCode::Ok;
}

ExitCode find(const VerifyOptions& options) {
  Log log(options.loudness());
  const verify::Options settings = verifier_options(options);
  const catalogue::Catalogue catalogue;
  const model::World world = snapshot::read_snapshot(options.snapshots);
  for (const Diagnostic& warning : world.warnings) log.line(to_string(warning));
  const verdict::Findings findings = verify::find_external_access(
      world, catalogue, settings, [&](std::size_t done, std::size_t all, const std::string& what) {
        log.progress(done, all, what);
      });
  log.finish();
  const auto write = [&](const std::string& format) {
    return format == "json" ? report::write_json(findings) : report::write_text(findings);
  };
  write_stdout(write(options.format));
  write_outputs(options.outputs, write);
  return exit_code(findings, options);
}

void add_options(CLI::App& command, VerifyOptions& options) {
  command.add_option("-s,--snapshot", options.snapshots, "a file or folder; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false)
      ->required();
  command
      .add_option("--trust", options.trust, "account:ID or org:ID of the zone of trust; repeatable")
      ->type_name("WORD")
      ->allow_extra_args(false);
  command.add_option("--rlimit", options.rlimit, "solver steps a question; 0: no limit")
      ->type_name("N")
      ->check(check_whole_number)
      ->group("Limits");
  command.add_option("--timeout", options.timeout, "seconds a resource; 0: no limit")
      ->type_name("S")
      ->check(check_seconds)
      ->group("Limits");
  add_choice(command, "--format", options.format, formats(), "of stdout")->group("Output");
  command.add_option("-o,--output", options.outputs, "write a report to a file too; repeatable")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) { return check_output(text, formats()); })
      ->group("Output");
  command.add_flag("--quiet", options.quiet, "no warnings")->group("Output");
  add_choice(command, "--unknown", options.unknown, {"fail", "warn"},
             "whether what is undecided fails the run")
      ->group("Exit code");
  command.add_flag("--exit-zero", options.exit_zero, "0 whatever is found")->group("Exit code");
}

}  // namespace

void add_findings(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("findings", "Finds all access from outside the zone of trust");
  const auto options = std::make_shared<VerifyOptions>();
  add_options(*command, *options);
  command->footer(
      "Exit codes:\n"
      "  0  nobody outside has access, proved    postern findings -s snapshot/\n"
      "  1  there are findings                   ... the report shows a request for each\n"
      "  2  usage or input is wrong              postern findings -s missing/\n"
      "  3  no findings, but something is open   ... the report says why\n"
      "  4  a fault of postern                   ... please report it");
  command->callback([options, &action] { action = [options] { return find(*options); }; });
}

}  // namespace postern::cli
