// What holds of a request where a condition does not, as conditions again.
#pragma once

#include <vector>

#include "model/condition.h"

namespace postern::verify {

/// Ways to say that the condition does not hold, each a list of conditions that hold together. The
/// first one says it of every request whose values are of the operator's type; the others are
/// shorter and say the same of requests that have the key. Empty where no condition says it.
std::vector<std::vector<model::Condition>> opposites(const model::Condition& condition);

}  // namespace postern::verify
