#include "queries/resource_words.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

#include "model/arn.h"
#include "queries/account_set.h"
#include "queries/tag_word.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using encoder::Truth;
using formula::TermId;
using Kind = ResourceWord::Kind;
using Globs = std::vector<glob::GlobId>;

// Whether the pattern names its resource: no wildcard before the end of the resource's name.
bool names_resource(std::string_view pattern) {
  const std::size_t wild = pattern.find_first_of("*?");
  const std::string_view literal = pattern.substr(0, wild);
  const auto arn = model::parse_arn(literal);
  if (!arn || arn->resource.empty()) return false;
  if (wild == std::string_view::npos) return true;
  // `bucket/*` names the bucket; `table/*` and `role/*` name nothing but a type.
  const std::size_t slash = arn->resource.find_first_of("/:");
  if (slash == std::string_view::npos) return false;
  return arn->service == "s3" || arn->resource.find_first_of("/:", slash + 1) != arn->resource.npos;
}

// ARNs with that component in the place of the account (ARN-4).
glob::GlobId arns_with(const glob::Tokens& account, glob::GlobPool& globs) {
  glob::Tokens out = glob::wildcard("arn:*:*:*:", glob::CharSet::except(U":"));
  out.insert(out.end(), account.begin(), account.end());
  const glob::Tokens rest = glob::wildcard(":*");
  out.insert(out.end(), rest.begin(), rest.end());
  return globs.intern(out);
}

glob::GlobId arns_of_accounts(glob::GlobPool& globs) {
  const glob::Token digit{glob::CharSet::any_of(U"0123456789"), glob::Repeat::Once};
  return arns_with(glob::Tokens(12, digit), globs);
}

void append_governed(const model::Resource& resource, glob::GlobPool& globs, Globs& out) {
  for (const std::string& governed : model::governed_arns(resource)) {
    out.push_back(globs.intern_wildcard(governed));
  }
}

// What the accounts own: by its ARN, or because the world says so.
Globs owned_by(const std::set<std::string>& accounts, const model::World& world,
               glob::GlobPool& globs) {
  Globs out;
  for (const std::string& id : accounts) out.push_back(arns_with(glob::literal(id), globs));
  for (const auto& [arn, resource] : world.resources) {
    if (accounts.contains(resource.account)) append_governed(resource, globs, out);
  }
  return out;
}

std::set<std::string> accounts_of(const model::World& world) {
  std::set<std::string> out;
  for (const auto& [id, account] : world.accounts) out.insert(id);
  return out;
}

model::Condition plain_condition(std::string_view op, const std::string& key,
                                 const std::vector<std::string>& values) {
  model::Condition out{*model::parse_operator(op), ascii_lower(key), key, {}, {}};
  for (const std::string& value : values) {
    out.values.push_back(
        {value, model::parse_pattern(value, model::Wildcards::No, model::Variables::No), {}});
  }
  return out;
}

// The accounts whose resources the word names, or, of `outside-org`, does not name.
AccountSet owners(const ResourceWord& word, const model::World& world) {
  switch (word.kind) {
    case Kind::Organization:
      return members_of(world, word.text);
    case Kind::Unit:
      return accounts_under(world, word.text);
    case Kind::InOrganization:
    case Kind::OutsideOrganization:
      return members_of_any(world);
    case Kind::Arn:
    case Kind::Account:
    case Kind::Tag:
      break;
  }
  internal_error("the word says nothing of owners");
}

// Whether the word names what accounts outside the world own, or may.
bool names_strangers(const ResourceWord& word, const model::World& world) {
  switch (word.kind) {
    case Kind::Arn:
    case Kind::Tag:
      return false;
    case Kind::Account:
      return !world.accounts.contains(word.text);
    case Kind::Organization:
    case Kind::Unit:
    case Kind::InOrganization:
      return owners(word, world).others;
    case Kind::OutsideOrganization:
      return true;
  }
  internal_error("not a resource word");
}

void append(const Globs& from, Globs& to) { to.insert(to.end(), from.begin(), from.end()); }

/// The words over one step.
class Encoder {
 public:
  Encoder(encoder::SymbolicRequest& step, formula::TermStore& terms,
          const encoder::WorldFacts& facts, const model::World& whole, Use use)
      : step_(step),
        terms_(terms),
        globs_(terms.globs()),
        facts_(facts),
        whole_(whole),
        use_(use) {}

  Truth encode(const ResourceWord& word) {
    switch (word.kind) {
      case Kind::Arn:
        return Truth::of(in({globs_.intern_wildcard(word.text)}));
      case Kind::Account:
        return Truth::of(in(owned_by({word.text}, facts_.world, globs_)));
      case Kind::Organization:
      case Kind::Unit:
      case Kind::InOrganization:
        return of_owners(owners(word, facts_.world));
      case Kind::OutsideOrganization:
        return outside(owners(word, facts_.world));
      case Kind::Tag:
        return tagged(word);
    }
    internal_error("not a resource word");
  }

 private:
  TermId in(const Globs& members) {
    return terms_.string_in(step_.resource(), globs_.intern_set(members));
  }
  TermId anything() { return in({globs_.intern_wildcard("arn:*")}); }

  // "an account that is not in the world owns it, as its ARN says".
  TermId of_strangers() {
    return terms_.all_of({in({arns_of_accounts(globs_)}),
                          !in(owned_by(accounts_of(facts_.world), facts_.world, globs_))});
  }

