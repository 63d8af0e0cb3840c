// The policy language as plain values (section 2 of the specification).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/condition.h"
#include "model/pattern.h"
#include "support/error.h"

namespace postern::model {

enum class Effect { Allow, Deny };

/// What a document is attached to decides its grammar (the table of GRAM-5).
enum class PolicyKind {
  Identity,
  Boundary,
  Session,
  Resource,
  Trust,
  ServiceControl,
  ResourceControl,
  Endpoint,
};
std::string_view to_string(PolicyKind kind);

enum class PrincipalType { Aws, Service, Federated, CanonicalUser };

struct PrincipalEntry {
  PrincipalType type;
  std::string value;
  SourceSpan where;
};

/// A Principal or NotPrincipal element.
struct PrincipalElement {
  bool negated = false;   // NotPrincipal
  bool everyone = false;  // the bare string "*" (PRIN-2; `{"AWS":"*"}` is an entry: AMB-15)
  std::vector<PrincipalEntry> entries;
  SourceSpan where;
};

/// Action / NotAction, Resource / NotResource.
struct PatternList {
  bool negated = false;
  std::vector<Pattern> patterns;
  SourceSpan where;
};

struct Statement {
  std::string sid;  // may be empty
  Effect effect = Effect::Allow;
  std::optional<PrincipalElement> principal;
  PatternList actions;
  std::optional<PatternList> resources;  // absent: implied by the attachment (GRAM-6)
  std::vector<Condition> conditions;     // all of them ANDed (COND-1, COND-2)
  bool empty_condition = false;          // `{}` or an operator with `{}` (AMB-12)
  std::size_t index = 0;                 // position in the document, from 0
  SourceSpan where;
};

struct Policy {
  PolicyKind kind = PolicyKind::Identity;
  std::string name;  // what a report calls it: a policy ARN, `inline policy NAME of ARN`, ...
  bool has_variables = false;  // version 2012-10-17 (GRAM-3, VAR-1)
  std::vector<Statement> statements;
  SourceSpan where;
};

/// Reads a policy document: an object, or a string that holds JSON or percent-encoded JSON.
/// Everything wrong goes into `diagnostics` with its place and a hint (unknown elements and
/// operators, wrong types, exclusive pairs, elements the kind must not have, duplicate keys up to
/// case where IAM ignores case: GRAM-1..GRAM-10); what is dubious but legal is a warning (empty
/// lists, several Bool values, a malformed condition value, NotPrincipal with Allow). Returns what
/// could be read; meaningful only if no error was added.
Policy read_policy(document::Node node, PolicyKind kind, std::string name,
                   Diagnostics& diagnostics);

/// Reads a Condition block that stands outside of a policy (the `when` of a query), with policy
/// variables. Reports as read_policy does.
std::vector<Condition> read_conditions(document::Node node, Diagnostics& diagnostics);

}  // namespace postern::model
