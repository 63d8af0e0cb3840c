// The sub-commands. Internal to the layer: each adds its options to the parser and says what to do
// if it is the one that was asked for.
#pragma once

#include <functional>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

namespace postern::cli {

/// What the command line asks for. Set while it is parsed, called afterwards, so that CLI11's
/// exceptions and ours do not meet.
using Action = std::function<ExitCode()>;

void add_verify(CLI::App& app, Action& action);
void add_who_can(CLI::App& app, Action& action);
void add_findings(CLI::App& app, Action& action);
void add_simulate(CLI::App& app, Action& action);
void add_inspect(CLI::App& app, Action& action);
void add_data(CLI::App& app, Action& action);
void add_snapshot(CLI::App& app, Action& action);

}  // namespace postern::cli