  Truth of_owners(const AccountSet& accounts) {
    const TermId sure = in(owned_by(accounts.in, facts_.world, globs_));
    std::vector<TermId> maybe = {sure, in(owned_by(accounts.unknown, facts_.world, globs_))};
    if (accounts.others) maybe.push_back(of_strangers());
    return {sure, terms_.any_of(maybe), sure};
  }

  // Who owns what has no account in its ARN, and is not in the world, is not known.
  Truth outside(const AccountSet& members) {
    Globs placed = {arns_of_accounts(globs_)};
    for (const auto& [arn, resource] : facts_.world.resources) {
      if (!resource.account.empty()) append_governed(resource, globs_, placed);
    }
    const Truth inside = of_owners(members);
    const TermId sure = terms_.all_of({in(placed), !inside.maybe});
    std::vector<TermId> maybe = {anything(), !inside.sure};
    // REL-10. Through an access point the owner may be the point's.
    if (use_ == Use::Asked && !facts_.access_points) maybe.push_back(elsewhere(members));
    return {sure, terms_.all_of(maybe), sure};
  }

  // "no key says that one of the members owns the resource".
  TermId elsewhere(const AccountSet& members) {
    std::vector<std::string> organizations;
    for (const auto& [id, organization] : facts_.world.organizations) organizations.push_back(id);
    std::vector<model::Condition> conditions;
    if (!organizations.empty()) {
      conditions.push_back(plain_condition("StringNotEquals", "aws:ResourceOrgID", organizations));
    }
    if (!members.in.empty()) {
      conditions.push_back(plain_condition("StringNotEquals", "aws:ResourceAccount",
                                           {members.in.begin(), members.in.end()}));
    }
    return step_.conditions(conditions).maybe;
  }

  // Users and roles have the tags the world says, and so have resources of which it says any.
  Truth tagged(const ResourceWord& word) {
    const TagWord tag(word.text);
    Globs with, without;
    for (const auto& [arn, resource] : whole_.resources) {
      if (!resource.tags.empty()) {
        append_governed(resource, globs_, tag.is_among(resource.tags) ? with : without);
      }
    }
    for (const auto& [arn, principal] : whole_.principals) {
      (tag.is_among(principal.tags) ? with : without).push_back(globs_.intern(glob::literal(arn)));
    }
    // Nobody else is in accounts that were read to their end.
    for (const auto& [id, account] : whole_.accounts) {
      if (!account.has_identities) continue;
      without.push_back(globs_.intern_wildcard("arn:*:iam::" + id + ":user/*"));
      without.push_back(globs_.intern_wildcard("arn:*:iam::" + id + ":role/*"));
    }
    const TermId sure = in(with);
    // What has the tag shows it; an object of S3 is not asked for its bucket's.
    const std::vector<model::Condition> shows = {
        plain_condition("StringEqualsIfExists", "aws:ResourceTag/" + tag.key, {tag.value})};
    const TermId shown = terms_.any_of(
        {in({globs_.intern_wildcard("arn:*:s3:::*/*")}), step_.conditions(shows).maybe});
    const TermId maybe =
        terms_.all_of({anything(), !in(without), use_ == Use::Asked ? shown : terms_.true_term()});
    return {sure, terms_.any_of({sure, maybe}), sure};
  }

  encoder::SymbolicRequest& step_;
  formula::TermStore& terms_;
  glob::GlobPool& globs_;
  const encoder::WorldFacts& facts_;
  const model::World& whole_;
  Use use_;
};

}  // namespace

glob::GlobSetId range_of(const std::vector<ResourceWord>& words, const encoder::WorldFacts& facts,
                         glob::GlobPool& globs) {
  Globs out;
  for (const ResourceWord& word : words) {
    switch (word.kind) {
      case Kind::Arn:
        out.push_back(globs.intern_wildcard(word.text));
        break;
      case Kind::Account:
        append(owned_by({word.text}, facts.world, globs), out);
        break;
      case Kind::Organization:
      case Kind::Unit:
      case Kind::InOrganization: {
        AccountSet accounts = owners(word, facts.world);
        accounts.in.insert(accounts.unknown.begin(), accounts.unknown.end());
        append(owned_by(accounts.in, facts.world, globs), out);
        if (accounts.others) out.push_back(arns_of_accounts(globs));
        break;
      }
      case Kind::OutsideOrganization:
      case Kind::Tag:
        out.push_back(globs.intern_wildcard("arn:*"));
        break;
    }
  }
  return globs.intern_set(out);
}

EncodedResources encode_resources(const std::vector<ResourceWord>& words,
                                  encoder::SymbolicRequest& step, formula::TermStore& terms,
                                  const encoder::WorldFacts& facts, const model::World& whole,
                                  Use use) {
  EncodedResources out;
  out.range.set = range_of(words, facts, terms.globs());
  Globs named;
  for (const ResourceWord& word : words) {
    if (word.kind == Kind::Arn && names_resource(word.text)) {
      named.push_back(terms.globs().intern_wildcard(word.text));
    }
    out.range.of_anybody |= names_strangers(word, facts.world);
  }
  out.range.named = terms.globs().intern_set(named);
  const auto exact = [](const ResourceWord& word) {
    return word.kind == Kind::Arn || word.kind == Kind::Account;
  };
  if (std::ranges::all_of(words, exact)) {
    out.in = Truth::of(terms.string_in(step.resource(), out.range.set));
    return out;
  }
  Encoder encoder(step, terms, facts, whole, use);
  std::vector<Truth> ways;
  for (const ResourceWord& word : words) ways.push_back(encoder.encode(word));
  out.in = encoder::any_of(terms, ways);
  return out;
}

}  // namespace postern::queries
