#include "encoder/shape.h"

#include <span>

#include "support/check.h"

namespace postern::encoder {
namespace {

using formula::FieldId;
using formula::TermId;

// The pieces from `index` on, of which the first `skip` bytes of a leading text are already used.
TermId rest_in(formula::TermStore& terms, const Shape& shape, std::size_t index, std::size_t skip,
               glob::GlobSetId set) {
  glob::GlobPool& globs = terms.globs();
  if (globs.is_nothing(set)) return terms.false_term();
  if (index == shape.pieces.size()) return terms.constant(globs.contains(set, ""));
  if (const auto* text = std::get_if<std::string>(&shape.pieces[index])) {
    return rest_in(terms, shape, index + 1, 0,
                   globs.after_prefix(set, std::string_view(*text).substr(skip)));
  }
  const FieldId field = std::get<FieldId>(shape.pieces[index]);
  if (index + 1 == shape.pieces.size()) return terms.string_in(field, set);
  const auto* next = std::get_if<std::string>(&shape.pieces[index + 1]);
  POSTERN_CHECK(next != nullptr && !next->empty());
  std::vector<TermId> ways;
  const auto members = globs.members(set);
  for (glob::GlobId member : std::vector<glob::GlobId>(members.begin(), members.end())) {
    for (const glob::Split& split : globs.split_at(member, next->front())) {
      const TermId head = terms.string_in(field, globs.intern_set(split.head));
      if (head == terms.false_term()) continue;
      ways.push_back(
          terms.all_of({head, rest_in(terms, shape, index + 1, 1, globs.intern_set(split.tail))}));
    }
  }
  return terms.any_of(ways);
}

}  // namespace

std::optional<std::string> Shape::literal() const {
  std::string out;
  for (const auto& piece : pieces) {
    const auto* text = std::get_if<std::string>(&piece);
    if (text == nullptr) return std::nullopt;
    out += *text;
  }
  return out;
}

TermId shape_in(formula::TermStore& terms, const Shape& shape, glob::GlobSetId set) {
  if (const auto text = shape.literal()) return terms.constant(terms.globs().contains(set, *text));
  return rest_in(terms, shape, 0, 0, set);
}

TermId shape_is(formula::TermStore& terms, const Shape& shape, std::string_view text) {
  if (const auto literal = shape.literal()) return terms.constant(*literal == text);
  return rest_in(terms, shape, 0, 0,
                 terms.globs().intern_set(terms.globs().intern(glob::literal(text))));
}

std::optional<std::string> shape_value(const Shape& shape, const formula::Assignment& assignment) {
  std::string out;
  for (const auto& piece : shape.pieces) {
    if (const auto* text = std::get_if<std::string>(&piece)) {
      out += *text;
    } else {
      const auto it = assignment.strings.find(std::get<FieldId>(piece));
      if (it == assignment.strings.end()) return std::nullopt;
      out += it->second;
    }
  }
  return out;
}

}  // namespace postern::encoder
