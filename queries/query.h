// What can be asked: the parsed form of a query file (docs/query-files.md).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalogue/catalogue.h"
#include "document/document.h"
#include "model/condition.h"
#include "support/error.h"

namespace postern::queries {

/// A word of a principal list, `@name` sets already replaced by their contents.
struct PrincipalWord {
  enum class Kind {
    Arn,      // an ARN or ARN glob; text is the pattern
    Account,  // account:ID; text is the id
    Any,
    Anonymous,
    Public,     // anonymous, or any principal of any unknown account
    External,   // outside the zone of trust
    Service,    // service:NAME
    Federated,  // federated:PROVIDER
    Tag,        // tag:KEY=VALUE; text is KEY=VALUE
    ServiceLinkedRoles,
    Organization,  // org:ID; text is the id
    Unit,          // ou:...; text is the id of a unit or a glob of paths
    InOrganization,
    OutsideOrganization,
  } kind;
  std::string text;
  SourceSpan where;
};

/// A word of an action list.
struct ActionWord {
  struct Glob {
    std::string text;
  };
  struct Levels {
    std::vector<std::string> services;
    std::vector<catalogue::AccessLevel> levels;
  };
  std::variant<Glob, Levels> what;
  SourceSpan where;
};

/// A word of a resource list.
struct ResourceWord {
  enum class Kind {
    Arn,           // an ARN glob, `*` included
    Account,       // account:ID; text is the id
    Organization,  // as of principals: what such accounts own
    Unit,
    InOrganization,
    OutsideOrganization,
    Tag,  // tag:KEY=VALUE; text is KEY=VALUE
  } kind;
  std::string text;
  SourceSpan where;
};

/// A set of requests: the operand of `forbid` and `require`.
struct RequestSet {
  std::vector<PrincipalWord> principals, except;
  std::vector<ActionWord> actions, except_actions;
  std::vector<ResourceWord> resources, except_resources;
  std::vector<model::Condition> when;  // all of them ANDed
};

enum class Via { None, Any };  // only directly; after any chain of role assumptions too
enum class Witness { All, Some };

struct Forbid {
  RequestSet set;
  Via via = Via::Any;
};
struct Require {
  RequestSet set;
  Witness witness = Witness::All;
  Via via = Via::None;  // Via::Any only with Witness::Some
};
/// No principal of one side can do anything to a resource of another, directly or by roles.
struct Isolated {
  struct Side {
    std::string text;  // as written
    std::vector<PrincipalWord> principals;
    std::vector<ResourceWord> resources;
  };
  std::vector<Side> sides;  // two or more
  std::vector<ActionWord> except_actions;
};
/// No principal of one set can come to hold the permissions of another, in steps.
struct NoPath {
  std::vector<PrincipalWord> from;
  std::vector<PrincipalWord> to;  // empty: an administrator
  std::optional<unsigned> max_hops;
};
using Claim = std::variant<Forbid, Require, Isolated, NoPath>;

struct Property {
  std::string id, title, severity, description;
  std::vector<std::string> controls;
  Claim claim;
  std::string claim_text;  // one line, for reports
  bool allow_vacuous = false;
  std::optional<std::string> expect;  // "proved" or "violated"
  std::optional<double> timeout_seconds;
  SourceSpan where;
};

/// What a query file says that the snapshot must be.
struct Scope {
  std::string organization;  // id; empty: any
  SourceSpan organization_where;
  std::optional<double> max_age_seconds;
  std::string max_age;  // as written
  SourceSpan max_age_where;
};

struct QueryFile {
  std::string path, audit, owner;
  std::vector<std::string> trusted_accounts;  // scope.accounts: the zone of trust, if given
  Scope scope;
  std::vector<Property> properties;
};

/// True for what can be the id of an organization: `o-` and lower-case letters, digits, hyphens.
bool is_organization_id(std::string_view text);

/// Reads a query file (YAML, or JSON which is YAML). Strict: unknown or duplicate keys, unknown
/// `@name`, unknown principal words, actions that match nothing in the catalogue and condition keys
/// it does not know are errors with place and hint; throws Error with all of them. What the format
/// has but this version cannot decide yet (`no-new-access`, ...) is an error that says
/// so.
QueryFile read_query_file(const std::string& path, const catalogue::Catalogue& catalogue);
QueryFile read_query_text(const std::string& path, std::string_view text,
                          const catalogue::Catalogue& catalogue);

}  // namespace postern::queries
