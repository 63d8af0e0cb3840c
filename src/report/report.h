// A run of postern as text for people and as JSON for programs.
//
// Both are functions of the Run alone: the same run gives the same bytes. Times are written only
// where they are asked for.
#pragma once

#include <string>

#include "verdict/verdict.h"

namespace postern::report {

enum class Color { Never, Always };
enum class Detail { Full, Failing };          // Failing: leave out what is as it should be
enum class Statistics { LeaveOut, Include };  // what the solver did, and how long it took

/// The text report: for each property the verdict first, then the shortest story that lets a reader
/// fix it; at the end what every verdict assumes, and the counts. At most 100 columns where words,
/// paths and ARNs allow. Ends in a newline.
std::string write_text(const verdict::Run& run, Color color, Detail detail = Detail::Full);

/// The JSON report (docs/cli.md): one object, keys in a fixed order. Ends in a newline.
std::string write_json(const verdict::Run& run, Statistics statistics = Statistics::LeaveOut);

/// The properties of the JSON report, one a line, without the rest of the run.
std::string write_jsonl(const verdict::Run& run, Statistics statistics = Statistics::LeaveOut);

/// What the solver did, a line a property and one in all: for --stats, since it holds times.
std::string write_statistics(const verdict::Run& run);

}  // namespace postern::report
