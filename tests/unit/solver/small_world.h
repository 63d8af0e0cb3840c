// A small world for random tests: formulas over a handful of fields, and all their assignments.
#pragma once

#include <cstdlib>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "formula/formula.h"

namespace postern::formula {

/// POSTERN_SEED, or `otherwise`.
inline unsigned seed_from_environment(unsigned otherwise) {
  const char* given = std::getenv("POSTERN_SEED");
  return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : otherwise;
}

// The small world. Strings have at most three characters; a formula over them that is satisfiable
// at all but only by longer strings is told apart by trusting the (re-checked) assignment.
struct World {
  std::vector<std::string> strings{""};
  std::vector<Decimal> numbers;
  std::vector<Address> addresses;
  std::vector<std::vector<std::string>> sets{{}};  // of at most two elements

  World() {
    const std::string letters = "ab:";
    for (std::size_t begin = 0, length = 0; length < 3; ++length) {
      const std::size_t end = strings.size();
      for (; begin < end; ++begin) {
        for (const char c : letters) strings.push_back(strings[begin] + c);
      }
    }
    for (const char* text : {"-1", "0", "0.5", "1", "1.5", "2", "3"}) {
      numbers.push_back(*Decimal::parse(text));
    }
    for (const char* text : {"0.0.0.0", "10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.4", "10.0.1.0",
                             "255.255.255.255", "::", "2001:db8::1", "2001:db8::2"}) {
      addresses.push_back(*parse_address(text));
    }
    for (const char* a : {"", "a", "b", "ab", "ba", ":"}) {
      sets.push_back({a});
      for (const char* b : {"a", "aa", "b", "ab", "a:"}) {
        if (std::string(a) < b) sets.push_back({a, b});
      }
    }
  }
};

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed), terms(globs) {
    strings_ = {terms.string_field("s"), terms.string_field("t")};
    value_ = terms.enumerated_field("e", 2 + pick(4));
    number_ = terms.number_field("n");
    address_ = terms.address_field("ip");
    flag_ = terms.flag_field("f");
    set_ = terms.set_field("tags");
    kinds_ = 8 + pick(2) * 2 + pick(4) / 3;  // linked patterns in half of them, sets in some
    const std::size_t atoms = 2 + pick(6);
    for (std::size_t i = 0; i < atoms; ++i) pool_.push_back(atom());
  }

  std::vector<TermId> assertions() {
    std::vector<TermId> result;
    const std::size_t count = 1 + pick(4);
    for (std::size_t i = 0; i < count; ++i) result.push_back(term(3));
    return result;
  }

  glob::GlobPool globs;

 private:
  std::mt19937 random_;

 public:
  TermStore terms;

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }

  std::string glob_text() {
    std::string text;
    const std::size_t length = pick(4);
    for (std::size_t i = 0; i < length; ++i) text += "ab:**?"[pick(6)];
    return text;
  }

  glob::CharSet any() { return pick(3) == 0 ? glob::CharSet::except(U":") : glob::CharSet::all(); }

  TermId linked_atom() {
    const std::size_t self = pick(2);
    LinkedValue value{strings_[pick(8) == 0 ? self : 1 - self], std::nullopt};
    if (pick(3) == 0) value.only = glob::CharSet::except(U":");
    std::vector<LinkedPiece> pieces;
    if (pick(2) == 0) pieces.emplace_back(glob::wildcard(glob_text(), any()));
    pieces.emplace_back(value);
    if (pick(3) == 0) pieces.emplace_back(glob::wildcard(glob_text(), any()));
    if (pick(6) == 0) pieces.emplace_back(value);
    return terms.string_linked(strings_[self], std::move(pieces));
  }

  TermId atom() {
    switch (const std::size_t kind = pick(kinds_)) {
      case 0: {
        Bits bits(terms.field(value_).size);
        for (std::size_t i = 0; i < bits.size(); ++i) {
          if (pick(2) == 0) bits.set(i);
        }
        return terms.value_in(value_, bits);
      }
      case 1: {
        const Comparison comparisons[] = {Comparison::Less, Comparison::LessOrEqual,
                                          Comparison::Equal};
        return terms.number(number_, comparisons[pick(3)], Decimal(static_cast<int>(pick(3))));
      }
      case 2:
        return terms.flag(flag_);
      case 3: {
        const char* ranges[] = {"10.0.0.0/24",    "10.0.0.0/31", "10.0.0.2", "0.0.0.0/0",
                                "2001:db8::/126", "::/0",        "::",       "10.0.0.1"};
        return terms.address_in(address_, *parse_cidr(ranges[pick(8)]));
      }
      default: {
        if ((kind == 8 || kind == 9) && kinds_ >= 10) return linked_atom();
        std::vector<glob::GlobId> members;
        for (std::size_t i = 1 + pick(2); i > 0; --i) {
          members.push_back(globs.intern(glob::wildcard(glob_text(), any())));
        }
        const glob::GlobSetId set = globs.intern_set(members);
        if (kind >= 8) {
          return terms.element_in(set_, set, pick(2) == 0);
        }
        return terms.string_in(strings_[pick(2)], set);
      }
    }
  }

  TermId term(int depth) {
    if (depth == 0 || pick(4) == 0) {
      const TermId leaf = pool_[pick(pool_.size())];
      return pick(2) == 0 ? leaf : !leaf;
    }
    std::vector<TermId> children;
    for (std::size_t i = 1 + pick(3); i > 0; --i) children.push_back(term(depth - 1));
    return pick(2) == 0 ? terms.all_of(children) : terms.any_of(children);
  }

  std::vector<FieldId> strings_;
  FieldId value_, number_, address_, flag_;
  FieldId set_;
  std::size_t kinds_ = 8;
  std::vector<TermId> pool_;
};

