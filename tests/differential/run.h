// A run over many cases: counts, differences, shrunk examples.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace postern::test {

struct RunOptions {
  std::uint64_t pairs = 0;  // rounded up to whole scenarios
  std::uint64_t seed = 1;
  std::size_t requests = 32;  // of each scenario
  std::uint64_t solver = 64;  // all requests of every so many scenarios go to the solver as well
  unsigned jobs = 1;
  std::size_t show = 3;  // examples of each kind of difference that are shrunk and printed
  bool all_switches = false;
  bool relations = false;
  bool expect_difference = false;
  std::vector<std::string> replay;  // scenario files, compared before the random pairs
};

/// Prints what it found; true iff the run is as it should be.
bool run(const RunOptions& options, std::ostream& out);

/// Changes each scenario in every way of relations.h, and asks both engines before and after.
bool run_relations(const RunOptions& options, std::ostream& out);

}  // namespace postern::test
