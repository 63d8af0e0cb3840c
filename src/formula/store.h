// The tables behind a TermStore (internal to src/formula).
#pragma once

#include <deque>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "formula/formula.h"

namespace postern::formula {

/// A node: True, an atom, or a conjunction. Children come before their parent.
struct Node {
  Op op = Op::True;
  AtomId atom;
  std::vector<TermId> children;
};

/// Deques, because callers hold references and spans while they build further terms.
struct Tables {
  std::deque<Field> fields;
  std::map<std::string, FieldId, std::less<>> field_names;
  std::deque<Atom> atoms;
  std::map<Atom, AtomId> atom_ids;
  std::vector<std::uint32_t> atom_nodes;  // AtomId -> node
  std::deque<Bits> bits;
  std::map<Bits, std::uint32_t> bits_ids;
  std::deque<Node> nodes;
  std::unordered_multimap<std::size_t, std::uint32_t> conjunctions;  // hash of children -> node

  // Scratch of evaluate(): the value of a node is known where its stamp is the current one.
  std::vector<std::uint32_t> stamps;
  std::vector<char> values;
  std::uint32_t stamp = 0;

  FieldId declare(std::string_view name, FieldKind kind, std::size_t size,
                  std::vector<glob::GlobSetId> preferred);
  void require(FieldId field, FieldKind kind) const;
  TermId term_of(Atom atom);
  std::uint32_t conjunction(std::vector<TermId> children);
  /// The nodes `root` reaches, children before parents.
  std::vector<std::uint32_t> reachable(TermId root) const;
};

struct TermStore::Impl : Tables {};

/// Tokens as text: `*`, `?`, classes in brackets, other special characters behind a backslash.
std::string print_tokens(const glob::Tokens& tokens);

}  // namespace postern::formula
