// What a proof and a counterexample know of each context key, in words.
#pragma once

#include <string>
#include <vector>

namespace postern::verify {

/// A row of the table of context keys; lists of callers are in words.
struct KeyTreatment {
  std::string key;      // a final `*` is any text
  std::string known;    // callers, or the resource, that say what it is
  std::string free;     // callers with whom it may be there, any value, also in a witness
  std::string unshown;  // the same, but never in a witness
  std::string never;    // callers with whom it never is
};

std::vector<KeyTreatment> context_keys();

}  // namespace postern::verify
