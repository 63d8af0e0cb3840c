#include "formula/formula.h"

#include <algorithm>

#include "formula/store.h"
#include "support/check.h"

namespace postern::formula {
namespace {

/// Conjunctions up to this many children are spliced into the conjunction around them. The bound
/// keeps a conjunction grown one term at a time linear: each step copies at most this much.
constexpr std::size_t splice_limit = 32;

std::size_t hash_of(const std::vector<TermId>& children) {
  std::size_t hash = 0x9e3779b97f4a7c15u;
  for (const TermId child : children) hash = (hash ^ child.value) * 0x100000001b3u;
  return hash;
}

}  // namespace

FieldId field_of(const Atom& atom) {
  return std::visit([](const auto& a) { return a.field; }, atom);
}

TermStore::TermStore(glob::GlobPool& globs) : globs_(globs), impl_(std::make_unique<Impl>()) {
  impl_->nodes.emplace_back();  // node 0 is True
}
TermStore::~TermStore() = default;

// --- fields ----------------------------------------------------------------------------------

FieldId Tables::declare(std::string_view name, FieldKind kind, std::size_t size,
                        std::vector<glob::GlobSetId> preferred) {
  if (const auto known = field_names.find(name); known != field_names.end()) {
    const Field& field = fields[known->second.value];
    POSTERN_CHECK(field.kind == kind && field.size == size);
    return known->second;
  }
  const FieldId id{static_cast<std::uint32_t>(fields.size())};
  fields.push_back({std::string(name), kind, size, std::move(preferred)});
  field_names.emplace(std::string(name), id);
  return id;
}

void Tables::require(FieldId field, FieldKind kind) const {
  POSTERN_CHECK(field.value < fields.size() && fields[field.value].kind == kind);
}

FieldId TermStore::string_field(std::string_view name, std::vector<glob::GlobSetId> preferred) {
  return impl_->declare(name, FieldKind::String, 0, std::move(preferred));
}
FieldId TermStore::enumerated_field(std::string_view name, std::size_t size) {
  POSTERN_CHECK(size > 0);  // an unknown without values would make every formula unsatisfiable
  return impl_->declare(name, FieldKind::Enumerated, size, {});
}
FieldId TermStore::address_field(std::string_view name) {
  return impl_->declare(name, FieldKind::Address, 0, {});
}
FieldId TermStore::number_field(std::string_view name) {
  return impl_->declare(name, FieldKind::Number, 0, {});
}
FieldId TermStore::flag_field(std::string_view name) {
  return impl_->declare(name, FieldKind::Flag, 0, {});
}
FieldId TermStore::set_field(std::string_view name) {
  return impl_->declare(name, FieldKind::Set, 0, {});
}
const Field& TermStore::field(FieldId id) const { return impl_->fields.at(id.value); }
std::size_t TermStore::field_count() const { return impl_->fields.size(); }

// --- structure -------------------------------------------------------------------------------

std::uint32_t Tables::conjunction(std::vector<TermId> children) {
  const std::size_t hash = hash_of(children);
  const auto [begin, end] = conjunctions.equal_range(hash);
  for (auto it = begin; it != end; ++it) {
    if (nodes[it->second].children == children) return it->second;
  }
  const auto index = static_cast<std::uint32_t>(nodes.size());
  nodes.push_back({Op::And, {}, std::move(children)});
  conjunctions.emplace(hash, index);
  return index;
}

TermId TermStore::all_of(std::span<const TermId> terms) {
  std::vector<TermId> children;
  children.reserve(terms.size());
  for (const TermId term : terms) {
    const Node& inner = impl_->nodes.at(term.index());
    if (!term.negated() && inner.op == Op::And && inner.children.size() <= splice_limit) {
      children.insert(children.end(), inner.children.begin(), inner.children.end());
    } else {
      children.push_back(term);
    }
  }
  std::sort(children.begin(), children.end());
  children.erase(std::unique(children.begin(), children.end()), children.end());
  if (!children.empty() && children.front() == true_term()) children.erase(children.begin());
  if (children.empty()) return true_term();
  if (children.front() == false_term()) return false_term();
  for (std::size_t i = 1; i < children.size(); ++i) {
    if (children[i] == !children[i - 1]) return false_term();  // neighbours once sorted
  }
  if (children.size() == 1) return children.front();
  return {impl_->conjunction(std::move(children)) << 1};
}

TermId TermStore::any_of(std::span<const TermId> terms) {
  std::vector<TermId> negated(terms.begin(), terms.end());
  for (TermId& term : negated) term = !term;
  return !all_of(negated);
}

TermId TermStore::all_of(std::initializer_list<TermId> terms) {
  return all_of(std::span<const TermId>(terms.begin(), terms.size()));
}
TermId TermStore::any_of(std::initializer_list<TermId> terms) {
  return any_of(std::span<const TermId>(terms.begin(), terms.size()));
}

// --- atoms -----------------------------------------------------------------------------------

TermId Tables::term_of(Atom atom) {
  const auto [it, added] = atom_ids.try_emplace(std::move(atom));
  if (added) {
    it->second = {static_cast<std::uint32_t>(atoms.size())};
    atoms.push_back(it->first);
    atom_nodes.push_back(static_cast<std::uint32_t>(nodes.size()));
    nodes.push_back({Op::Atom, it->second, {}});
  }
  return {atom_nodes[it->second.value] << 1};
}

TermId TermStore::string_in(FieldId field, glob::GlobSetId set) {
  impl_->require(field, FieldKind::String);
  if (globs_.is_everything(set)) return true_term();
  if (globs_.is_nothing(set)) return false_term();
  return impl_->term_of(StringIn{field, set});
}

TermId TermStore::element_in(FieldId field, glob::GlobSetId set, bool inside) {
  impl_->require(field, FieldKind::Set);
  if (inside ? globs_.is_nothing(set) : globs_.is_everything(set)) return false_term();
  if (!inside && globs_.is_nothing(set)) return element_in(field, globs_.everything_set(), true);
  return impl_->term_of(ElementIn{field, set, inside});
}

TermId TermStore::value_in(FieldId field, const Bits& values) {
  impl_->require(field, FieldKind::Enumerated);
  POSTERN_CHECK(values.size() == this->field(field).size);
  if (values.none()) return false_term();
  if (values.all()) return true_term();
  const auto [it, added] = impl_->bits_ids.try_emplace(values);
  if (added) {
    it->second = static_cast<std::uint32_t>(impl_->bits.size());
    impl_->bits.push_back(values);
  }
  return impl_->term_of(ValueIn{field, it->second});
}

TermId TermStore::address_in(FieldId field, const AddressRange& range) {
  impl_->require(field, FieldKind::Address);
  POSTERN_CHECK(range.low.v6 == range.high.v6);
  if (range.high < range.low) return false_term();
  return impl_->term_of(AddressIn{field, range});
}

TermId TermStore::number(FieldId field, Comparison comparison, const Decimal& bound) {
  impl_->require(field, FieldKind::Number);
  return impl_->term_of(NumberCompare{field, comparison, bound});
}

TermId TermStore::flag(FieldId field) {
  impl_->require(field, FieldKind::Flag);
  return impl_->term_of(FlagSet{field});
}

TermId TermStore::string_linked(FieldId field, std::vector<LinkedPiece> pieces) {
  impl_->require(field, FieldKind::String);
  std::vector<LinkedPiece> merged;  // no empty runs of tokens, no two in a row
  for (LinkedPiece& piece : pieces) {
    if (const auto* value = std::get_if<LinkedValue>(&piece)) {
      impl_->require(value->field, FieldKind::String);
      merged.push_back(std::move(piece));
      continue;
    }
    glob::Tokens& tokens = std::get<glob::Tokens>(piece);
    if (tokens.empty()) continue;
    glob::Tokens* last = merged.empty() ? nullptr : std::get_if<glob::Tokens>(&merged.back());
    if (last != nullptr) {
      last->insert(last->end(), tokens.begin(), tokens.end());
    } else {
      merged.push_back(std::move(piece));
    }
  }
  if (merged.empty()) return string_in(field, globs_.intern_set(globs_.intern({})));
  if (merged.size() == 1) {
    if (const auto* tokens = std::get_if<glob::Tokens>(&merged.front())) {
      return string_in(field, globs_.intern_set(globs_.intern(*tokens)));
    }
    const auto& value = std::get<LinkedValue>(merged.front());
    if (value.field == field) {  // the field is itself
      if (!value.only) return true_term();
      return string_in(field, globs_.intern_set(globs_.intern({{*value.only, glob::Repeat::Any}})));
    }
  }
  return impl_->term_of(StringLinked{field, std::move(merged)});
}

// --- views -----------------------------------------------------------------------------------

NodeView TermStore::node(TermId term) const {
  const Node& node = impl_->nodes.at(term.index());
  return {node.op, node.atom, node.children};
}
const Atom& TermStore::atom(AtomId id) const { return impl_->atoms.at(id.value); }
std::size_t TermStore::atom_count() const { return impl_->atoms.size(); }
std::size_t TermStore::node_count() const { return impl_->nodes.size(); }
const Bits& TermStore::bits(std::uint32_t index) const { return impl_->bits.at(index); }

std::vector<std::uint32_t> Tables::reachable(TermId root) const {
  std::vector<bool> seen(root.index() + 1);
  seen[root.index()] = true;
  std::vector<std::uint32_t> result;
  // Children have smaller indices than their parents, so one downward pass reaches everything.
  for (std::uint32_t i = root.index() + 1; i-- > 0;) {
    if (!seen[i]) continue;
    result.push_back(i);
    for (const TermId child : nodes[i].children) seen[child.index()] = true;
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace postern::formula
