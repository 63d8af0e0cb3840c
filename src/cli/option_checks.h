// Options whose values are checked while the command line is parsed, so that what is wrong with one
// is said in our words. Internal to the layer.
#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace postern::cli {

/// What is wrong with `text` as such a value, or the empty string (as CLI11 asks).
std::string check_whole_number(const std::string& text);
std::string check_seconds(const std::string& text);
std::string check_time(const std::string& text);
std::string check_choice(const std::string& text, const std::vector<std::string>& choices);

/// An option whose value is one of `choices`. `value` holds the default, which the help shows.
CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& description);

}  // namespace postern::cli
