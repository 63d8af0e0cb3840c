#include "encoder/access_points.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;
using model::Mode;

constexpr const char* arn_key = "s3:dataaccesspointarn";
constexpr const char* account_key = "s3:dataaccesspointaccount";
constexpr const char* origin_key = "s3:accesspointnetworkorigin";

bool speaks_of_points(std::string_view key) {
  return key == arn_key || key == account_key || key == origin_key;
}

// The access point that an ARN, its own or of an object in it, names without wildcards.
std::optional<std::string> point_in(std::string_view text) {
  constexpr std::string_view type = ":accesspoint/";
  const std::size_t at = text.find(type);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string point(text.substr(0, text.find('/', at + type.size())));
  return model::access_point_account(point) ? std::optional(point) : std::nullopt;
}

}  // namespace

glob::Tokens access_point_arns() {
  glob::Tokens out = glob::wildcard("arn:*:s3:*:*:accesspoint/", glob::CharSet::except(U":"));
  out.push_back({glob::CharSet::all(), glob::Repeat::Any});
  return out;
}

bool AccessPoints::matter(const model::World& world) {
  for (const auto& [arn, resource] : world.resources) {
    if (resource.kind == model::ResourceKind::AccessPoint) return true;
  }
  for (const model::Policy& policy : world.policies) {
    for (const model::Statement& statement : policy.statements) {
      for (const model::Condition& condition : statement.conditions) {
        if (speaks_of_points(condition.key)) return true;
      }
    }
  }
  return false;
}

std::vector<std::string> AccessPoints::mentioned(const model::World& world) {
  std::vector<std::string> out;
  const auto mention = [&](const model::Pattern& pattern) {
    const auto point = point_in(pattern.text);
    if (point && !world.resources.contains(*point)) out.push_back(*point);
  };
  for (const model::Policy& policy : world.policies) {
    for (const model::Statement& statement : policy.statements) {
      if (statement.resources) std::ranges::for_each(statement.resources->patterns, mention);
      for (const model::Condition& condition : statement.conditions) {
        if (condition.key == arn_key) std::ranges::for_each(condition.values, mention);
      }
    }
  }
  return out;
}

AccessPoints::AccessPoints(formula::TermStore& terms, const CallerSpace& callers,
                           ActionSpace& actions, formula::FieldId action, formula::FieldId resource,
                           formula::FieldId name, ContextKeys& keys, const WorldFacts& facts,
                           CallerSide side, const std::string& step)
    : terms_(terms),
      resource_(resource),
      name_(name),
      object_key_(terms.string_field(step + "object-key")),
      keys_(keys),
      world_(facts.world),
      statements_(terms, callers, actions, action, name, keys,
                  OtherName{[&terms] { return terms.true_term(); }, resource,
                            terms.globs().everything_set()}),
      decision_(terms, callers, actions, action, name, statements_, keys, std::move(side)),
      mentioned_(facts.mentioned_points) {
  for (const auto& [arn, resource_of] : world_.resources) {
    if (resource_of.kind == model::ResourceKind::AccessPoint) points_.push_back(&resource_of);
  }
  for (const auto& [id, account] : world_.accounts) accounts_.push_back(id);
  field_ = terms.enumerated_field(step + "access-point", foreign() + 1);
}

TermId AccessPoints::through(std::size_t value) {
  Bits bits(foreign() + 1);
  bits.set(value);
  return terms_.value_in(field_, bits);
}

TermId AccessPoints::on_known_path() {
  std::vector<TermId> ways = {direct()};
  for (std::size_t i = 0; i < points_.size(); ++i) {
    if (points_[i]->point) ways.push_back(through(1 + i));
  }
  return terms_.any_of(ways);
}

glob::GlobSetId AccessPoints::points_of(std::string_view account) {
  const glob::CharSet component = glob::CharSet::except(U":");
  glob::Tokens tokens =
      glob::wildcard("arn:*:s3:*:" + std::string(account) + ":accesspoint/", component);
  tokens.push_back({glob::CharSet::all(), glob::Repeat::Any});
  return terms_.globs().intern_set(terms_.globs().intern(tokens));
}

glob::GlobSetId AccessPoints::texts(const std::vector<std::string>& values) {
  std::vector<glob::GlobId> out;
  for (const std::string& v : values) out.push_back(terms_.globs().intern(glob::literal(v)));
  return terms_.globs().intern_set(out);
}

// "if the key is there, its text is in the set".
TermId AccessPoints::key_says(const char* name, glob::GlobSetId set) {
  Key& key = keys_.key(name);
  return terms_.any_of({!keys_.present(key), keys_.text_in(key, set)});
}

