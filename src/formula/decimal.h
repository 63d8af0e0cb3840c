// Exact decimal numbers of any size (COND-NUM-2), and instants as seconds since the epoch.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace postern::formula {

/// `-?digits[.digits]`, normalised: no leading zeros, no trailing fraction zeros, no "-0".
class Decimal {
 public:
  Decimal() = default;
  explicit Decimal(long long value);
  /// Nothing if `text` is not of that form.
  static std::optional<Decimal> parse(std::string_view text);

  std::strong_ordering operator<=>(const Decimal& other) const;
  bool operator==(const Decimal& other) const = default;
  std::string to_string() const;

  /// Some number strictly between (precondition: low < high), short; below; above.
  static Decimal between(const Decimal& low, const Decimal& high);
  static Decimal below(const Decimal& bound);
  static Decimal above(const Decimal& bound);

 private:
  bool negative_ = false;
  std::string whole_ = "0";
  std::string fraction_;
};

}  // namespace postern::formula
