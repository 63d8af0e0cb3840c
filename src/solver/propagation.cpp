#include "solver/propagation.h"

#include <algorithm>
#include <set>

#include "support/check.h"

namespace postern::solver {

using formula::NodeView;
using formula::Op;
using formula::TermId;

namespace {

constexpr int most_rounds = 4;
/// Effort of one question for implications between atoms (about the cost of one glob test each).
constexpr std::size_t theory_budget = 20'000;

std::optional<bool> implied(const formula::AddressRange& known, bool positive,
                            const formula::AddressRange& other) {
  const bool same_family = known.low.v6 == other.low.v6;
  if (positive) {
    if (!same_family || known.high < other.low || other.high < known.low) return false;
    if (other.low <= known.low && known.high <= other.high) return true;
  } else if (same_family && known.low <= other.low && other.high <= known.high) {
    return false;
  }
  return std::nullopt;
}

std::optional<bool> implied(const formula::Bits& known, bool positive, const formula::Bits& other) {
  if (positive) {
    if (!known.intersects(other)) return false;
    if (known.subset_of(other)) return true;
  } else {
    if (other.subset_of(known)) return false;
    if (known.complement().subset_of(other)) return true;
  }
  return std::nullopt;
}

}  // namespace

std::optional<bool> implied(formula::TermStore& terms, const AtomLiteral& known,
                            formula::AtomId other, std::size_t& cost) {
  const formula::Atom& a = terms.atom(known.atom);
  const formula::Atom& b = terms.atom(other);
  if (const auto* strings = std::get_if<formula::StringIn>(&a)) {
    const auto* wanted = std::get_if<formula::StringIn>(&b);
    if (wanted == nullptr) return std::nullopt;
    glob::GlobPool& globs = terms.globs();
    cost += globs.members(strings->set).size() + globs.members(wanted->set).size();
    if (!known.positive) {
      return globs.surely_subset(wanted->set, strings->set) ? std::optional(false) : std::nullopt;
    }
    if (globs.surely_subset(strings->set, wanted->set)) return true;
    if (globs.surely_disjoint(strings->set, wanted->set)) return false;
    return std::nullopt;
  }
  if (const auto* values = std::get_if<formula::ValueIn>(&a)) {
    const formula::Bits& bits = terms.bits(values->values);
    cost += 1 + bits.size() / 1024;
    return implied(bits, known.positive, terms.bits(std::get<formula::ValueIn>(b).values));
  }
  if (const auto* addresses = std::get_if<formula::AddressIn>(&a)) {
    cost += 1;
    return implied(addresses->range, known.positive, std::get<formula::AddressIn>(b).range);
  }
  if (const auto* number = std::get_if<formula::NumberCompare>(&a)) {
    cost += 4;
    formula::Assignment ignored;
    for (const bool truth : {true, false}) {
      const AtomLiteral both[2] = {known, {other, truth}};
      const TheoryAnswer answer = check_numbers(terms, number->field, both, ignored);
      if (answer.kind == TheoryAnswer::Kind::Conflict) return !truth;
    }
  }
  return std::nullopt;  // flags have one atom, links and sets no cheap test
}

Propagation::Propagation(formula::TermStore& terms, const Problem& problem, Theory theory)
    : terms_(terms),
      problem_(&problem),
      theory_(theory),
      values_(problem.size(), Value::Unknown),
      reasons_(problem.size()),
      budget_(theory_budget) {
  for (std::size_t i = 0; i < problem.size(); ++i) {
    const NodeView view = problem.node(i);
    if (view.op == Op::True) values_[i] = Value::True;
    if (view.op == Op::Atom) by_field_[formula::field_of(terms_.atom(view.atom))].push_back(i);
  }
  for (std::size_t i = 0; i < problem.assertions().size(); ++i) {
    pending_.push_back({problem.assertions()[i], {{}, i}});
  }
}

void Propagation::assume(TermId term) { pending_.push_back({term, {}}); }

std::optional<bool> Propagation::value(TermId term) const {
  const Value value = values_[problem_->position(term)];
  if (value == Value::Unknown) return std::nullopt;
  return (value == Value::True) != term.negated();
}

std::vector<AtomLiteral> Propagation::literals() const {
  std::vector<AtomLiteral> result;
  for (const auto& [field, positions] : by_field_) {
    for (const std::size_t i : positions) {
      if (values_[i] == Value::Unknown) continue;
      result.push_back({problem_->node(i).atom, values_[i] == Value::True});
    }
  }
  return result;
}

/// False: `term` already has the other value.
bool Propagation::assign(TermId term, bool truth, Reason reason) {
  const std::size_t at = problem_->position(term);
  const Value value = truth != term.negated() ? Value::True : Value::False;
  if (values_[at] == value) return true;
  if (values_[at] != Value::Unknown) {
    contradiction_ = std::move(reason);
    contradiction_.nodes.push_back(at);
    return false;
  }
  values_[at] = value;
  reasons_[at] = std::move(reason);
  changed_ = true;
  if (problem_->node(at).op == Op::Atom) fresh_atoms_.push_back(at);
  return true;
}

/// From children to parents.
bool Propagation::up() {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const NodeView view = problem_->node(i);
    if (view.op != Op::And) continue;
    const TermId self{problem_->nodes()[i] << 1};
    bool all_true = true;
    for (const TermId child : view.children) {
      const auto known = value(child);
      if (known == false) {
        if (!assign(self, false, {{problem_->position(child)}, {}})) return false;
        all_true = false;
        break;
      }
      all_true = all_true && known == true;
    }
    if (!all_true || values_[i] == Value::True) continue;
    Reason reason;
    for (const TermId child : view.children) reason.nodes.push_back(problem_->position(child));
    if (!assign(self, true, std::move(reason))) return false;
  }
  return true;
}

