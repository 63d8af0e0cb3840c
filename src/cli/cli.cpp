#include "cli/cli.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "cli/codes.h"
#include "cli/commands.h"
#include "cli/terminal.h"
#include "support/error.h"

namespace postern::cli {
namespace {

constexpr const char* footer =
    "Exit codes:\n"
    "  0  every verdict is as expected       postern verify q.audit.yaml -s snapshot/\n"
    "  1  a property is violated             ... the report shows the request\n"
    "  2  usage or input is wrong            postern verify q.audit.yaml -s missing/\n"
    "  3  something is unknown or vacuous    postern verify q.audit.yaml -s s/ --rlimit 1\n"
    "  4  a fault of postern                 ... please report it\n"
    "\n"
    "docs/cli.md describes each command, docs/query-files.md what can be asked.";

/// The command, and those below it, that the arguments name.
std::vector<CLI::App*> chosen_commands(const CLI::App& app) {
  std::vector<CLI::App*> out = app.get_subcommands();
  while (!out.empty() && !out.back()->get_subcommands().empty()) {
    out.push_back(out.back()->get_subcommands().front());
  }
  return out;
}

bool has_commands(const CLI::App& app) { return !app.get_subcommands({}).empty(); }

/// The option or command the user most likely meant by the first word nobody knows.
std::string suggestion(const CLI::App& app) {
  const std::vector<CLI::App*> chosen = chosen_commands(app);
  const CLI::App& place = chosen.empty() ? app : *chosen.back();
  const std::vector<std::string> unknown = app.remaining(true);
  if (unknown.empty()) return "";
  std::vector<std::string> known;
  if (unknown.front().starts_with("-")) {
    for (const CLI::Option* option : place.get_options()) {
      for (const std::string& name : option->get_lnames()) known.push_back("--" + name);
    }
  } else {
    for (const CLI::App* command : place.get_subcommands({})) known.push_back(command->get_name());
  }
  const std::string word = unknown.front().substr(0, unknown.front().find('='));
  const std::string_view best = closest(word, {known.begin(), known.end()});
  return best.empty() ? "" : "did you mean `" + std::string(best) + "`?";
}

[[noreturn]] void report_usage(const CLI::App& app, const CLI::ParseError& problem) {
  const std::vector<CLI::App*> chosen = chosen_commands(app);
  const std::vector<std::string> unknown = app.remaining(true);
  std::string message;
  if (!unknown.empty()) {
    const bool option = unknown.front().starts_with("-");
    message = std::string("unknown ") +
              (option                                                ? "option"
               : has_commands(chosen.empty() ? app : *chosen.back()) ? "command"
                                                                     : "argument") +
              " `" + unknown.front() + "`";
  } else {
    message = problem.what();
    std::replace(message.begin(), message.end(), '\n', ' ');
    if (message.starts_with("A ")) message[0] = 'a';
  }
  std::string hint = suggestion(app);
  if (hint.empty()) {
    hint = "run `postern";
    for (const CLI::App* command : chosen) hint += " " + command->get_name();
    hint += " --help`";
  }
  throw Error(codes::usage, {}, std::move(message), std::move(hint));
}

}  // namespace

std::string version() { return POSTERN_VERSION; }

ExitCode run(std::vector<std::string> arguments) {
  CLI::App app("Proves who can do what in AWS, or shows the request that breaks the claim",
               "postern");
  app.set_version_flag("--version", "postern " + version());
  app.require_subcommand(1);
  app.footer(footer);
  app.option_defaults()->always_capture_default(false);
  Action action;
  add_verify(app, action);
  add_who_can(app, action);
  add_findings(app, action);
  add_simulate(app, action);
  add_inspect(app, action);
  add_data(app, action);
  add_snapshot(app, action);
  std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::Success& wish) {  // --help, --version
    std::ostringstream text;
    app.exit(wish, text, text);
    write_stdout(text.str());
    return ExitCode::Ok;
  } catch (const CLI::ParseError& problem) {
    report_usage(app, problem);
  }
  return action();
}

}  // namespace postern::cli
