// BPA-6, BPA-7: when a bucket policy counts as public.
#include <algorithm>
#include <vector>

#include "encoder/s3.h"
#include "encoder/values.h"
#include "formula/address.h"
#include "model/arn.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using model::BaseOperator;
using model::Condition;

enum class Pins { No, Perhaps, Yes };

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != text.npos; }

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// The number of leading bits that all addresses of the block share.
unsigned prefix_length(const formula::AddressRange& range) {
  const std::size_t first = range.low.v6 ? 0 : 12;
  unsigned length = 0;
  for (std::size_t i = first; i < 16; ++i) {
    const unsigned differ = static_cast<unsigned>(range.low.bytes[i] ^ range.high.bytes[i]);
    for (unsigned bit = 0x80; bit != 0; bit >>= 1) {
      if ((differ & bit) != 0) return length;
      ++length;
    }
  }
  return length;
}

// BPA-7. The blocks of private networks are none of them broader than /8.
Pins pins_block(const formula::AddressRange& range) {
  return prefix_length(range) >= (range.low.v6 ? 32u : 8u) ? Pins::Yes : Pins::No;
}

Pins pins_address(const std::string& text) {
  const auto range = formula::parse_cidr(text);
  if (!range) return Pins::Perhaps;
  std::vector<Pins> readings = {pins_block(*range)};
  if (const auto v4 = unmapped(*range)) readings.push_back(pins_block(*v4));
  if (range->low.v6 && text.find('/') == std::string::npos) {
    readings.push_back(pins_block(*formula::parse_cidr(text + "/32")));  // AMB-14
  }
  const bool same = std::all_of(readings.begin(), readings.end(),
                                [&](Pins one) { return one == readings.front(); });
  return same ? readings.front() : Pins::Perhaps;
}

// An access point's ARN with wildcards: where the account is fixed, its name may have them.
Pins pins_access_point(const std::string& text) {
  const auto arn = model::parse_arn(text);
  if (!arn || !is_account_id(arn->account)) return Pins::No;
  const bool in_name = arn->resource.starts_with("accesspoint/") && !has_wildcard(arn->partition) &&
                       !has_wildcard(arn->service) && !has_wildcard(arn->region);
  return in_name ? Pins::Yes : Pins::Perhaps;
}

Pins pins_value(const std::string& key, const model::Pattern& value, bool variables) {
  const std::string& text = value.text;
  if (variables && value.has_variables()) return Pins::No;
  if (!has_wildcard(text)) return key == "aws:sourceip" ? pins_address(text) : Pins::Yes;
  if (key == "s3:dataaccesspointarn") return pins_access_point(text);
  const bool role_sessions = key == "aws:userid" && text.starts_with("AROA") &&
                             text.ends_with(":*") && text.find_first_of("*?") == text.size() - 1;
  return key == "aws:principalarn" || role_sessions ? Pins::Perhaps : Pins::No;
}

Pins pins(const Condition& condition, bool variables) {
  if (is_one_of(condition.key,
                {"aws:principalorgpaths", "s3:x-amz-server-side-encryption-aws-kms-key-id"})) {
    return Pins::Perhaps;
  }
  if (!is_one_of(condition.key, {"aws:principalorgid", "aws:principalarn", "aws:principalaccount",
                                 "aws:sourceip", "aws:sourcearn", "aws:sourceaccount",
                                 "aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid",
                                 "s3:dataaccesspointarn", "s3:dataaccesspointaccount"})) {
    return Pins::No;
  }
  const BaseOperator op = condition.op.base;
  if (condition.op.negated || condition.op.if_exists ||
      condition.op.set == model::SetQualifier::ForAllValues ||
      op == BaseOperator::StringEqualsIgnoreCase) {
    return Pins::Perhaps;
  }
  const bool tests = op == BaseOperator::StringEquals || op == BaseOperator::StringLike ||
                     op == BaseOperator::ArnEquals || op == BaseOperator::ArnLike ||
                     op == BaseOperator::IpAddress;
  if (!tests) return Pins::No;
  if (condition.values.empty()) return Pins::Perhaps;  // GRAM-8
  Pins all = Pins::Yes;
  for (const model::Pattern& value : condition.values) {
    all = std::min(all, pins_value(condition.key, value, variables));
  }
  return all;
}

bool is_open(const model::PrincipalElement& principal) {
  if (principal.everyone || principal.negated) return true;
  return std::any_of(principal.entries.begin(), principal.entries.end(), [](const auto& entry) {
    return entry.type == model::PrincipalType::Federated ||
           entry.value.find_first_of("*?") != std::string::npos;
  });
}

PublicPolicy classify(const model::Policy& policy, bool of_point) {
  PublicPolicy out;
  for (const model::Statement& statement : policy.statements) {
    if (statement.effect != model::Effect::Allow || !statement.principal) continue;
    if (!is_open(*statement.principal)) continue;
    Pins best = Pins::No;
    for (const Condition& condition : statement.conditions) {
      if (of_point && condition.key == "s3:dataaccesspointarn") continue;
      best = std::max(best, pins(condition, policy.has_variables));
    }
    out.sure = out.sure || best == Pins::No;
    out.maybe = out.maybe || best != Pins::Yes;
    out.canonical = out.canonical || best != Pins::Yes;
  }
  return out;
}

}  // namespace

PublicPolicy public_policy(const model::Policy& policy) { return classify(policy, false); }

PublicPolicy public_point_policy(const model::Policy& policy, bool vpc_only) {
  return vpc_only ? PublicPolicy{} : classify(policy, true);
}

}  // namespace postern::encoder