// AP-2: what the access point calls the bucket, or an object in it.
TermId AccessPoints::names(const model::Resource& point) {
  glob::GlobPool& globs = terms_.globs();
  const auto begins = [&](formula::FieldId field, const std::string& prefix) {
    return terms_.string_linked(
        field, {glob::literal(prefix), formula::LinkedValue{object_key_, std::nullopt}});
  };
  if (!point.point) {
    return terms_.string_in(
        name_, globs.intern_set({globs.intern(glob::literal(point.arn)),
                                 globs.intern(glob::wildcard(point.arn + "/object/*"))}));
  }
  const std::string& bucket = point.point->bucket;
  return terms_.any_of(
      {terms_.all_of({terms_.string_in(resource_, texts({bucket})),
                      terms_.string_in(name_, texts({point.arn}))}),
       terms_.all_of({begins(resource_, bucket + "/"), begins(name_, point.arn + "/object/")})});
}

TermId AccessPoints::constraints(Mode mode) {
  const bool proving = mode == Mode::Prove;
  const auto implies = [&](TermId a, TermId b) { return terms_.any_of({!a, b}); };
  std::vector<TermId> all;
  for (const char* name : {arn_key, account_key, origin_key}) {
    const TermId present = keys_.present(keys_.key(name));
    all.push_back(implies(direct(), !present));
    all.push_back(implies(!direct(), present));
  }
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const model::Resource& point = *points_[i];
    const TermId here = through(1 + i);
    all.push_back(implies(here, key_says(arn_key, texts({point.arn}))));
    all.push_back(implies(here, key_says(account_key, texts({point.account}))));
    all.push_back(implies(here, names(point)));
    if (point.point) {
      const std::string origin = point.point->vpc.empty() ? "Internet" : "VPC";
      all.push_back(implies(here, key_says(origin_key, texts({origin}))));
    } else if (!proving) {
      all.push_back(!here);
    }
  }
  std::vector<std::string> listed;
  for (const model::Resource* point : points_) listed.push_back(point->arn);
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const TermId here = through(unlisted(i));
    if (!proving) {
      all.push_back(!here);
      continue;
    }
    const glob::GlobSetId there = points_of(accounts_[i]);
    all.push_back(implies(here, key_says(arn_key, there)));
    all.push_back(implies(here, !keys_.text_in(keys_.key(arn_key), texts(listed))));
    all.push_back(implies(here, key_says(account_key, texts({accounts_[i]}))));
    all.push_back(implies(here, terms_.string_in(name_, there)));
    all.push_back(implies(through(foreign()), !keys_.text_in(keys_.key(arn_key), there)));
  }
  if (!proving) {
    all.push_back(!through(foreign()));
  } else {
    all.push_back(
        implies(through(foreign()), !keys_.text_in(keys_.key(account_key), texts(accounts_))));
  }
  return terms_.all_of(all);
}

model::PublicAccessBlock AccessPoints::block_of(const std::string& account) const {
  const auto found = world_.accounts.find(account);
  return found == world_.accounts.end() ? model::PublicAccessBlock{} : found->second.s3_block;
}

TermId AccessPoints::allowed(const std::string& bucket, const ResourceSide& side,
                             DecisionEncoder& buckets, Mode mode) {
  const bool proving = mode == Mode::Prove;
  const TermId straight = buckets.decide(side, mode).allowed;
  std::vector<TermId> ways = {terms_.all_of({direct(), straight})};
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const model::Resource& point = *points_[i];
    if (point.point ? point.point->bucket != bucket : !proving) continue;
    if (point.policy_missing && !proving) continue;
    // BPA-5: the strictest block of bucket, point and their accounts holds for both.
    model::S3Access of_bucket = *side.s3;
    of_bucket.block |= block_of(point.account);
    if (point.point) of_bucket.block |= point.point->block;
    ResourceSide through_point = side;
    through_point.s3 = &of_bucket;
    // Lists are the bucket's and its objects': a point has none.
    model::S3Access of_point;
    of_point.block = of_bucket.block;
    of_point.also_inside = {side.account};
    model::AccessPoint described;
    if (point.point) described.vpc = point.point->vpc;
    ResourceSide own;
    own.account = point.account;
    own.policy = point.policy;
    own.policy_missing = point.policy_missing;
    own.s3 = &of_point;
    own.point = &described;
    add_organization(world_, own);
    ways.push_back(terms_.all_of({through(1 + i), buckets.decide(through_point, mode).allowed,
                                  decision_.decide(own, mode).allowed}));
  }
  if (proving) ways.push_back(terms_.all_of({straight, past_unlisted()}));
  return terms_.any_of(ways);
}

// "a point that the snapshot does not contain lets the request pass", whatever its bucket: without
// a policy no block matters. For proofs.
// assumption: points of known accounts have no policy, unless some policy speaks of them.
TermId AccessPoints::past_unlisted() {
  if (past_unlisted_) return *past_unlisted_;
  const TermId mentioned = keys_.text_in(keys_.key(arn_key), texts(mentioned_));
  std::vector<TermId> ways = {through(foreign())};
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    ResourceSide side;
    side.account = accounts_[i];
    add_organization(world_, side);
    ways.push_back(
        terms_.all_of({through(unlisted(i)),
                       terms_.any_of({mentioned, decision_.decide(side, Mode::Prove).allowed})}));
  }
  past_unlisted_ = terms_.any_of(ways);
  return *past_unlisted_;
}

}  // namespace postern::encoder
