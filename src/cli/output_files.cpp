#include "cli/output_files.h"

#include <fstream>

#include "cli/codes.h"
#include "cli/option_checks.h"
#include "support/error.h"

namespace postern::cli {

std::string check_output(const std::string& text, const std::vector<std::string>& formats) {
  const std::size_t at = text.find('=');
  if (at == std::string::npos || at + 1 == text.size()) {
    return "`" + text + "` is not of the form FORMAT=FILE";
  }
  return check_choice(text.substr(0, at), formats);
}

void write_outputs(const std::vector<std::string>& outputs,
                   const std::function<std::string(const std::string& format)>& report) {
  for (const std::string& output : outputs) {
    const std::size_t at = output.find('=');
    std::ofstream file(output.substr(at + 1), std::ios::binary);
    file << report(output.substr(0, at)) << std::flush;
    if (!file) throw Error(codes::cannot_write, {}, "cannot write `" + output.substr(at + 1) + "`");
  }
}

}  // namespace postern::cli
