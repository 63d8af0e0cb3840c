#include "encoder/slice_principals.h"

#include <algorithm>
#include <variant>

#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using model::IamPrincipal;
using model::PrincipalKind;

constexpr std::string_view tag_prefix = "aws:principaltag/";

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0; });
}

// In the first five components of an ARN wildcards stop at `:` (COND-ARN-3).
glob::Tokens segmented(std::string_view pattern) {
  const glob::CharSet component = glob::CharSet::except(U":");
  std::size_t end = 0;
  for (int colons = 0; end < pattern.size() && colons < 5; ++end) {
    if (pattern[end] == ':') ++colons;
  }
  glob::Tokens out = glob::wildcard(pattern.substr(0, end), component);
  const glob::Tokens rest = glob::wildcard(pattern.substr(end));
  out.insert(out.end(), rest.begin(), rest.end());
  return out;
}

}  // namespace

void Distinctions::Texts::add(const model::Pattern& pattern) {
  if (!seen_.insert(pattern.text).second) return;
  globs_of_.push_back(globs_->intern(glob::wildcard(pattern.text)));
  globs_of_.push_back(globs_->intern(glob::wildcard_ignoring_case(pattern.text)));
  globs_of_.push_back(globs_->intern(segmented(pattern.text)));
  globs_of_.push_back(globs_->intern(glob::literal(pattern.text)));
  globs_of_.push_back(globs_->intern(glob::literal_ignoring_case(pattern.text)));
}

void Distinctions::Texts::sign(std::string_view text, std::string& out) const {
  for (const glob::GlobId glob : globs_of_) out += globs_->matches(glob, text) ? '1' : '0';
}

Distinctions::Distinctions(const WorldFacts& facts, glob::GlobPool& globs)
    : facts_(facts),
      globs_(globs),
      token_calls_(facts.actions.only({"sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"})),
      arns_(globs),
      user_names_(globs) {}

void Distinctions::add(const Scope& scope) {
  for (const std::string& arn : scope.arns) question_arns_.push_back(globs_.intern_wildcard(arn));
  tags_.insert(scope.tag_keys.begin(), scope.tag_keys.end());
  for (const model::Condition* condition : scope.conditions) add(*condition);
  apart_ = scope.apart;
}

void Distinctions::add_name(const std::string& value) {
  // A pattern, if it can be one at all, is not told from a name here.
  if (value != "*" && value.find_first_of("*?") != std::string::npos) {
    question_arns_.push_back(globs_.intern(glob::wildcard_ignoring_case(value)));
  }
  const auto arn = model::parse_arn(value);
  if (arn && arn->service == "sts") {
    const auto parts = split(arn->resource, '/', 3);
    if (parts.size() > 1) {
      names_.insert(std::string(arn->account) + '/' + std::string(parts[1]));
    }
  }
  names_.insert(value);
}

void Distinctions::look_at_resource(std::string_view key) {
  if (key.find("resourcetag/") != std::string_view::npos) resource_tags_ = true;
}

void Distinctions::look_at(std::string_view key) {
  if (key.starts_with(tag_prefix)) {
    tags_.emplace(key.substr(tag_prefix.size()));
  } else if (key == "aws:username" || key == "aws:userid" || key == "aws:principalarn") {
    everyone_ = true;
  } else {
    look_at_resource(key);
  }
}

void Distinctions::add_variables(const model::Pattern& pattern) {
  for (const model::Part& part : pattern.parts) {
    if (const auto* variable = std::get_if<model::Variable>(&part)) {
      look_at(ascii_lower(variable->key));
    }
  }
}

