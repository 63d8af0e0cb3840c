#include "verify/steps.h"

#include <utility>

#include "verify/options.h"

namespace postern::verify {

Steps::Steps(encoder::WorldFacts facts, const model::World& world, const Options& options)
    : terms_(globs_),
      facts_(std::move(facts)),
      world_(world),
      solver_(terms_, solver_options(options)) {}

encoder::SymbolicRequest& Steps::at(std::size_t distance) {
  while (steps_.size() <= distance) {
    const std::string name = steps_.empty() ? "" : "before" + std::to_string(steps_.size()) + ".";
    steps_.push_back(std::make_unique<encoder::SymbolicRequest>(
        terms_, facts_, name, steps_.empty() ? nullptr : steps_.back().get()));
  }
  return *steps_[distance];
}

}  // namespace postern::verify
