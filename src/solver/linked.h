// The joint check of string fields that linked patterns connect (internal to src/solver).
//
// Fields that `x = ${k}` makes equal form a class; a class has plain constraints (glob sets) and
// links. Every constraint remembers the literals it follows from, so a contradiction names its
// causes. The steps only ever add consequences, so a contradiction is always a valid lemma:
//
//   pin        a class whose value is known is put into the patterns that mention it: exact
//   quotient   `prefix ${v} suffix` on x carries each constraint of x over to v: exact
//   inclusion  a pattern asserted inside a pattern denied, whatever the values: opaque letters
//   widen      variables replaced by what their class may be: empty means contradiction
//   try        concrete values for the variables, everything then plain; if the values tried are
//              all there are, failure is a contradiction too
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "solver/theory.h"

namespace postern::solver {

/// Indices of the literals something follows from.
using Origin = std::set<std::size_t>;

struct Constraint {
  glob::GlobSetId set;
  bool positive = true;
  Origin origin;
};

struct Link {
  std::size_t literal = 0;
  bool positive = true;
  formula::FieldId target;  // a class
  const formula::StringLinked* atom = nullptr;
};

/// The fields that must be equal, what is known of their value, and which literals made them equal.
struct FieldClass {
  std::vector<formula::FieldId> fields;
  std::vector<Constraint> constraints;
  std::vector<glob::GlobSetId> preferred;
  Origin equalities;
};

/// The only text a class may be.
struct Pin {
  std::string text;
  Origin origin;
};

/// What stands for a variable in a widened pattern.
struct Filling {
  glob::Tokens tokens;
  Origin origin;
};

/// Values for the variables of a try; `complete` if the class can have no others.
struct Candidates {
  std::vector<std::string> values;
  bool complete = false;
};

class LinkedCheck {
 public:
  LinkedCheck(formula::TermStore& terms, std::span<const AtomLiteral> literals,
              const glob::Limits& limits);

  TheoryAnswer run(formula::Assignment& values);

 private:
  using Kind = TheoryAnswer::Kind;
  using Verdict = std::optional<Kind>;  // nothing: go on
  using Choice = std::map<formula::FieldId, std::string>;

  // linked_setup.cpp: classes and exact consequences
  void collect();
  void merge(formula::FieldId a, formula::FieldId b, std::size_t literal);
  formula::FieldId class_of(formula::FieldId field) const;
  Verdict propagate();
  Verdict settle(const Link& link, bool& settled);
  bool carry_back(const Link& link);
  bool constrain(formula::FieldId cls, glob::GlobSetId set, bool positive, Origin origin);
  std::optional<Pin> pinned(formula::FieldId cls) const;
  Verdict conflict(Origin origin);

  // linked_search.cpp: inclusion, widening
  Verdict inclusions();
  bool included(const Link& inner, const Link& outer) const;
  Filling filling_of(formula::FieldId cls) const;
  Verdict widen();
  // linked_try.cpp: trying values
  Verdict try_candidates(formula::Assignment& values);
  std::optional<Candidates> candidates(formula::FieldId cls);
  std::optional<Constraint> put_in(const Link& link, const Choice& chosen) const;
  Verdict try_values(const Choice& chosen, formula::Assignment& values);
  std::vector<std::string> instances(formula::FieldId cls, const Choice& chosen) const;
  std::vector<formula::FieldId> variable_order() const;
  glob::Membership satisfy(formula::FieldId cls, const std::vector<Constraint>& more) const;
  bool admits(const FieldClass& cls, const std::string& value) const;

  // The tokens of the link's pattern with `fill` standing for the variables.
  glob::Tokens instance(const Link& link,
                        const std::function<glob::Tokens(const formula::LinkedValue&)>& fill) const;
  std::vector<formula::FieldId> variables(const Link& link) const;
  // Are the values put into the pattern made of the characters it asks for?
  bool fits(const Link& link,
            const std::function<const std::string&(const formula::LinkedValue&)>& text_of) const;

  formula::TermStore& terms_;
  glob::GlobPool& globs_;
  std::span<const AtomLiteral> literals_;
  const glob::Limits& limits_;
  std::map<formula::FieldId, formula::FieldId> parents_;
  std::map<formula::FieldId, FieldClass> classes_;
  std::vector<Link> links_;
  std::map<formula::FieldId, std::string> widened_;  // a value of each class after widen()
  Origin conflict_;
};

/// Does every character of `text` lie in `only` (if there is one)?
bool made_of(const std::optional<glob::CharSet>& only, std::string_view text);

/// The values `variable` can take where `text` matches `atom`'s pattern, all other variables being
/// anything. `complete` is false if there were too many to list.
struct Captures {
  std::set<std::string> values;
  bool complete = true;
};
Captures captures(const formula::StringLinked& atom,
                  const std::function<bool(formula::FieldId)>& is_variable, std::string_view text);

}  // namespace postern::solver
