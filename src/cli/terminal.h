// What the terminal is told: colours, progress and the log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "report/report.h"

namespace postern::cli {

/// `auto`: colours if stdout is a terminal and neither NO_COLOR nor TERM=dumb speaks against it.
report::Color choose_color(std::string_view word);

enum class Loudness { Quiet, Normal, Verbose };

/// Writes to stderr, where neither can spoil a result: a progress line if stderr is a terminal and
/// CI is not set, and log lines.
class Log {
 public:
  explicit Log(Loudness loudness);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  /// Replaces the progress line: `[3/12] DATA-001`.
  void progress(std::size_t done, std::size_t all, std::string_view what);
  /// A line of the log; `detail` lines only where --verbose asks for them.
  void line(std::string_view text);
  void detail(std::string_view text);
  /// Takes the progress line away.
  void finish();

 private:
  Loudness loudness_;
  bool shows_progress_;
  bool line_open_ = false;
};

/// Writes a result to stdout. Throws Error if that fails (a full disk, a closed pipe).
void write_stdout(std::string_view text);

}  // namespace postern::cli
