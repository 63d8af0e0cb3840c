// Who can do something, as `postern who-can` prints it.
#pragma once

#include <string>

#include "verdict/who_can.h"

namespace postern::report {

/// What was asked, as it stands on the command line.
struct Asked {
  std::string action, resource;
};

/// For people: a paragraph a group, with the first of its principals and how many there are.
std::string write_text(const verdict::WhoCan& answer, const Asked& asked);

/// One object (docs/cli.md), with every principal.
std::string write_json(const verdict::WhoCan& answer, const Asked& asked);

}  // namespace postern::report
