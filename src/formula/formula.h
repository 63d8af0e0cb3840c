// The term language between encoder and solver: Boolean structure over typed atoms.
//
// A *field* is an unknown: a string, one of a finite enumeration, an IP address, a number, a flag,
// a finite set of strings (a multi-valued context key). An *atom* says something about one field
// (two for linked patterns). Terms are and/or/not over atoms, hash-consed in a TermStore, built
// only through it, and folded while they are built. A TermId carries its sign, so negation costs
// nothing and `x` and `not x` share a node.
//
// It is deliberately not a second Z3: no quantifiers, no functions, no arithmetic.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "formula/address.h"
#include "formula/bits.h"
#include "formula/decimal.h"
#include "glob/glob.h"
#include "support/strong_id.h"

namespace postern::formula {

using FieldId = StrongId<struct FieldTag>;
using AtomId = StrongId<struct AtomTag>;

enum class FieldKind : std::uint8_t { String, Enumerated, Address, Number, Flag, Set };

struct Field {
  std::string name;
  FieldKind kind = FieldKind::Flag;
  std::size_t size = 0;                    // Enumerated: number of values
  std::vector<glob::GlobSetId> preferred;  // String: what a readable value looks like (soft)
};

/// A term: an index into the store and a sign.
struct TermId {
  std::uint32_t value = 0;
  auto operator<=>(const TermId&) const = default;
  bool negated() const { return (value & 1u) != 0; }
  std::uint32_t index() const { return value >> 1; }
  TermId operator!() const { return {value ^ 1u}; }
};

/// What a node is: or = not and not; false = not true.
enum class Op : std::uint8_t { True, Atom, And };

// --- atoms -----------------------------------------------------------------------------------

/// The string is in the language.
struct StringIn {
  FieldId field;
  glob::GlobSetId set;
  auto operator<=>(const StringIn&) const = default;
};
/// The enumerated value is one of `values`.
struct ValueIn {
  FieldId field;
  std::uint32_t values;  // index into TermStore::bits()
  auto operator<=>(const ValueIn&) const = default;
};
/// The address lies in the closed range (one family; the other family is outside).
struct AddressIn {
  FieldId field;
  AddressRange range;
  auto operator<=>(const AddressIn&) const = default;
};
enum class Comparison : std::uint8_t { Less, LessOrEqual, Equal };
/// field < bound, field <= bound, field == bound, over the rationals.
struct NumberCompare {
  FieldId field;
  Comparison comparison;
  Decimal bound;
  auto operator<=>(const NumberCompare&) const = default;
};
/// The flag is set.
struct FlagSet {
  FieldId field;
  auto operator<=>(const FlagSet&) const = default;
};
/// A piece of a linked pattern: tokens, or the value of another String field taken literally
/// (VAR-9). With `within`, that value must also lie in the set (ARN components hold no colon).
struct LinkedValue {
  FieldId field;
  std::optional<glob::CharSet> only;
  auto operator<=>(const LinkedValue&) const = default;
  bool operator==(const LinkedValue&) const = default;
};
using LinkedPiece = std::variant<glob::Tokens, LinkedValue>;
/// The string is an instance of the pattern with the linked fields' values put in.
struct StringLinked {
  FieldId field;
  std::vector<LinkedPiece> pieces;
  auto operator<=>(const StringLinked&) const = default;
  bool operator==(const StringLinked&) const = default;
};
/// Some element of the set field is in `set` (`inside`), or is not in it.
///
/// An oracle for a Set field: the set of elements is free, so a combination of such atoms can hold
/// iff each atom that must be true has a string in its language that is in the language of no atom
/// that must be false. One emptiness question per true atom, and a lemma `not atom or some of the
/// false ones` where it fails; the witness is the set of the strings found.
struct ElementIn {
  FieldId field;
  glob::GlobSetId set;
  bool inside = true;
  auto operator<=>(const ElementIn&) const = default;
};
using Atom =
    std::variant<StringIn, ValueIn, AddressIn, NumberCompare, FlagSet, StringLinked, ElementIn>;

/// The (first) field an atom speaks of.
FieldId field_of(const Atom& atom);

// --- assignments -----------------------------------------------------------------------------

/// Values of fields. Fields that are not there are free: any value will do.
struct Assignment {
  std::map<FieldId, std::string> strings;
  std::map<FieldId, std::size_t> values;
  std::map<FieldId, Address> addresses;
  std::map<FieldId, Decimal> numbers;
  std::map<FieldId, bool> flags;
  std::map<FieldId, std::vector<std::string>> sets;  // sorted, without duplicates
};

// --- the store -------------------------------------------------------------------------------

struct NodeView {
  Op op;
  AtomId atom;                       // Op::Atom
  std::span<const TermId> children;  // Op::And; sorted, no duplicates
};

class TermStore {
 public:
  explicit TermStore(glob::GlobPool& globs);
  ~TermStore();
  TermStore(const TermStore&) = delete;
  TermStore& operator=(const TermStore&) = delete;

  glob::GlobPool& globs() { return globs_; }

  /// Declares a field; a name is declared once (asking again with the same kind returns the same
  /// id; with another kind is an internal error).
  FieldId string_field(std::string_view name, std::vector<glob::GlobSetId> preferred = {});
  FieldId enumerated_field(std::string_view name, std::size_t size);
  FieldId address_field(std::string_view name);
  FieldId number_field(std::string_view name);
  FieldId flag_field(std::string_view name);
  FieldId set_field(std::string_view name);
  const Field& field(FieldId id) const;
  std::size_t field_count() const;

  TermId true_term() const { return {0}; }
  TermId false_term() const { return {1}; }
  TermId constant(bool value) const { return value ? true_term() : false_term(); }

  /// Folded: units, duplicates, `x and not x`, nested conjunctions.
  TermId all_of(std::span<const TermId> terms);
  TermId any_of(std::span<const TermId> terms);
  TermId all_of(std::initializer_list<TermId> terms);
  TermId any_of(std::initializer_list<TermId> terms);

  TermId string_in(FieldId field, glob::GlobSetId set);
  TermId value_in(FieldId field, const Bits& values);
  TermId address_in(FieldId field, const AddressRange& range);
  TermId number(FieldId field, Comparison comparison, const Decimal& bound);
  TermId flag(FieldId field);
  /// "some element is in `set`" (`inside`), "some element is not in `set`".
  TermId element_in(FieldId field, glob::GlobSetId set, bool inside);
  /// Folds to string_in where no piece is a linked value.
  TermId string_linked(FieldId field, std::vector<LinkedPiece> pieces);

  NodeView node(TermId term) const;  // the node without the sign
  const Atom& atom(AtomId id) const;
  std::size_t atom_count() const;
  std::size_t node_count() const;
  const Bits& bits(std::uint32_t index) const;

  /// The truth of `term` under `assignment`; fields that are not assigned take a fixed default
  /// (empty string, 0, 0.0.0.0, false, empty set).
  bool evaluate(TermId term, const Assignment& assignment);
  bool evaluate(const Atom& atom, const Assignment& assignment);

  /// SMT-LIB 2 text over the theory of strings that is satisfiable iff `term` is; deterministic.
  std::string print_smt2(TermId term);
  /// One line for people and unit tests: `(and (in action {...}) (not has.aws:sourceip))`.
  std::string print(TermId term);

 private:
  struct Impl;
  glob::GlobPool& globs_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace postern::formula
