// Emptiness of "in all of these globs, in none of those", by search over the product of automata.
#pragma once

#include <span>
#include <string>

#include "glob/glob.h"
#include "glob/store.h"

namespace postern::glob {

/// How many more nodes a search may make. Many moves of single automata count as a node too, so
/// that the budget bounds time and memory whatever the number of globs.
class Budget {
 public:
  explicit Budget(std::size_t nodes) : left_(nodes) {}
  /// Takes `nodes` off; false, and nothing is left, if there were fewer.
  bool spend(std::size_t nodes);
  std::size_t left() const { return left_; }
  bool exhausted() const { return left_ == 0; }

 private:
  std::size_t left_;
};

struct SearchResult {
  enum class Kind { Found, Empty, CapReached } kind = Kind::CapReached;
  std::u32string text;  // Kind::Found: a shortest such string, of readable characters if possible
};

/// Is there a string in each of `positive` and in none of `negative`? Exact unless the budget ends.
SearchResult search_product(Store& store, std::span<const GlobId> positive,
                            std::span<const GlobId> negative, Budget& budget);

}  // namespace postern::glob
