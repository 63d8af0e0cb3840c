// The meaning of terms and atoms under an assignment, by plain interpretation.
#include <algorithm>

#include "formula/store.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::formula {
namespace {

template <typename Value>
Value value_or(const std::map<FieldId, Value>& values, FieldId field, Value otherwise) {
  const auto it = values.find(field);
  return it == values.end() ? std::move(otherwise) : it->second;
}

/// Does `text` match `tokens`? Simulates the set of token positions reached; needs no automata.
bool matches(const glob::Tokens& tokens, std::u32string_view text) {
  std::vector<char> at(tokens.size() + 1);
  at[0] = true;
  const auto skip_runs = [&] {  // a run may be empty
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (at[i] && tokens[i].repeat == glob::Repeat::Any) at[i + 1] = true;
    }
  };
  skip_runs();
  for (const char32_t c : text) {
    std::vector<char> next(tokens.size() + 1);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!at[i] || !tokens[i].set.contains(c)) continue;
      next[tokens[i].repeat == glob::Repeat::Any ? i : i + 1] = true;
    }
    at = std::move(next);
    skip_runs();
  }
  return at[tokens.size()];
}

bool evaluate_linked(const StringLinked& atom, const Assignment& assignment) {
  glob::Tokens tokens;
  for (const LinkedPiece& piece : atom.pieces) {
    if (const auto* plain = std::get_if<glob::Tokens>(&piece)) {
      tokens.insert(tokens.end(), plain->begin(), plain->end());
      continue;
    }
    const auto& linked = std::get<LinkedValue>(piece);
    const std::string value = value_or(assignment.strings, linked.field, std::string());
    for (const char32_t c : decode_utf8(value)) {
      if (linked.only && !linked.only->contains(c)) return false;
      tokens.push_back({glob::CharSet::one(c), glob::Repeat::Once});
    }
  }
  return matches(tokens, decode_utf8(value_or(assignment.strings, atom.field, std::string())));
}

bool evaluate_number(const NumberCompare& atom, const Assignment& assignment) {
  const Decimal value = value_or(assignment.numbers, atom.field, Decimal());
  switch (atom.comparison) {
    case Comparison::Less:
      return value < atom.bound;
    case Comparison::LessOrEqual:
      return value <= atom.bound;
    case Comparison::Equal:
      return value == atom.bound;
  }
  internal_error("unknown comparison");
}

}  // namespace

bool TermStore::evaluate(const Atom& atom, const Assignment& assignment) {
  return std::visit(
      Overloaded{
          [&](const StringIn& a) {
            return globs_.contains(a.set, value_or(assignment.strings, a.field, std::string()));
          },
          [&](const ValueIn& a) {
            const std::size_t value = value_or(assignment.values, a.field, std::size_t{0});
            POSTERN_CHECK(value < bits(a.values).size());
            return bits(a.values).test(value);
          },
          [&](const AddressIn& a) {
            return a.range.contains(value_or(assignment.addresses, a.field, Address()));
          },
          [&](const NumberCompare& a) { return evaluate_number(a, assignment); },
          [&](const FlagSet& a) { return value_or(assignment.flags, a.field, false); },
          [&](const StringLinked& a) { return evaluate_linked(a, assignment); },
          [&](const ElementIn& a) {
            const auto it = assignment.sets.find(a.field);
            return it != assignment.sets.end() &&
                   std::any_of(it->second.begin(), it->second.end(), [&](const std::string& e) {
                     return globs_.contains(a.set, e) == a.inside;
                   });
          },
      },
      atom);
}

bool TermStore::evaluate(TermId term, const Assignment& assignment) {
  Impl& store = *impl_;
  store.stamps.resize(store.nodes.size());
  store.values.resize(store.nodes.size());
  if (++store.stamp == 0) {  // the counter went round: forget everything
    std::fill(store.stamps.begin(), store.stamps.end(), 0u);
    store.stamp = 1;
  }
  const auto known = [&](std::uint32_t index) { return store.stamps[index] == store.stamp; };
  const auto set = [&](std::uint32_t index, bool value) {
    store.stamps[index] = store.stamp;
    store.values[index] = value;
  };
  // An explicit stack of (node, next child): terms may be deeper than the call stack.
  std::vector<std::pair<std::uint32_t, std::size_t>> stack{{term.index(), 0}};
  while (!stack.empty()) {
    auto& [index, next] = stack.back();
    const Node& node = store.nodes[index];
    if (node.op != Op::And) {
      set(index, node.op == Op::True || evaluate(store.atoms[node.atom.value], assignment));
      stack.pop_back();
      continue;
    }
    bool value = true;
    while (value && next < node.children.size() && known(node.children[next].index())) {
      const TermId child = node.children[next++];
      value = (store.values[child.index()] != 0) != child.negated();
    }
    if (value && next < node.children.size()) {
      stack.emplace_back(node.children[next].index(), 0);
    } else {
      set(index, value);
      stack.pop_back();
    }
  }
  return (store.values[term.index()] != 0) != term.negated();
}

}  // namespace postern::formula
