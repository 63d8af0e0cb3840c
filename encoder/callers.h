// Callers as an enumerated field: every principal of the snapshot, and classes of unknown ones.
//
// A value of the field is a CallerClass. What a class leaves open (a session name, the account and
// name of an unknown principal) is a string field shared by all classes; what it fixes is text.
// "All principals that ..." is then a bit set, and documents attached to many principals are
// encoded once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "encoder/shape.h"
#include "encoder/world_facts.h"
#include "formula/formula.h"
#include "model/request.h"
#include "model/world.h"

namespace postern::encoder {

struct CallerClass {
  model::CallerType type = model::CallerType::Anonymous;
  bool unknown_account = false;  // any account whose identities the snapshot does not contain
  bool over = false;  // describes more than AWS can produce: for proofs, never for witnesses
  std::string partition = "aws";
  Shape account;          // 12 digits; no pieces: has no account
  Shape arn;              // most specific ARN; no pieces: none
  Shape role_arn;         // role sessions
  Shape user_arn;         // federated users
  std::string unique_id;  // AIDA... / AROA...; empty: not known
  std::string name;       // user name; service principal name
  std::vector<std::string> service_names;
  std::string provider;  // token bearers
  std::string canonical_id;
  bool service_linked = false;
  bool own_tags = false;  // sessions: have their role's tags and no others (TAG-4)
  const model::IamPrincipal* principal = nullptr;  // of the snapshot
};

/// The names a role session can have: two characters or more of IAM's alphabet (TRUST-12, SCOPE-6).
glob::GlobSetId session_names(glob::GlobPool& globs);

/// The caller field with its component fields.
class CallerSpace {
 public:
  /// Everybody who may call in a world: the root user and every user and role of each account whose
  /// identities were read, users, role sessions and the root user of unknown accounts, anonymous,
  /// each service, and bearers of tokens of each provider; classes for services and providers
  /// nothing names, and for GetFederationToken sessions of root users and of users who may call it,
  /// all three for proofs only.
  CallerSpace(formula::TermStore& terms, const WorldFacts& facts, std::string_view step);
  /// Exactly these callers, in this order (simulate).
  CallerSpace(formula::TermStore& terms, std::span<const model::Caller> callers);

  const std::vector<CallerClass>& classes() const { return classes_; }
  std::size_t size() const { return classes_.size(); }
  formula::FieldId field() const { return field_; }
  formula::FieldId session_name() const { return session_; }
  formula::FieldId account() const { return account_; }
  formula::FieldId name() const { return name_; }
  formula::FieldId path_name() const { return path_name_; }

  formula::Bits none() const { return formula::Bits(size()); }
  formula::Bits where(const std::function<bool(const CallerClass&)>& test) const;
  formula::Bits of_type(std::initializer_list<model::CallerType> types) const;
  formula::TermId in(const formula::Bits& values) const { return terms_->value_in(field_, values); }

  /// The callers whose `shape` is in `set`, as a term. `shape` picks a Shape of the class; classes
  /// for which it has no pieces do not match.
  formula::TermId matching(const std::function<const Shape&(const CallerClass&)>& shape,
                           const formula::Bits& among, glob::GlobSetId set) const;
  /// The same of one text. Given constraints(), no unknown account is one that is listed: where the
  /// text names a listed account, such callers are left out.
  formula::TermId matching_text(const std::function<const Shape&(const CallerClass&)>& shape,
                                const formula::Bits& among, std::string_view text) const;

  /// "the caller belongs to `account`".
  formula::TermId in_account(std::string_view account) const;

  /// What holds of the component fields: account ids are twelve digits and not one of the accounts
  /// whose principals are listed, names keep to their alphabet (SCOPE-6, REL-29).
  formula::TermId constraints() const { return constraints_; }

  /// The concrete caller an assignment describes.
  model::Caller decode(const formula::Assignment& assignment) const;

 private:
  void declare(std::string_view step, const model::World& world);
  void add_unknown_account(std::string_view partition);
  formula::TermId read_once(const model::World& world) const;
  CallerClass federated_from(const CallerClass& user, const Shape& user_arn) const;

  bool names_listed_account(std::string_view text) const;

  formula::TermStore* terms_;
  std::vector<CallerClass> classes_;
  std::set<std::string, std::less<>> listed_;  // accounts whose principals the world lists
  formula::FieldId field_, session_, account_, name_, path_name_;
  formula::TermId constraints_;
};

}  // namespace postern::encoder
