// Random scenarios over all constructs the two engines model.
//
// A case is the JSON of one line of a scenario file, so that it goes through the policy reader, can
// be printed, and is shrunk as a tree. The request comes first; policies are made around it, from
// small alphabets, so that they match often.
#pragma once

#include <cstdint>

#include "nlohmann/json.hpp"

namespace postern::test {

using Json = nlohmann::ordered_json;

/// The case of that seed: an object `{"id", "model", "request"}`.
Json random_case(std::uint64_t seed);

}  // namespace postern::test
