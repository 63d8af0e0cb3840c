// The command line: options in, exit code out.
#pragma once

#include <string>
#include <vector>

#include "cli/exit_code.h"

namespace postern::cli {

/// `MAJOR.MINOR.PATCH`.
std::string version();

/// Runs the command that `arguments` (without the program's name) describe. Results go to stdout,
/// everything else to stderr. Throws Error where input or usage is wrong.
ExitCode run(std::vector<std::string> arguments);

}  // namespace postern::cli
