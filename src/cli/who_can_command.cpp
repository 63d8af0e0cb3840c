#include <memory>
#include <string>
#include <vector>

#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/option_checks.h"
#include "cli/output_files.h"
#include "cli/terminal.h"
#include "queries/who_can.h"
#include "report/who_can.h"
#include "snapshot/snapshot.h"
#include "support/error.h"
#include "verify/who_can.h"

namespace postern::cli {
namespace {

struct Options {
  queries::WhoCanWords words;
  std::vector<std::string> snapshots, outputs;
  std::string format = "text";
  verify::Options verify;
};

const std::vector<std::string>& formats() {
  static const std::vector<std::string> names{"text", "json"};
  return names;
}

ExitCode who_can(const Options& options) {
  const catalogue::Catalogue catalogue;
  const queries::RequestSet set = queries::read_who_can(options.words, catalogue);
  const model::World world = snapshot::read_snapshot(options.snapshots);
  Log log(Loudness::Normal);
  for (const Diagnostic& warning : world.warnings) log.line(to_string(warning));
  const verdict::WhoCan answer = verify::who_can(world, catalogue, set, options.verify);
  if (!answer.empty_part.empty()) {
    throw Error(codes::nothing_asked, {}, "nothing is asked: " + answer.empty_part,
                "actions on objects of a bucket want `arn:aws:s3:::bucket/*`");
  }
  const report::Asked asked{options.words.actions, options.words.resource};
  const auto write = [&](const std::string& format) {
    return format == "json" ? report::write_json(answer, asked) : report::write_text(answer, asked);
  };
  write_stdout(write(options.format));
  write_outputs(options.outputs, write);
  return answer.complete ? ExitCode::Ok : ExitCode::Undecided;
}

}  // namespace

void add_who_can(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand(
      "who-can", "Finds every principal that can do something, how, and under which conditions");
  const auto options = std::make_shared<Options>();
  command
      ->add_option("ACTION", options->words.actions,
                   "`service:Action`, a glob, `service:@level` or `@level`; several with commas")
      ->type_name("")
      ->required();
  command->add_option("RESOURCE", options->words.resource, "an ARN glob")
      ->type_name("")
      ->required();
  command->add_option("-s,--snapshot", options->snapshots, "a file or folder; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false)
      ->required();
  command
      ->add_option("--principal", options->words.principals,
                   "only these, as a query file names them; repeatable")
      ->type_name("WORD")
      ->allow_extra_args(false);
  command->add_option("--when", options->words.when, "a file with a Condition block that must hold")
      ->type_name("FILE");
  command
      ->add_option("--max-hops", options->verify.max_hops,
                   "role assumptions in a row; default: any number")
      ->type_name("N")
      ->check(check_whole_number);
  command->add_flag_callback(
      "--no-slicing", [options] { options->verify.slicing = false; },
      "encode all of the snapshot (no answer changes)");
  add_choice(*command, "--format", options->format, formats(), "of stdout");
  command->add_option("-o,--output", options->outputs, "write a report to a file too; repeatable")
      ->type_name("FORMAT=FILE")
      ->allow_extra_args(false)
      ->check([](const std::string& text) { return check_output(text, formats()); });
  command->callback([options, &action] { action = [options] { return who_can(*options); }; });
}

}  // namespace postern::cli
