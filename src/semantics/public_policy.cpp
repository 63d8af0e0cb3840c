#include "semantics/public_policy.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "model/arn.h"
#include "semantics/addresses.h"
#include "semantics/glob.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::semantics {
namespace {

using model::BaseOperator;
using model::SetQualifier;

/// Documentation leaves open whether this pins a policy.
Truth perhaps_pins() { return unknown(false, 22); }

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

/// Whether the Principal element lets in more than fixed principals.
bool is_open(const model::PrincipalElement& principal) {
  if (principal.negated || principal.everyone) return true;
  return std::any_of(
      principal.entries.begin(), principal.entries.end(), [](const model::PrincipalEntry& entry) {
        return entry.type == model::PrincipalType::Federated || has_wildcard(entry.value);
      });
}

/// The keys whose fixed values pin a policy, lower-cased.
bool is_listed(std::string_view key) {
  constexpr std::array<std::string_view, 12> keys{
      "aws:principalorgid", "aws:principalarn",      "aws:principalaccount",
      "aws:sourceip",       "aws:sourcearn",         "aws:sourceaccount",
      "aws:sourceowner",    "aws:sourcevpc",         "aws:sourcevpce",
      "aws:userid",         "s3:dataaccesspointarn", "s3:dataaccesspointaccount"};
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

/// Keys of which it is open whether they are listed at all.
bool is_perhaps_listed(std::string_view key) {
  return key == "aws:principalorgpaths" || key == "s3:x-amz-server-side-encryption-aws-kms-key-id";
}

/// BPA-7. The private ranges of IPv4 need no exception: none of them is broader than /8.
Truth address_pins(std::string_view text) {
  const std::vector<AddressBlock> readings = read_block(text);
  if (readings.empty()) return perhaps_pins();
  const auto is_broad = [](const AddressBlock& block) {
    return block.length < (block.family == AddressFamily::V4 ? 8U : 32U);
  };
  const auto broad = std::count_if(readings.begin(), readings.end(), is_broad);
  if (broad == 0) return certain(true);
  return std::size_t(broad) == readings.size() ? certain(false) : perhaps_pins();
}

/// The ARN of an access point may have wildcards in its name if the account is fixed.
Truth access_point_pins(std::string_view text) {
  constexpr std::string_view type = "accesspoint/";
  const auto arn = model::parse_arn(text);
  if (!arn || !is_account_id(arn->account)) return certain(false);
  const bool in_name_only = !has_wildcard(arn->partition) && !has_wildcard(arn->service) &&
                            !has_wildcard(arn->region) && arn->resource.starts_with(type);
  return in_name_only ? certain(true) : perhaps_pins();
}

/// `AROA...:*`, every session of a role.
bool is_any_session_id(std::string_view text) {
  return text.starts_with("AROA") && text.ends_with(":*") &&
         !has_wildcard(text.substr(0, text.size() - 1));
}

/// Whether one value of a positive test on a listed key is fixed.
Truth value_pins(std::string_view key, const model::Pattern& value, model::Variables variables) {
  const std::string& text = value.text;
  if (has_variable(cut(text, model::Wildcards::No, variables))) return certain(false);
  if (has_wildcard(text)) {
    if (key == "s3:dataaccesspointarn") return access_point_pins(text);
    const bool open = key == "aws:principalarn" || (key == "aws:userid" && is_any_session_id(text));
    return open ? perhaps_pins() : certain(false);
  }
  return key == "aws:sourceip" ? address_pins(text) : certain(true);
}

/// The operators BPA-6 names.
bool is_positive_test(BaseOperator base) {
  switch (base) {
    case BaseOperator::StringEquals:
    case BaseOperator::StringLike:
    case BaseOperator::ArnEquals:
    case BaseOperator::ArnLike:
    case BaseOperator::IpAddress:
      return true;
    case BaseOperator::StringEqualsIgnoreCase:
    case BaseOperator::NumericEquals:
    case BaseOperator::NumericLessThan:
    case BaseOperator::NumericLessThanEquals:
    case BaseOperator::NumericGreaterThan:
    case BaseOperator::NumericGreaterThanEquals:
    case BaseOperator::DateEquals:
    case BaseOperator::DateLessThan:
    case BaseOperator::DateLessThanEquals:
    case BaseOperator::DateGreaterThan:
    case BaseOperator::DateGreaterThanEquals:
    case BaseOperator::Bool:
    case BaseOperator::BinaryEquals:
    case BaseOperator::Null:
      return false;
  }
  internal_error("operator out of range");
}

enum class AttachedTo { Bucket, AccessPoint };

/// Whether a condition limits its statement to fixed values.
Truth pins(const model::Condition& condition, model::Variables variables, AttachedTo attached_to) {
  if (attached_to == AttachedTo::AccessPoint && condition.key == "s3:dataaccesspointarn") {
    return certain(false);
  }
  const model::ConditionOperator& op = condition.op;
  if (is_perhaps_listed(condition.key)) return perhaps_pins();
  if (!is_listed(condition.key)) return certain(false);
  // ForAllValues holds without the key, as IfExists does.
  if (op.negated || op.if_exists || op.set == SetQualifier::ForAllValues ||
      op.base == BaseOperator::StringEqualsIgnoreCase) {
    return perhaps_pins();
  }
  if (!is_positive_test(op.base)) return certain(false);
  if (condition.values.empty()) return perhaps_pins();  // of no documented meaning (GRAM-8)
  Truth all = certain(true);
  for (const model::Pattern& value : condition.values) {
    all = all && value_pins(condition.key, value, variables);
  }
  return all;
}

Truth is_pinned(const model::Statement& statement, model::Variables variables,
                AttachedTo attached_to) {
  Truth any = certain(false);
  for (const model::Condition& condition : statement.conditions) {
    any = any || pins(condition, variables, attached_to);
  }
  return any;
}

Truth is_public(const model::Policy& policy, AttachedTo attached_to) {
  const auto variables = policy.has_variables ? model::Variables::Yes : model::Variables::No;
  Truth any = certain(false);
  for (const model::Statement& statement : policy.statements) {
    if (statement.effect != model::Effect::Allow || !statement.principal) continue;
    any = any ||
          (certain(is_open(*statement.principal)) && !is_pinned(statement, variables, attached_to));
  }
  return any;
}

}  // namespace

Truth is_public(const model::Policy& policy) { return is_public(policy, AttachedTo::Bucket); }

Truth is_public_at(const model::Policy& policy, bool vpc_only) {
  return vpc_only ? certain(false) : is_public(policy, AttachedTo::AccessPoint);
}

}  // namespace postern::semantics
