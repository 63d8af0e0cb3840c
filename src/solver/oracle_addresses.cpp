// Address fields: one interval from the ranges asserted, swept over those denied.
#include <algorithm>
#include <optional>

#include "solver/theory.h"

namespace postern::solver {
namespace {

using formula::Address;
using formula::AddressRange;

struct Denied {
  AddressRange range;
  AtomLiteral literal;
};

/// The lowest address of `range` outside `denied` (sorted by low end), if there is one; else the
/// denied ranges that together cover `range` are appended to `used`.
std::optional<Address> lowest_left(const AddressRange& range, const std::vector<Denied>& denied,
                                   std::vector<AtomLiteral>& used) {
  std::optional<Address> at = range.low;
  std::vector<AtomLiteral> covering;
  for (const Denied& d : denied) {
    if (!d.range.contains(*at)) continue;
    covering.push_back(d.literal);
    at = formula::successor(d.range.high);
    if (!at || range.high < *at) {
      used.insert(used.end(), covering.begin(), covering.end());
      return std::nullopt;
    }
  }
  return at;
}

AddressRange whole_family(bool v6) {
  AddressRange range{{v6, {}}, {v6, {}}};
  std::fill(range.high.bytes.begin() + (v6 ? 0 : 12), range.high.bytes.end(), std::uint8_t{0xff});
  return range;
}

/// Addresses that people recognise: documentation ranges (RFC 5737, RFC 3849) and a private one.
std::vector<Address> readable_addresses() {
  std::vector<Address> result;
  for (const char* text : {"203.0.113.10", "198.51.100.10", "10.0.0.5", "2001:db8::10"}) {
    result.push_back(*formula::parse_address(text));
  }
  return result;
}

}  // namespace

TheoryAnswer check_addresses(formula::TermStore& terms, formula::FieldId field,
                             std::span<const AtomLiteral> literals, formula::Assignment& values) {
  const auto range_of = [&](const AtomLiteral& literal) -> const AddressRange& {
    return std::get<formula::AddressIn>(terms.atom(literal.atom)).range;
  };
  const auto consistent = [&](const Address& address) {
    values.addresses[field] = address;
    return TheoryAnswer{TheoryAnswer::Kind::Consistent, {}};
  };
  for (const Address& address : readable_addresses()) {
    if (std::all_of(literals.begin(), literals.end(), [&](const AtomLiteral& literal) {
          return range_of(literal).contains(address) == literal.positive;
        })) {
      return consistent(address);
    }
  }

  // The asserted ranges meet in one interval: between the highest low end and the lowest high end.
  const AtomLiteral* low = nullptr;
  const AtomLiteral* high = nullptr;
  std::vector<Denied> denied;
  for (const AtomLiteral& literal : literals) {
    if (!literal.positive) {
      denied.push_back({range_of(literal), literal});
      continue;
    }
    if (low != nullptr && range_of(*low).low.v6 != range_of(literal).low.v6) {
      return {TheoryAnswer::Kind::Conflict, {*low, literal}};
    }
    if (low == nullptr || range_of(*low).low < range_of(literal).low) low = &literal;
    if (high == nullptr || range_of(literal).high < range_of(*high).high) high = &literal;
  }
  std::sort(denied.begin(), denied.end(), [](const Denied& a, const Denied& b) {
    return std::tie(a.range, a.literal) < std::tie(b.range, b.literal);
  });

  TheoryAnswer answer{TheoryAnswer::Kind::Conflict, {}};
  if (low != nullptr) {
    answer.conflict.push_back(*low);
    if (*high != *low) answer.conflict.push_back(*high);
    const AddressRange range{range_of(*low).low, range_of(*high).high};
    if (range.high < range.low) return answer;
    const auto left = lowest_left(range, denied, answer.conflict);
    return left ? consistent(*left) : answer;
  }
  for (const bool v6 : {false, true}) {
    if (const auto left = lowest_left(whole_family(v6), denied, answer.conflict)) {
      return consistent(*left);
    }
  }
  return answer;
}

}  // namespace postern::solver
