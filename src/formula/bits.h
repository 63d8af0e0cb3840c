// A fixed-size set of small integers: values of an enumerated field.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace postern::formula {

class Bits {
 public:
  Bits() = default;
  explicit Bits(std::size_t size) : size_(size), words_((size + 63) / 64) {}

  std::size_t size() const { return size_; }
  bool test(std::size_t i) const { return (words_[i / 64] >> (i % 64) & 1u) != 0; }
  void set(std::size_t i) { words_[i / 64] |= std::uint64_t{1} << (i % 64); }
  void reset(std::size_t i) { words_[i / 64] &= ~(std::uint64_t{1} << (i % 64)); }
  std::size_t count() const;
  bool none() const;
  bool all() const;
  /// The smallest member, or size() if there is none.
  std::size_t first() const;
  std::size_t next(std::size_t after) const;  // the smallest member greater than `after`, or size()
  Bits& operator&=(const Bits& other);
  Bits& operator|=(const Bits& other);
  Bits& subtract(const Bits& other);
  Bits complement() const;
  bool intersects(const Bits& other) const;
  bool subset_of(const Bits& other) const;

  auto operator<=>(const Bits&) const = default;

 private:
  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace postern::formula
