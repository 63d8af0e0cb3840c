// From the words of a query to terms over a symbolic request.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "encoder/symbolic_request.h"
#include "encoder/truth.h"
#include "queries/query.h"

namespace postern::queries {

/// Whom the question trusts: what `external` is outside of.
struct Zone {
  std::set<std::string> accounts;
  std::set<std::string> organizations;  // ids
};

/// Who a set of requests is sent by, over one step. Which organization an account is in may not be
/// known.
struct EncodedCallers {
  encoder::Truth principals;  // "the caller is in the set"
  encoder::Truth except;      // "the caller is excepted"

  /// "the caller is in the set": possibly (Mode::Prove) or surely (Mode::Counterexample).
  formula::TermId in(model::Mode mode) const { return encoder::favouring(principals, mode); }
  /// "the caller is excepted": surely (Mode::Prove) or possibly.
  formula::TermId excused(model::Mode mode) const {
    return !encoder::favouring(encoder::negate(except), mode);
  }
};

/// A set of requests over one step.
struct EncodedSet {
  EncodedCallers callers;
  formula::Bits actions;
  encoder::ResourceRange range;
  encoder::Truth resource;  // "the resource is in the set, and not excepted"
  encoder::Truth when;      // the `when` block
};

/// Encodes the words of `set` over `step`. `whole` is what the world of `facts` is a slice of, or
/// that world.
EncodedSet encode_set(const RequestSet& set, encoder::SymbolicRequest& step,
                      formula::TermStore& terms, encoder::WorldFacts& facts, const Zone& zone,
                      const model::World& whole);

EncodedCallers encode_callers(const RequestSet& set, encoder::SymbolicRequest& step,
                              formula::TermStore& terms, encoder::WorldFacts& facts,
                              const Zone& zone);

/// The actions of the set, whatever resources they have.
formula::Bits actions_of(const RequestSet& set, const encoder::WorldFacts& facts);
/// The resources of the set, but for what it excepts.
glob::GlobSetId resources_of(const RequestSet& set, const encoder::WorldFacts& facts,
                             glob::GlobPool& globs);

/// "the request is in the set": by a caller for whom `caller` holds, with an action and resource of
/// the set, where the `when` block holds: all of it surely (`Mode::Counterexample`) or possibly
/// (`Mode::Prove`).
formula::TermId members(const EncodedSet& set, formula::TermId caller,
                        encoder::SymbolicRequest& step, formula::TermStore& terms,
                        model::Mode mode);

/// "a principal of the set cannot be told from an anonymous one": whoever can sign a request can
/// leave the signature out (EVAL-11), so a non-empty set of callers includes the anonymous one.
formula::TermId anonymous(encoder::SymbolicRequest& step);

/// Whom questions name.
struct Names {
  std::set<std::string> services, providers;  // service principals, identity providers
  std::set<std::string> accounts;             // ids, in whatever is said of principals

  void add(const RequestSet& set);
};

}  // namespace postern::queries
