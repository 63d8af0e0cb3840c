// Random scenarios over all constructs the two engines model, each with requests.
//
// Everything is the JSON of a scenario file, so that it goes through the policy reader, can be
// printed, and is shrunk as a tree. The requests come first; policies are made around them, from
// small alphabets, so that they match often.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "nlohmann/json.hpp"

namespace postern::test {

using Json = nlohmann::ordered_json;

/// Which of a scenario's bases the caller, the action, the resource and the context are of.
struct Combination {
  std::size_t caller = 0, action = 0, resource = 0, context = 0;
  auto operator<=>(const Combination&) const = default;
};

/// A model and requests put together of the parts of a few base requests. Most parts are those of
/// the first, which most of the policies are about.
struct RandomScenario {
  std::uint64_t seed = 0;
  Json model;
  std::vector<Json> bases;            // no two share a part
  std::vector<Combination> requests;  // no two alike; those of one context follow each other

  Json request(const Combination& parts) const;
  /// The case of one request alone: an object `{"id", "model", "request"}`.
  Json pair(std::size_t number) const;
};

/// The scenario of that seed. Its model and bases do not depend on the number of requests, of which
/// there are at most `max_requests`. With one request it is that of the first base.
RandomScenario random_scenario(std::uint64_t seed, std::size_t requests);
constexpr std::size_t max_requests = 128;

}  // namespace postern::test
