#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "cli/cli.h"
#include "support/error.h"

namespace {

using postern::cli::ExitCode;

ExitCode run(std::vector<std::string> arguments) {
  try {
    return postern::cli::run(std::move(arguments));
  } catch (const postern::Error& error) {
    for (const postern::Diagnostic& diagnostic : error.diagnostics()) {
      std::cerr << to_string(diagnostic) << '\n';
    }
    return ExitCode::BadInput;
  } catch (const std::exception& fault) {
    std::cerr << "internal fault: " << fault.what() << "\npostern " << postern::cli::version()
              << " has a fault, and gave no verdict; please report these lines and, if you may, "
                 "the input\n";
    return ExitCode::Fault;
  }
}

}  // namespace

int main(int argc, char** argv) {
  return static_cast<int>(run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc)));
}
