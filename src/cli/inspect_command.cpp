#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "report/inspection.h"
#include "snapshot/snapshot.h"
#include "support/error.h"

namespace postern::cli {
namespace {

struct Options {
  std::vector<std::string> snapshots, outputs;
  std::string format = "text";
};

const std::vector<std::string>& formats() {
  static const std::vector<std::string> names{"text", "json"};
  return names;
}

ExitCode inspect(const Options& options) {
  const model::World world = snapshot::read_snapshot(options.snapshots);
  Log log(Loudness::Normal);
  for (const Diagnostic& warning : world.warnings) log.line(to_string(warning));
  const auto write = [&](const std::string& format) {
    return format == "json" ? report::write_json(world) : report::write_text(world);
  };
  write_stdout(write(options.format));
  write_outputs(options.outputs, write);
  return ExitCode::Ok;
}

}  // namespace

void add_inspect(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "inspect", "Says what was read, what is missing, and what that makes unknown");
  const auto options = std::make_shared<Options>();
  command->add_option("-s,--snapshot", options->snapshots, "a file or folder; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false)
      ->required();
  add_choice(*command, "--format", options->format, formats(), "of stdout");
  command->add_option("-o,--output", options->outputs, "write it to a file too; repeatable")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) { return check_output(text, formats()); });
  command->footer(
      "Exit codes:\n"
      "  0  the snapshot was read            postern inspect -s snapshot/\n"
      "  2  usage or input is wrong          postern inspect -s missing/\n"
      "  4  a fault of postern               ... please report it");
  command->callback([options, &action] { action = [options] { return inspect(*options); }; });
}

}  // namespace postern::cli
