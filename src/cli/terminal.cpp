#include "cli/terminal.h"

#include <cstdlib>
#include <iostream>
#include <unistd.h>

#include "cli/codes.h"
#include "support/error.h"

namespace postern::cli {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

}  // namespace

report::Color choose_color(std::string_view word) {
  if (word == "always") return report::Color::Always;
  if (word == "never") return report::Color::Never;
  const bool wanted = isatty(STDOUT_FILENO) != 0 && environment("NO_COLOR").empty() &&
                      environment("TERM") != "dumb";
  return wanted ? report::Color::Always : report::Color::Never;
}

Log::Log(Loudness loudness)
    : loudness_(loudness),
      shows_progress_(loudness != Loudness::Quiet && isatty(STDERR_FILENO) != 0 &&
                      environment("CI").empty() && environment("TERM") != "dumb") {}

Log::~Log() { finish(); }

void Log::progress(std::size_t done, std::size_t all, std::string_view what) {
  if (!shows_progress_) return;
  std::cerr << "\r\x1b[K[" << done << '/' << all << "] " << what << std::flush;
  line_open_ = true;
}

void Log::line(std::string_view text) {
  if (loudness_ == Loudness::Quiet) return;
  finish();
  std::cerr << text << '\n';
}

void Log::detail(std::string_view text) {
  if (loudness_ == Loudness::Verbose) line(text);
}

void Log::finish() {
  if (line_open_) std::cerr << "\r\x1b[K" << std::flush;
  line_open_ = false;
}

void write_stdout(std::string_view text) {
  std::cout << text << std::flush;
  if (!std::cout) throw Error(codes::cannot_write, {}, "cannot write to standard output");
}

}  // namespace postern::cli
