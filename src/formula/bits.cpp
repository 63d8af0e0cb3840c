#include "formula/bits.h"

#include <bit>

#include "support/check.h"

namespace postern::formula {

std::size_t Bits::count() const {
  std::size_t result = 0;
  for (const std::uint64_t word : words_) result += static_cast<std::size_t>(std::popcount(word));
  return result;
}

bool Bits::none() const {
  for (const std::uint64_t word : words_) {
    if (word != 0) return false;
  }
  return true;
}

bool Bits::all() const { return count() == size_; }

std::size_t Bits::first() const {
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if (words_[w] != 0) return w * 64 + static_cast<std::size_t>(std::countr_zero(words_[w]));
  }
  return size_;
}

std::size_t Bits::next(std::size_t after) const {
  const std::size_t start = after + 1;
  if (start >= size_) return size_;
  std::uint64_t word = words_[start / 64] & (~std::uint64_t{0} << (start % 64));
  for (std::size_t w = start / 64;;) {
    if (word != 0) return w * 64 + static_cast<std::size_t>(std::countr_zero(word));
    if (++w == words_.size()) return size_;
    word = words_[w];
  }
}

Bits& Bits::operator&=(const Bits& other) {
  POSTERN_CHECK(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= other.words_[w];
  return *this;
}

Bits& Bits::operator|=(const Bits& other) {
  POSTERN_CHECK(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) words_[w] |= other.words_[w];
  return *this;
}

Bits& Bits::subtract(const Bits& other) {
  POSTERN_CHECK(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) words_[w] &= ~other.words_[w];
  return *this;
}

Bits Bits::complement() const {
  Bits result(size_);
  for (std::size_t w = 0; w < words_.size(); ++w) result.words_[w] = ~words_[w];
  // The bits past the end stay 0, so that equal sets compare equal.
  if (size_ % 64 != 0) result.words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
  return result;
}

bool Bits::intersects(const Bits& other) const {
  POSTERN_CHECK(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if ((words_[w] & other.words_[w]) != 0) return true;
  }
  return false;
}

bool Bits::subset_of(const Bits& other) const {
  POSTERN_CHECK(size_ == other.size_);
  for (std::size_t w = 0; w < words_.size(); ++w) {
    if ((words_[w] & ~other.words_[w]) != 0) return false;
  }
  return true;
}

}  // namespace postern::formula
