#include "verify/residual.h"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "formula/by_value.h"
#include "model/arn.h"
#include "support/text.h"
#include "verify/claims.h"
#include "verify/opposites.h"
#include "verify/policies_about.h"
#include "verify/readable.h"
#include "verify/replay.h"

namespace postern::verify {

using formula::Assignment;
using formula::TermId;
using model::Condition;
using model::Mode;
using solver::Outcome;

namespace {

constexpr std::size_t few = 16;        // conditions that are tried one after the other
constexpr std::size_t most_ways = 64;  // of one question; more are not looked for

std::vector<std::string> texts(const std::vector<model::Pattern>& values) {
  std::vector<std::string> out;
  for (const model::Pattern& value : values) out.push_back(value.text);
  return out;
}

using Name = std::tuple<std::string, std::string>;
Name name_of(const Condition& condition) { return {to_string(condition.op), condition.key}; }

bool in_order(const Condition& a, const Condition& b) {
  return std::tuple(name_of(a), texts(a.values)) < std::tuple(name_of(b), texts(b.values));
}

Condition string_condition(model::BaseOperator base, std::string spelt, std::string value) {
  Condition out;
  out.op.base = base;
  out.key = ascii_lower(spelt);
  out.spelt = std::move(spelt);
  std::vector<model::Part> parts =
      model::parse_pattern(value, model::operator_row(out.op).wildcards, model::Variables::No);
  out.values = {{std::move(value), std::move(parts), {}}};
  return out;
}

// Both conditions as one entry of a block, or as two of different names; nothing where that cannot
// be written.
std::optional<std::vector<Condition>> together(const Condition& a, const Condition& b) {
  const bool any = a.op.set == model::SetQualifier::ForAnyValue;
  if (a.op.negated && !any) {  // no value of either list
    Condition out = a;
    for (const model::Pattern& value : b.values) {
      const std::vector<std::string> known = texts(out.values);
      if (std::ranges::find(known, value.text) == known.end()) out.values.push_back(value);
    }
    return std::vector<Condition>{out};
  }
  const bool null = model::family(a.op.base) == model::OperatorFamily::Null;
  if (null || a.op.if_exists || a.op.set != model::SetQualifier::None) return std::nullopt;
  Condition also = b;  // the key is there: the first one says so
  also.op.if_exists = true;
  return std::vector<Condition>{a, also};
}

}  // namespace

bool Residual::unconditional() const {
  return std::ranges::any_of(ways,
                             [](const Way& way) { return way.enough && way.conditions.empty(); });
}

ResidualConditions::ResidualConditions(Question& question, const model::IamPrincipal* role)
    : question_(question), step_(question.steps().at(0)), terms_(question.steps().terms()) {
  add_conditions();
  add_names();
  const queries::EncodedSet& set = question.encoded();
  const auto allowed = [&](Mode mode) {
    return role != nullptr ? step_.assumes(*role, mode)
                           : step_.allowed(set.actions, set.range, mode);
  };
  allowed_ = allowed(Mode::Counterexample);
  const TermId may_be_allowed = allowed(Mode::Prove);
  possible_ = step_.possible(set.actions, set.range, Mode::Prove);
  demonstrable_ = step_.possible(set.actions, set.range, Mode::Counterexample);
  possibly_ = terms_.all_of({queries::members(set, terms_.true_term(), step_, terms_, Mode::Prove),
                             possible_, may_be_allowed});
}

ResidualConditions::Block ResidualConditions::block(std::vector<Condition> conditions) {
  Block out{std::move(conditions), {}};
  std::ranges::sort(out.conditions, in_order);
  out.truth = step_.conditions(out.conditions);
  return out;
}

void ResidualConditions::add(const Condition& condition) {
  const auto same = [&](const Atom& atom) {
    const Condition& known = atom.condition.conditions.front();
    return name_of(known) == name_of(condition) && texts(known.values) == texts(condition.values);
  };
  if (std::ranges::any_of(atoms_, same)) return;
  Atom atom{block({condition}), {}};
  for (std::vector<Condition>& each : opposites(condition)) {
    atom.opposites.push_back(block(std::move(each)));
  }
  atoms_.push_back(std::move(atom));
}

// What the policies ask, as far as they can be about an action of the set.
void ResidualConditions::add_conditions() {
  encoder::WorldFacts& facts = question_.steps().facts();
  for (const model::Policy* policy : policies_about(question_)) {
    for (const model::Statement& statement : policy->statements) {
      if (!facts.actions.may_match(statement.actions, question_.encoded().actions)) continue;
      for (Condition condition : statement.conditions) {
        // Of a version without variables: what looks like one is text (VAR-1).
        for (model::Pattern& value : condition.values) {
          if (policy->has_variables) continue;
          for (std::size_t at = 0; (at = value.text.find("${", at)) != std::string::npos; at += 4) {
            value.text.replace(at, 1, "${$}");
          }
        }
        add(condition);
      }
    }
  }
}

// What is asked without a condition, and can be said with one: to be somebody the snapshot does not
// contain, and to come through an endpoint.
void ResidualConditions::add_names() {
  const model::World& world = question_.steps().facts().world;
  std::set<std::string> principals, sessions;
  for (const model::Policy* policy : policies_about(question_)) {
    for (const model::Statement& statement : policy->statements) {
      if (!statement.principal) continue;
      for (const model::PrincipalEntry& entry : statement.principal->entries) {
        const auto arn = model::parse_arn(entry.value);
        if (!arn || world.principals.contains(entry.value)) continue;
        if (arn->service == "iam" && arn->resource != "root") principals.insert(entry.value);
        const std::size_t name = arn->resource.rfind('/');
        if (arn->service == "sts" && arn->resource.starts_with("assumed-role/")) {
          sessions.emplace(arn->resource.substr(name + 1));
        }
      }
    }
  }
  for (const std::string& arn : principals) {
    add(string_condition(model::BaseOperator::StringEquals, "aws:PrincipalArn", arn));
  }
  for (const std::string& session : sessions) {
    add(string_condition(model::BaseOperator::StringLike, "aws:userid", "*:" + session));
  }
  for (const auto& [id, endpoint] : world.endpoints) {
    add(string_condition(model::BaseOperator::StringEquals, "aws:SourceVpce", id));
  }
}

bool ResidualConditions::may_send(TermId caller) { return !unsatisfiable({caller, possibly_}); }

// Why callers for whom there is no witness may have access; nothing: it is proved that none has.
std::optional<verdict::Verdict> ResidualConditions::open_access(TermId caller) {
  const Outcome outcome = question_.steps().solver().solve({caller, possibly_});
  if (outcome.kind == Outcome::Kind::Unsat) return std::nullopt;
  if (outcome.kind == Outcome::Kind::Undecided) return undecided(outcome);
  const Question::Leaning leaning = question_.find_plain(caller, true, Mode::Prove);
  if (leaning.outcome.kind != Outcome::Kind::Sat) return undecided(leaning.outcome);
  return open_question(question_, leaning);
}

// An allowed request of the set, as readable as can be, replayed.
std::optional<verdict::Step> ResidualConditions::witness(TermId caller) {
  solver::Solver& solver = question_.steps().solver();
  encoder::WorldFacts& facts = question_.steps().facts();
  std::vector<TermId> asked = {
      queries::members(question_.encoded(), caller, step_, terms_, Mode::Counterexample),
      demonstrable_, allowed_};
  Outcome first = solver.solve(asked);
  if (first.kind != Outcome::Kind::Sat) return std::nullopt;
  Readable readable(terms_, solver, std::move(asked), std::move(first));
  readable.least(step_.callers().field(), step_.callers().size());
  readable.least(step_.action(), facts.actions.size(),
                 familiar_actions(facts.actions, question_.encoded().actions));
  for (const TermId present : step_.optional_keys()) readable.without(present);
  const Replayed replayed =
      replay(question_.world(), step_.decode(readable.outcome().assignment), Mode::Counterexample);
  require_agreement(replayed, true);
  return replayed.step;
}

formula::Bits ResidualConditions::candidates() {
  return formula::values_of(terms_, possibly_, step_.callers().field());
}

std::vector<TermId> ResidualConditions::signature(const formula::Bits& classes) {
  std::vector<TermId> terms = {possibly_,
                               queries::members(question_.encoded(), terms_.true_term(), step_,
                                                terms_, Mode::Counterexample),
                               allowed_, possible_, demonstrable_};
  const auto add = [&](const Block& block) {
    terms.insert(terms.end(), {block.truth.sure, block.truth.maybe});
  };
  for (const Atom& atom : atoms_) {
    add(atom.condition);
    for (const Block& opposite : atom.opposites) add(opposite);
  }
  std::vector<TermId> out;
  for (std::size_t i = classes.first(); i < classes.size(); i = classes.next(i)) {
    const std::vector<TermId> one = formula::at_value(terms_, terms, step_.callers().field(), i);
    out.insert(out.end(), one.begin(), one.end());
  }
  return out;
}

bool ResidualConditions::unsatisfiable(std::vector<TermId> assertions) {
  return question_.steps().solver().solve(assertions).kind == Outcome::Kind::Unsat;
}

// Keeps of the blocks only some that contradict the question already.
void ResidualConditions::keep_core(const std::vector<TermId>& question,
                                   std::vector<const Block*>& blocks) {
  std::vector<TermId> all = question;
  for (const Block* each : blocks) all.push_back(each->truth.sure);
  std::vector<const Block*> core;
  for (const std::size_t index : question_.steps().solver().solve(all).core) {
    if (index >= question.size()) core.push_back(blocks[index - question.size()]);
  }
  std::erase_if(blocks,
                [&](const Block* each) { return std::ranges::find(core, each) == core.end(); });
}

// Requests like the example but for their context that are not certainly allowed.
std::vector<TermId> ResidualConditions::background(const Assignment& example, TermId caller,
                                                   Mode mode) {
  const auto value = [&](formula::FieldId field) {
    const auto it = example.values.find(field);
    formula::Bits bits(terms_.field(field).size);
    bits.set(it == example.values.end() ? 0 : it->second);
    return terms_.value_in(field, bits);
  };
  glob::GlobPool& globs = terms_.globs();
  const auto resource = example.strings.find(step_.resource());
  const std::string text = resource == example.strings.end() ? "" : resource->second;
  return {queries::members(question_.encoded(), caller, step_, terms_, Mode::Counterexample),
          value(step_.callers().field()),
          value(step_.action()),
          terms_.string_in(step_.resource(), globs.intern_set(globs.intern(glob::literal(text)))),
          mode == Mode::Prove ? possible_ : demonstrable_,
          terms_.all_of({!allowed_, step_.on_known_path()})};
}

// The fewest conditions of the example, an allowed request, that are enough.
ResidualConditions::Found ResidualConditions::shrink(const Assignment& example, TermId caller) {
  // Negated ones stand last, and are the first to go.
  std::vector<const Block*> literals;
  std::vector<const Block*> negated;
  for (const Atom& atom : atoms_) {
    if (terms_.evaluate(atom.condition.truth.sure, example)) {
      literals.push_back(&atom.condition);
    } else if (!atom.opposites.empty() &&
               terms_.evaluate(atom.opposites.front().truth.sure, example)) {
      negated.push_back(&atom.opposites.front());
    }
  }
  literals.insert(literals.end(), negated.begin(), negated.end());
  std::vector<TermId> question;
  const auto enough = [&](const std::vector<const Block*>& some) {
    std::vector<TermId> all = question;
    for (const Block* each : some) all.push_back(each->truth.sure);
    return unsatisfiable(std::move(all));
  };
  // Who a caller is that the snapshot does not contain, and what its session is called.
  const auto names = [&] {
    std::vector<TermId> out;
    const encoder::CallerSpace& callers = step_.callers();
    for (const formula::FieldId field :
         {callers.session_name(), callers.account(), callers.name(), callers.path_name()}) {
      const auto it = example.strings.find(field);
      if (it == example.strings.end()) continue;
      glob::GlobPool& globs = terms_.globs();
      out.push_back(
          terms_.string_in(field, globs.intern_set(globs.intern(glob::literal(it->second)))));
    }
    return terms_.all_of(out);
  };
  bool said = true;
  question = background(example, caller, Mode::Prove);
  if (!enough(literals)) question = background(example, caller, Mode::Counterexample);
  if (!enough(literals)) {
    question.push_back(names());
    said = false;
  }
  if (!said && !enough(literals)) return {block({}), false};
  if (literals.size() > few) keep_core(question, literals);
  for (std::size_t i = literals.size(); i-- > 0;) {
    std::vector<const Block*> fewer = literals;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (enough(fewer)) literals = std::move(fewer);
  }
  std::vector<Block> blocks;
  for (const Block* each : literals) blocks.push_back(shorter(*each, caller));
  if (auto out = merged(blocks)) return {std::move(*out), said};
  return {block({}), false};
}

// The shortest way to say the same of requests that callers of `caller` can send.
ResidualConditions::Block ResidualConditions::shorter(const Block& exact, TermId caller) {
  for (const Atom& atom : atoms_) {
    if (atom.opposites.empty() || &atom.opposites.front() != &exact) continue;
    for (std::size_t i = 1; i < atom.opposites.size(); ++i) {
      const encoder::Truth& other = atom.opposites[i].truth;
      const TermId request =
          queries::members(question_.encoded(), caller, step_, terms_, Mode::Prove);
      if (unsatisfiable({request, possible_, exact.truth.maybe, !other.maybe}) &&
          unsatisfiable({request, possible_, other.sure, !exact.truth.sure})) {
        return atom.opposites[i];
      }
    }
  }
  return exact;
}

// All of the blocks as one; nothing where the Condition element has no way to write that.
std::optional<ResidualConditions::Block> ResidualConditions::merged(
    const std::vector<Block>& blocks) {
  std::map<Name, Condition> all;
  std::deque<Condition> left;
  for (const Block& each : blocks) {
    left.insert(left.end(), each.conditions.begin(), each.conditions.end());
  }
  while (!left.empty()) {
    const Condition next = left.front();
    left.pop_front();
    const auto [at, fresh] = all.emplace(name_of(next), next);
    if (fresh || texts(at->second.values) == texts(next.values)) continue;
    const auto both = together(at->second, next);
    if (!both) return std::nullopt;
    all.erase(at);
    left.insert(left.end(), both->begin(), both->end());
  }
  std::vector<Condition> out;
  for (auto& [name, condition] : all) out.push_back(std::move(condition));
  return block(std::move(out));
}

// Leaves out what another way says as well.
void ResidualConditions::leave_out_covered(std::vector<Found>& found, TermId caller) {
  const TermId request = queries::members(question_.encoded(), caller, step_, terms_, Mode::Prove);
  for (std::size_t i = found.size(); i-- > 0;) {
    const bool covered = std::ranges::any_of(found, [&](const Found& other) {
      return &other != &found[i] && (other.enough || !found[i].enough) &&
             unsatisfiable(
                 {request, possible_, found[i].block.truth.maybe, !other.block.truth.maybe}) &&
             unsatisfiable(
                 {request, possible_, found[i].block.truth.sure, !other.block.truth.sure});
    });
    if (covered) found.erase(found.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

Residual ResidualConditions::of(TermId caller) {
  std::vector<Found> found;
  std::vector<TermId> others = {
      queries::members(question_.encoded(), caller, step_, terms_, Mode::Counterexample),
      demonstrable_, allowed_};
  while (found.size() < most_ways) {
    const Outcome example = question_.steps().solver().solve(others);
    if (example.kind != Outcome::Kind::Sat) break;  // what is left is asked about below
    found.push_back(shrink(example.assignment, caller));
    others.push_back(!found.back().block.truth.sure);
  }
  leave_out_covered(found, caller);
  std::ranges::sort(found, [](const Found& a, const Found& b) {
    if (a.block.conditions.size() != b.block.conditions.size()) {
      return a.block.conditions.size() < b.block.conditions.size();
    }
    return std::ranges::lexicographical_compare(a.block.conditions, b.block.conditions, in_order);
  });
  Residual out;
  std::vector<TermId> rest = {caller};
  for (const Found& each : found) {
    auto shown = witness(terms_.all_of({caller, each.block.truth.sure}));
    if (!shown) continue;  // open, if it is not another's too
    rest.push_back(!each.block.truth.maybe);
    out.ways.push_back({each.block.conditions, each.enough, std::move(*shown)});
  }
  out.open = open_access(terms_.all_of(rest));
  return out;
}

}  // namespace postern::verify
