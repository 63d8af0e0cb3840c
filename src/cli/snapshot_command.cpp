#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "snapshot/index.h"
#include "snapshot/index_path.h"
#include "support/error.h"
#include "support/text.h"

namespace postern::cli {
namespace {

struct Options {
  std::string folder;
  std::string output;  // `-` is stdout; empty: a snapshot.yaml in the folder
  bool force = false;
  snapshot::IndexOptions index;
};

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw Error(codes::cannot_write, {}, "cannot write `" + path + "`");
}

ExitCode index(const Options& options) {
  const bool to_stdout = options.output == "-";
  const std::string in_folder =
      (std::filesystem::path(options.folder) / "snapshot.yaml").generic_string();
  const std::string path = options.output.empty() || to_stdout ? in_folder : options.output;
  if (!to_stdout && !options.force && std::filesystem::exists(path)) {
    throw Error(codes::cannot_write, {}, "`" + path + "` is there already",
                "give --force to write over it, or -o another file");
  }
  const std::filesystem::path above = std::filesystem::absolute(path).parent_path();
  if (!std::filesystem::is_directory(above)) {
    throw Error(codes::cannot_write, {}, "cannot write `" + path + "`: there is no such folder");
  }
  const snapshot::SnapshotIndex index =
      snapshot::index_snapshot(options.folder, path, options.index);
  for (const Diagnostic& each : index.unplaced) std::cerr << to_string(each) << '\n';
  if (to_stdout) {
    write_stdout(index.manifest);
  } else {
    write_file(path, index.manifest);
    write_stdout(path + ": " + std::to_string(index.documents) + " placed, " +
                 std::to_string(index.unplaced.size()) + " not\n");
  }
  return index.unplaced.empty() ? ExitCode::Ok : ExitCode::Undecided;
}

std::string check_folder(const std::string& text) {
  return std::filesystem::is_directory(text) ? "" : "`" + text + "` is not a folder";
}

std::string check_account(const std::string& text) {
  return is_account_id(text) ? "" : "`" + text + "` is not an account id of twelve digits";
}

std::string check_region(const std::string& text) {
  return snapshot::is_region(text) ? "" : "`" + text + "` is not the name of a Region";
}

}  // namespace

void add_snapshot(CLI::App& app, Action& action) {
  CLI::App* group = app.add_subcommand("snapshot", "Prepares snapshots");
  group->require_subcommand(1);
  group->footer("");
  CLI::App* command = group->add_subcommand(
      "index", "Writes a snapshot.yaml for outputs that do not say what they belong to");
  const auto options = std::make_shared<Options>();
  command->add_option("DIR", options->folder, "the folder with the outputs")
      ->type_name("")
      ->required()
      ->check(check_folder);
  command
      ->add_option("-o,--output", options->output,
                   "the manifest, [DIR/snapshot.yaml]; - is standard output")
      ->type_name("FILE");
  command->add_flag("--force", options->force, "write over a manifest that is there");
  command->add_option("--account", options->index.account, "of files that do not say theirs")
      ->type_name("ID")
      ->check(check_account);
  command->add_option("--region", options->index.region, "of files that do not say theirs")
      ->type_name("REGION")
      ->check(check_region);
  command->footer(
      "Exit codes:\n"
      "  0  every file is placed             postern snapshot index outputs/\n"
      "  2  usage or input is wrong          ... outputs/snapshot.yaml is there already\n"
      "  3  a file could not be placed       ... stderr and the manifest say which, and why");
  command->callback([options, &action] { action = [options] { return index(*options); }; });
}

}  // namespace postern::cli