void Distinctions::add(const model::Condition& condition) {
  for (const model::Pattern& value : condition.values) add_variables(value);
  if (condition.key.starts_with(tag_prefix)) {
    look_at(condition.key);
    return;
  }
  const bool user_name = condition.key == "aws:username";
  const bool id = condition.key == "aws:userid";
  if (!user_name && !id && condition.key != "aws:principalarn") {
    look_at_resource(condition.key);
    return;
  }
  const model::OperatorFamily family = model::family(condition.op.base);
  if (family == model::OperatorFamily::Null) return;  // users all have it, or roles all
  // Where a text of the request takes a variable's place, it may be anybody's.
  const bool filled_in = std::ranges::any_of(condition.values, [](const model::Pattern& value) {
    return value.text.find('$') != std::string::npos;
  });
  if (filled_in ||
      (family != model::OperatorFamily::String && family != model::OperatorFamily::Arn)) {
    everyone_ = true;
    return;
  }
  for (const model::Pattern& value : condition.values) {
    if (id) {
      ids_.push_back(globs_.intern(glob::wildcard_ignoring_case(value.text)));
    } else {
      (user_name ? user_names_ : arns_).add(value);
    }
  }
}

void Distinctions::add(const model::Statement& statement) {
  for (const model::Condition& condition : statement.conditions) add(condition);
  if (statement.resources) {
    for (const model::Pattern& pattern : statement.resources->patterns) add_variables(pattern);
  }
  if (!statement.principal) return;
  for (const model::PrincipalEntry& entry : statement.principal->entries) add_name(entry.value);
}

// Whether sessions of the role may come from a token (TRUST-14).
bool Distinctions::admits_tokens(const model::Policy* trust) {
  if (trust == nullptr) return true;
  const auto [at, fresh] = admits_tokens_.try_emplace(trust, false);
  if (fresh) {
    at->second = std::ranges::any_of(trust->statements, [&](const model::Statement& statement) {
      return statement.effect == model::Effect::Allow &&
             facts_.actions.may_match(statement.actions, token_calls_);
    });
  }
  return at->second;
}

// The ARNs of a role's sessions, in which the session name is open.
void Distinctions::sign_session(const IamPrincipal& role, std::string& out) {
  const glob::GlobSetId sessions = globs_.intern_set(globs_.intern_wildcard(
      "arn:" + role.partition + ":sts::" + role.account + ":assumed-role/" + role.name + "/*"));
  for (const glob::GlobId pattern : question_arns_) {
    const glob::GlobSetId set = globs_.intern_set(pattern);
    if (globs_.surely_disjoint(sessions, set)) {
      out += '0';
    } else if (globs_.surely_subset(sessions, set)) {
      out += '1';
    } else {
      out += role.arn;
      return;
    }
  }
}

void Distinctions::sign(const IamPrincipal& principal, std::string& out) {
  const bool role = principal.kind == PrincipalKind::Role;
  const bool named = names_.contains(principal.arn) ||
                     (!principal.unique_id.empty() && names_.contains(principal.unique_id)) ||
                     (role && names_.contains(principal.account + '/' + principal.name));
  // Readings of patterns differ outside ASCII, where no name AWS accepts is.
  const bool ascii = is_ascii(principal.arn) && is_ascii(principal.unique_id);
  if (everyone_ || named || !ascii || apart_.contains(&principal)) {
    out += principal.arn;
    return;
  }
  out += principal.partition + (role ? 'r' : 'u') + principal.account;
  out += principal.service_linked ? 'l' : '-';
  out += principal.unique_id.empty() ? '0' : '1';
  if (role) {
    out += facts_.taggable.contains(principal.arn) ? 't' : '-';
    out += admits_tokens(principal.trust) ? 'a' : '-';
  } else {
    out += facts_.federating.contains(principal.arn) ? 'f' : '-';
    user_names_.sign(principal.name, out);
  }
  arns_.sign(principal.arn, out);
  for (const glob::GlobId pattern : question_arns_) {
    out += globs_.matches(pattern, principal.arn) ? '1' : '0';
  }
  if (role) sign_session(principal, out);
  if (!principal.unique_id.empty()) {
    const glob::GlobSetId id = globs_.intern_set(
        globs_.intern_wildcard(role ? principal.unique_id + ":*" : principal.unique_id));
    for (const glob::GlobId pattern : ids_) {
      if (!globs_.surely_disjoint(id, globs_.intern_set(pattern))) out += principal.arn;
    }
  }
  for (const auto& [name, value] : principal.tags) {
    const std::string key = ascii_lower(name);
    if (tags_.contains(key)) out += '\n' + key + '=' + value;
  }
}

}  // namespace postern::encoder
