// The sub-commands. Internal to the layer: each adds its options to the parser and says what to do
// if it is the one that was asked for.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "cli/exit_code.h"

namespace postern::cli {

/// What the command line asks for. Set while it is parsed, called afterwards, so that CLI11's
/// exceptions and ours do not meet.
using Action = std::function<ExitCode()>;

/// An option whose value is one of `choices`. `value` holds the default, which the help shows.
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& description);

void add_verify(CLI::App& app, Action& action);
void add_simulate(CLI::App& app, Action& action);
void add_data(CLI::App& app, Action& action);

}  // namespace postern::cli
