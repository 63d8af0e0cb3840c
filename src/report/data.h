// What the embedded catalogue is, as `postern data` prints it.
#pragma once

#include <cstddef>
#include <string>

namespace postern::report {

struct CatalogueSummary {
  std::string source, version, date;
  std::size_t services = 0, actions = 0;
};

std::string write_text(const CatalogueSummary& summary);
std::string write_json(const CatalogueSummary& summary);

}  // namespace postern::report
