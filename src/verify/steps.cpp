#include "verify/steps.h"

#include "verify/options.h"

namespace postern::verify {

Steps::Steps(const model::World& world, const catalogue::Catalogue& catalogue,
             const Options& options, std::set<std::string> services,
             std::set<std::string> providers)
    : terms_(globs_),
      facts_(world, catalogue, std::move(services), std::move(providers)),
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