/// From parents to children.
bool Propagation::down() {
  for (std::size_t i = values_.size(); i-- > 0;) {
    if (values_[i] == Value::Unknown) continue;
    const NodeView view = problem_->node(i);
    if (view.op != Op::And) continue;
    if (values_[i] == Value::True) {
      for (const TermId child : view.children) {
        if (!assign(child, true, {{i}, {}})) return false;
      }
      continue;
    }
    std::optional<TermId> open;  // the only child that can make it false
    bool settled = false;
    for (const TermId child : view.children) {
      const auto known = value(child);
      if (known == true) continue;
      settled = settled || known == false || open.has_value();
      open = child;
    }
    if (settled || !open) continue;
    Reason reason{{i}, {}};
    for (const TermId child : view.children) {
      if (child != *open) reason.nodes.push_back(problem_->position(child));
    }
    if (!assign(*open, false, std::move(reason))) return false;
  }
  return true;
}

/// From atoms to the other atoms of their fields.
bool Propagation::across() {
  std::vector<std::size_t> fresh;
  fresh.swap(fresh_atoms_);
  for (const std::size_t at : fresh) {
    const auto field = formula::field_of(terms_.atom(problem_->node(at).atom));
    if (!settle_others(at, by_field_.at(field))) return false;
  }
  return true;
}

bool Propagation::settle_others(std::size_t position, const std::vector<std::size_t>& others) {
  const AtomLiteral known{problem_->node(position).atom, values_[position] == Value::True};
  for (const std::size_t at : others) {
    if (at == position) continue;
    std::size_t cost = 0;
    const formula::AtomId other = problem_->node(at).atom;
    const auto truth = implied(terms_, known, other, cost);
    if (cost > budget_) return true;
    budget_ -= cost;
    const Value value = truth == true ? Value::True : Value::False;
    if (!truth || values_[at] == value) continue;
    exclusions_.push_back({known, {other, !*truth}});
    if (!assign({problem_->nodes()[at] << 1}, *truth, {{position}, {}})) return false;
  }
  return true;
}

bool Propagation::run() {
  for (auto& [term, reason] : pending_) {
    if (!assign(term, true, std::move(reason))) return false;
  }
  pending_.clear();
  changed_ = true;
  for (int round = 0; changed_ && round < most_rounds; ++round) {
    changed_ = false;
    if (!down() || !up()) return false;
    if (theory_ == Theory::Use && !across()) return false;
  }
  return true;
}

std::vector<std::size_t> Propagation::core() const {
  std::set<std::size_t> assertions;
  std::vector<char> seen(values_.size());
  std::vector<const Reason*> todo{&contradiction_};
  while (!todo.empty()) {
    const Reason& reason = *todo.back();
    todo.pop_back();
    if (reason.assertion) assertions.insert(*reason.assertion);
    for (const std::size_t at : reason.nodes) {
      if (seen[at]) continue;
      seen[at] = true;
      todo.push_back(&reasons_[at]);
    }
  }
  return {assertions.begin(), assertions.end()};
}

}  // namespace postern::solver
