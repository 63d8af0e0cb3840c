// A string made of known text and fields: `arn:aws:iam::` account `:user/` name.
//
// Principal ARNs, account ids and unique ids are built from shared component fields, so that they
// agree by construction: no constraint ever has to say that an ARN holds its own account.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "formula/formula.h"

namespace postern::encoder {

struct Shape {
  std::vector<std::variant<std::string, formula::FieldId>> pieces;

  static Shape text(std::string_view text) { return {{std::string(text)}}; }
  static Shape field(formula::FieldId field) { return {{field}}; }
  /// The text, if no field is in it.
  std::optional<std::string> literal() const;
  auto operator<=>(const Shape&) const = default;
  bool operator==(const Shape&) const = default;
};

/// "the string is in `set`". exact, given that a field followed by text never holds that text's
/// first character (the universe constrains account ids to digits and names to their alphabet).
formula::TermId shape_in(formula::TermStore& terms, const Shape& shape, glob::GlobSetId set);

/// "the string is exactly `text`".
formula::TermId shape_is(formula::TermStore& terms, const Shape& shape, std::string_view text);

/// The string under an assignment; unassigned fields give nothing.
std::optional<std::string> shape_value(const Shape& shape, const formula::Assignment& assignment);

}  // namespace postern::encoder
