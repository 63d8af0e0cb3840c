// Integer ids that cannot be mixed up.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace postern {

/// An index into some table; `Tag` says which.
template <typename Tag>
struct StrongId {
  std::uint32_t value = 0;
  auto operator<=>(const StrongId&) const = default;
};

/// A visitor made of lambdas, for std::visit without a catch-all arm.
template <typename... Arms>
struct Overloaded : Arms... {
  using Arms::operator()...;
};
template <typename... Arms>
Overloaded(Arms...) -> Overloaded<Arms...>;

}  // namespace postern

template <typename Tag>
struct std::hash<postern::StrongId<Tag>> {
  std::size_t operator()(const postern::StrongId<Tag>& id) const noexcept { return id.value; }
};
