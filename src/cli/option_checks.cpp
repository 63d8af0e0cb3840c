#include "cli/option_checks.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "support/error.h"
#include "support/text.h"
#include "support/time.h"

namespace postern::cli {

std::string check_whole_number(const std::string& text) {
  constexpr std::size_t most_digits = 9;  // fits every type an option has
  const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
  if (digits && !text.empty() && text.size() <= most_digits) return "";
  return "`" + text + "` is not a whole number below 1000000000";
}

std::string check_seconds(const std::string& text) {
  double seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, seconds, std::chars_format::fixed);
  if (error == std::errc{} && stop == end && std::isfinite(seconds) && seconds >= 0) return "";
  return "`" + text + "` is not a number of seconds";
}

std::string check_time(const std::string& text) {
  return parse_time(text) ? "" : "`" + text + "` is not a time such as `2026-11-22T09:30:00Z`";
}

std::string check_choice(const std::string& text, const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), text) != choices.end()) return "";
  const std::string_view best = closest(text, {choices.begin(), choices.end()});
  return "`" + text + "` is none of " + join(choices, ", ") +
         (best.empty() ? "" : "; did you mean `" + std::string(best) + "`?");
}

CLI::Option* add_choice(CLI::App& command, const std::string& name, std::string& value,
                        const std::vector<std::string>& choices, const std::string& description) {
  return command.add_option(name, value, description + " [" + value + "]")
      ->type_name(join(choices, "|"))
      ->check([choices](const std::string& text) { return check_choice(text, choices); });
}

}  // namespace postern::cli
