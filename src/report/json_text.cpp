#include "report/json_text.h"

namespace postern::report {

std::string dump(const Json& json, Layout layout) {
  const int indent = layout == Layout::Indented ? 2 : -1;
  return json.dump(indent, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json write_ambiguities(const std::vector<int>& numbers) {
  Json json = Json::array();
  for (int number : numbers) json.push_back("AMB-" + std::to_string(number));
  return json;
}

}  // namespace postern::report
