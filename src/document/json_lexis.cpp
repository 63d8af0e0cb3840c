#include "document/json_lexis.h"

namespace postern::document {

std::size_t skip_json_space(std::string_view text, std::size_t from) {
  const std::size_t at = text.find_first_not_of(" \t\n\r", from);
  return at == std::string_view::npos ? text.size() : at;
}

JsonNumber scan_json_number(std::string_view text, std::size_t at) {
  const auto is = [&](std::string_view any_of) {
    return at < text.size() && any_of.find(text[at]) != std::string_view::npos;
  };
  const auto digits = [&] {
    const std::size_t begin = at;
    while (is("0123456789")) ++at;
    return at != begin;
  };
  if (is("-")) ++at;
  if (is("0")) {
    ++at;
  } else if (!digits()) {
    return {at, false};
  }
  if (is(".")) {
    ++at;
    if (!digits()) return {at, false};
  }
  if (is("eE")) {
    ++at;
    if (is("+-")) ++at;
    if (!digits()) return {at, false};
  }
  return {at, true};
}

}  // namespace postern::document
