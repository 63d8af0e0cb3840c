// S3 access points over a whole world: which one a request goes through, if any, and what that
// leaves of the bucket's answer (12.4 of the specification).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "encoder/decision.h"
#include "encoder/world_facts.h"
#include "model/world.h"

namespace postern::encoder {

/// The ARNs of access points, and of what is asked of them.
glob::Tokens access_point_arns();

class AccessPoints {
 public:
  /// Whether the world has access points, or a policy of it says something of them. Where not, a
  /// request through one is allowed no more than a direct one.
  static bool matter(const model::World& world);

  /// The access points that policies of the world name and it does not contain.
  static std::vector<std::string> mentioned(const model::World& world);

  /// `name` holds the ARN by which the access point names the resource; `side` is what is attached
  /// to the callers.
  AccessPoints(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
               formula::FieldId action, formula::FieldId resource, formula::FieldId name,
               ContextKeys& keys, const WorldFacts& facts, CallerSide side,
               const std::string& step);

  /// "the request goes through no access point".
  formula::TermId direct() { return through(0); }
  /// The same, or through one of which everything is known.
  formula::TermId on_known_path();

  /// "a request for a resource of the bucket is allowed", directly or through an access point:
  /// `buckets` decides the bucket's part of it.
  formula::TermId allowed(const std::string& bucket, const ResourceSide& side,
                          DecisionEncoder& buckets, model::Mode mode);

  /// What the context says of the access point (REL-25), and what it calls the resource (AP-2).
  /// Witnesses go through points whose bucket is known.
  formula::TermId constraints(model::Mode mode);

 private:
  // The values of the field, in order: none; those of the snapshot; one that it does not contain,
  // of each of its accounts; one of another account.
  formula::TermId through(std::size_t value);
  std::size_t unlisted(std::size_t account) const { return 1 + points_.size() + account; }
  std::size_t foreign() const { return unlisted(accounts_.size()); }
  glob::GlobSetId points_of(std::string_view account);
  glob::GlobSetId texts(const std::vector<std::string>& values);
  formula::TermId key_says(const char* key, glob::GlobSetId set);
  formula::TermId names(const model::Resource& point);
  formula::TermId past_unlisted();
  model::PublicAccessBlock block_of(const std::string& account) const;

  formula::TermStore& terms_;
  formula::FieldId resource_, name_, object_key_;
  ContextKeys& keys_;
  const model::World& world_;
  StatementEncoder statements_;
  DecisionEncoder decision_;
  std::vector<const model::Resource*> points_;
  std::vector<std::string> accounts_;
  const std::vector<std::string>& mentioned_;  // by policies; not in the snapshot
  formula::FieldId field_;
  std::optional<formula::TermId> past_unlisted_;
};

}  // namespace postern::encoder
