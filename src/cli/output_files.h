// Reports to files: `-o FORMAT=FILE`. Internal to the layer.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace postern::cli {

/// What is wrong with `text` as `FORMAT=FILE` with one of `formats`, or the empty string (as CLI11
/// asks).
std::string check_output(const std::string& text, const std::vector<std::string>& formats);

/// Writes each of `outputs` (`FORMAT=FILE`): what `report` gives for its format. Throws Error where
/// that fails.
void write_outputs(const std::vector<std::string>& outputs,
                   const std::function<std::string(const std::string& format)>& report);

}  // namespace postern::cli
