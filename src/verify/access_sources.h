// What policies, access control lists and grants of a resource may give to whom outside the zone of
// trust: read off their text, before anything is encoded.
#pragma once

#include <string>
#include <vector>

#include "model/world.h"
#include "queries/compile.h"
#include "verdict/findings.h"

namespace postern::verify {

/// A resource with a policy of its own, or a role, which has its trust policy.
struct Target {
  std::string arn, owner;
  const model::Resource* resource = nullptr;
  const model::IamPrincipal* role = nullptr;
};

/// What one source gives to one principal, if nothing else speaks against it.
struct Offer {
  enum class Who { Everybody, Account, Arn, UniqueId, Service, Provider, CanonicalId } who;
  std::string text;       // the account, ARN, id or name
  std::string principal;  // as a finding calls it
  bool is_public = false;
  std::vector<model::Condition> conditions;
  const model::PatternList* actions = nullptr;  // null: whatever the source gives
  verdict::AccessSource source;
};

class AccessSources {
 public:
  /// Everything is kept by reference.
  AccessSources(const model::World& world, const queries::Zone& zone);

  /// Resources and roles of the zone, in order of ARN. Roles that are linked to services are left
  /// out: AWS says what they trust.
  std::vector<Target> targets() const;

  /// What is offered to principals that are not surely in the zone.
  std::vector<Offer> offers(const Target& target) const;

  /// False: nothing but `offers(target)` can let anybody in from outside, whatever is unknown.
  bool is_open(const Target& target) const;

 private:
  std::vector<const model::Policy*> policies_of(const Target& target) const;
  bool in_zone(std::string_view account) const;
  void add_aws(const std::string& value, const Offer& like, std::vector<Offer>& out) const;
  void add_everybody(const model::Statement& statement, const Offer& like,
                     std::vector<Offer>& out) const;
  void add_statement(const model::Statement& statement, verdict::AccessSource::Kind kind,
                     std::vector<Offer>& out) const;
  void add_lists(const model::Resource& bucket, std::vector<Offer>& out) const;
  void add_canonical(const std::string& id, const Offer& like, std::vector<Offer>& out) const;

  const model::World& world_;
  const queries::Zone& zone_;
  std::map<std::string, std::string, std::less<>> canonical_ids_;  // to accounts
  std::map<std::string, std::string, std::less<>> unique_ids_;     // to accounts
  std::vector<const model::Resource*> shared_;  // whose policies count beside those of others
};

}  // namespace postern::verify
