// What a snapshot contains and what it lacks, as `postern inspect` prints it.
#pragma once

#include <string>

#include "model/world.h"

namespace postern::report {

/// For people: accounts, documents, what is missing, what was read past. Of many documents only how
/// many there are of each kind.
std::string write_text(const model::World& world);

/// One object (docs/cli.md), with every document and everything that is missing.
std::string write_json(const model::World& world);

}  // namespace postern::report
