#include "encoder/context_domains.h"

#include "support/check.h"
#include "support/text.h"

namespace postern::encoder {
namespace {

using catalogue::KeyType;

constexpr std::u32string_view digits = U"0123456789";
constexpr std::u32string_view hexadecimal = U"0123456789abcdef";
constexpr std::u32string_view lower_alphanumeric = U"0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::u32string_view name_characters =
    U"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-";
constexpr std::u32string_view id_characters =
    U"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@:/-";

// The regions of the partitions. A witness in a newer one is not found.
constexpr std::string_view all_regions =
    "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-northeast-1 "
    "ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 "
    "ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 "
    "ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 "
    "eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 cn-north-1 "
    "cn-northwest-1 us-gov-east-1 us-gov-west-1";

// A value is one of `texts` (separated by spaces), or else `prefix` and between `least` and `most`
// characters of `alphabet`; 0: any number.
struct DomainRow {
  Domain domain;
  KeyType type;
  bool may_be_empty;
  std::string_view sample;
  std::string_view texts = {};
  std::string_view prefix = {};
  std::u32string_view alphabet = {};
  std::size_t least = 0, most = 0;
};

// clang-format off
constexpr DomainRow rows[] = {
    {Domain::Text,          KeyType::String,  true,  "x"},
    {Domain::Name,          KeyType::String,  false, "x"},
    {Domain::Arn,           KeyType::Arn,     true,  "arn:aws:s3:::x"},
    {Domain::PointArn,      KeyType::Arn,     false, "arn:aws:s3:us-east-1:999988887777:accesspoint/x"},
    {Domain::Truth,         KeyType::Bool,    false, "true", "true false"},
    {Domain::Yes,           KeyType::Bool,    false, "true", "true"},
    {Domain::Number,        KeyType::Numeric, false, "1"},
    {Domain::Count,         KeyType::Numeric, false, "1"},
    {Domain::Instant,       KeyType::Date,    false, "2026-01-01T00:00:00Z"},
    {Domain::Address,       KeyType::Ip,      false, "10.0.0.10"},
    {Domain::PublicAddress, KeyType::Ip,      false, "203.0.113.10"},
    {Domain::Account,       KeyType::String,  false, "999988887777", "", "", digits, 12, 12},
    {Domain::Organization,  KeyType::String,  false, "o-x1x2x3x4x5", "", "o-", lower_alphanumeric, 10, 32},
    {Domain::Vpc,           KeyType::String,  false, "vpc-0a1b2c3d", "", "vpc-", hexadecimal, 8, 17},
    {Domain::Endpoint,      KeyType::String,  false, "vpce-0a1b2c3d", "", "vpce-", hexadecimal, 8, 17},
    {Domain::Region,        KeyType::String,  false, "us-east-1", all_regions},
    {Domain::SourceIdentity, KeyType::String, false, "someone", "", "", name_characters, 2, 0},
    {Domain::ExternalId,    KeyType::String,  false, "id", "", "", id_characters, 2, 0},
    {Domain::SignatureVersion, KeyType::String, false, "AWS4-HMAC-SHA256", "AWS AWS4-HMAC-SHA256"},
    {Domain::AuthenticationType, KeyType::String, false, "REST-HEADER", "REST-HEADER REST-QUERY-STRING POST"},
    {Domain::ServicePrincipal, KeyType::String, true, "ec2.amazonaws.com"},
    {Domain::NetworkOrigin, KeyType::String, false, "Internet", "Internet VPC"},
};
// clang-format on

std::vector<std::string_view> words(std::string_view text) { return split(text, ' ', text.size()); }

const DomainRow& row_of(Domain domain) {
  for (const DomainRow& row : rows) {
    if (row.domain == domain) return row;
  }
  internal_error("not a domain");
}

}  // namespace

Domain domain_of(KeyType type) {
  switch (type) {
    case KeyType::String:
    case KeyType::Binary:
      return Domain::Text;
    case KeyType::Arn:
      return Domain::Arn;
    case KeyType::Bool:
      return Domain::Truth;
    case KeyType::Numeric:
      return Domain::Number;
    case KeyType::Date:
      return Domain::Instant;
    case KeyType::Ip:
      return Domain::Address;
  }
  internal_error("not a type of keys");
}

KeyType type_of(Domain domain) { return row_of(domain).type; }

std::vector<std::string_view> regions() { return words(all_regions); }

std::optional<glob::GlobSetId> language(glob::GlobPool& globs, Domain domain) {
  const DomainRow& row = row_of(domain);
  std::vector<glob::GlobId> out;
  if (domain == Domain::Arn) out.push_back(globs.intern(glob::wildcard("arn:?*:?*:*:*:?*")));
  if (domain == Domain::PointArn) {
    out.push_back(globs.intern(glob::wildcard("arn:?*:s3:*:?*:accesspoint/?*")));
  }
  if (domain == Domain::ServicePrincipal) {
    out.push_back(globs.intern(glob::wildcard("?*.amazonaws.com*")));
  }
  if (!row.texts.empty()) {
    for (const std::string_view text : words(row.texts)) {
      out.push_back(globs.intern(glob::literal(text)));
    }
  } else if (!row.alphabet.empty()) {
    const glob::CharSet set = glob::CharSet::any_of(row.alphabet);
    glob::Tokens tokens = glob::literal(row.prefix);
    tokens.insert(tokens.end(), row.least, glob::Token{set, glob::Repeat::Once});
    for (std::size_t length = row.least; length <= row.most; ++length) {
      out.push_back(globs.intern(tokens));
      tokens.push_back({set, glob::Repeat::Once});
    }
    tokens.push_back({set, glob::Repeat::Any});
    if (row.most == 0) out.push_back(globs.intern(tokens));
  }
  if (out.empty()) return std::nullopt;
  return globs.intern_set(out);
}

std::string_view sample(Domain domain) { return row_of(domain).sample; }

bool may_be_empty(Domain domain) { return row_of(domain).may_be_empty; }

}  // namespace postern::encoder
