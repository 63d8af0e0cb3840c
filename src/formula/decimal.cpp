#include "formula/decimal.h"

#include <algorithm>

#include "support/check.h"

namespace postern::formula {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The digits of the number one greater.
std::string plus_one(std::string digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return digits;
    }
    digits[i] = '0';
  }
  return "1" + digits;
}

/// whole.fraction cut to `places` places, plus one unit of the last place.
std::string step_up(std::string_view whole, std::string_view fraction, std::size_t places) {
  std::string digits(whole);
  digits += fraction.substr(0, places);
  digits.append(places - std::min(places, fraction.size()), '0');
  digits = plus_one(std::move(digits));
  if (places != 0) digits.insert(digits.size() - places, ".");
  return digits;
}

}  // namespace

Decimal::Decimal(long long value) { *this = *parse(std::to_string(value)); }

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal result;
  if (text.starts_with('-')) {
    result.negative_ = true;
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  if (!all_digits(whole)) return std::nullopt;
  if (point != std::string_view::npos) {
    std::string_view fraction = text.substr(point + 1);
    if (!all_digits(fraction)) return std::nullopt;
    fraction = fraction.substr(0, fraction.find_last_not_of('0') + 1);
    result.fraction_ = fraction;
  }
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size() - 1));
  result.whole_ = whole;
  if (result.whole_ == "0" && result.fraction_.empty()) result.negative_ = false;
  return result;
}

std::strong_ordering Decimal::operator<=>(const Decimal& other) const {
  if (negative_ != other.negative_) return other.negative_ <=> negative_;
  const Decimal& a = negative_ ? other : *this;
  const Decimal& b = negative_ ? *this : other;
  if (const auto order = a.whole_.size() <=> b.whole_.size(); order != 0) return order;
  if (const auto order = a.whole_ <=> b.whole_; order != 0) return order;
  return a.fraction_ <=> b.fraction_;
}

std::string Decimal::to_string() const {
  return (negative_ ? "-" : "") + whole_ + (fraction_.empty() ? "" : "." + fraction_);
}

Decimal Decimal::between(const Decimal& low, const Decimal& high) {
  POSTERN_CHECK(low < high);
  const Decimal zero;
  if (low < zero && zero < high) return zero;
  // The fewest places at which the next step away from zero stays inside; one place more than the
  // longer fraction always does.
  const bool mirrored = low < zero;
  const Decimal& near = mirrored ? high : low;
  const std::size_t enough = std::max(low.fraction_.size(), high.fraction_.size()) + 1;
  for (std::size_t places = 0; places <= enough; ++places) {
    const Decimal candidate =
        *parse((mirrored ? "-" : "") + step_up(near.whole_, near.fraction_, places));
    if (low < candidate && candidate < high) return candidate;
  }
  internal_error("no decimal between " + low.to_string() + " and " + high.to_string());
}

Decimal Decimal::below(const Decimal& bound) {
  if (bound > Decimal{}) return Decimal{};
  return *parse("-" + step_up(bound.whole_, bound.fraction_, 0));
}

Decimal Decimal::above(const Decimal& bound) {
  if (bound < Decimal{}) return Decimal{};
  return *parse(step_up(bound.whole_, bound.fraction_, 0));
}

}  // namespace postern::formula
