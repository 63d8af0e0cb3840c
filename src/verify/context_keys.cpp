#include "verify/context_keys.h"

#include <array>
#include <string_view>

#include "encoder/context_table.h"
#include "support/text.h"

namespace postern::verify {
namespace {

using encoder::KeyRow;

// In the order of encoder::caller_letters.
constexpr std::array<std::string_view, encoder::caller_kinds> callers = {
    "root users",      "users",    "role sessions",         "sessions from tokens",
    "federated users", "services", "bearers of web tokens", "bearers of SAML tokens",
    "anonymous"};

// The callers whose cell is one of `cells`.
std::string with(const KeyRow& row, std::string_view cells) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < callers.size(); ++i) {
    if (cells.find(row.callers[i]) != std::string_view::npos) out.emplace_back(callers[i]);
  }
  return out.size() == callers.size() ? "all" : join(out, ", ");
}

}  // namespace

std::vector<KeyTreatment> context_keys() {
  std::vector<KeyTreatment> out;
  for (const KeyRow& row : encoder::key_rows()) {
    out.push_back({std::string(row.pattern), with(row, "="), with(row, "+ow"), with(row, "p"),
                   with(row, "-")});
  }
  return out;
}

}  // namespace postern::verify