/// The fields the terms mention.
inline void collect_fields(TermStore& terms, TermId term, std::set<FieldId>& fields) {
  const NodeView view = terms.node(term);
  if (view.op == Op::Atom) {
    const Atom& atom = terms.atom(view.atom);
    fields.insert(field_of(atom));
    if (const auto* linked = std::get_if<StringLinked>(&atom)) {
      for (const LinkedPiece& piece : linked->pieces) {
        if (const auto* value = std::get_if<LinkedValue>(&piece)) fields.insert(value->field);
      }
    }
  }
  for (const TermId child : view.children) collect_fields(terms, child, fields);
}

/// Is there an assignment over the small world?
inline bool brute_force(TermStore& terms, const std::vector<TermId>& assertions,
                        const World& world) {
  const TermId all = terms.all_of(assertions);
  std::set<FieldId> fields;
  collect_fields(terms, all, fields);
  std::vector<FieldId> order(fields.begin(), fields.end());
  Assignment assignment;
  const std::function<bool(std::size_t)> go = [&](std::size_t i) {
    if (i == order.size()) return terms.evaluate(all, assignment);
    const FieldId field = order[i];
    const auto each = [&](auto& values, const auto& choices) {
      for (const auto& choice : choices) {
        values[field] = choice;
        if (go(i + 1)) return true;
      }
      return false;
    };
    switch (terms.field(field).kind) {
      case FieldKind::String:
        return each(assignment.strings, world.strings);
      case FieldKind::Number:
        return each(assignment.numbers, world.numbers);
      case FieldKind::Address:
        return each(assignment.addresses, world.addresses);
      case FieldKind::Flag:
        return each(assignment.flags, std::vector<bool>{false, true});
      case FieldKind::Enumerated: {
        std::vector<std::size_t> values(terms.field(field).size);
        for (std::size_t v = 0; v < values.size(); ++v) values[v] = v;
        return each(assignment.values, values);
      }
      case FieldKind::Set:
        return each(assignment.sets, world.sets);
    }
    return false;
  };
  return go(0);
}

}  // namespace postern::formula
