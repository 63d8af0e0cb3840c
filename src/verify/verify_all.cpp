#include "verify/verify_all.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace postern::verify {
namespace {

// Neighbours in a query file are often about the same, and share an encoding. What an encoding was
// asked before may show in what a verdict says, so what they share must not depend on the jobs.
constexpr std::size_t together = 4;

}  // namespace

std::vector<verdict::Verdict> verify_all(
    const model::World& world, const catalogue::Catalogue& catalogue, const Options& options,
    std::span<const Asked> asked, unsigned jobs,
    const std::function<void(std::size_t, const queries::Property&)>& progress) {
  const std::size_t block = options.slicing ? together : std::max<std::size_t>(asked.size(), 1);
  std::vector<verdict::Verdict> out(asked.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;  // of what follows, and of `progress`
  std::size_t decided = 0;
  std::exception_ptr fault;

  const auto work = [&] {
    try {
      Verifier verifier(world, catalogue, options);
      while (true) {
        const std::size_t first = next.fetch_add(block);
        if (first >= asked.size()) return;
        verifier.forget();
        for (std::size_t i = first; i < std::min(first + block, asked.size()); ++i) {
          out[i] = verifier.verify(*asked[i].property, *asked[i].file);
          const std::scoped_lock lock(mutex);
          progress(++decided, *asked[i].property);
        }
      }
    } catch (...) {
      next = asked.size();
      const std::scoped_lock lock(mutex);
      fault = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    const std::size_t blocks = (asked.size() + block - 1) / block;
    for (std::size_t i = 1; i < std::min<std::size_t>(jobs, blocks); ++i) others.emplace_back(work);
    work();
  }
  if (fault) std::rethrow_exception(fault);
  return out;
}

}  // namespace postern::verify
