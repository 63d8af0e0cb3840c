#include "encoder/context_domains.h"

#include "support/check.h"

namespace postern::encoder {
namespace {

using catalogue::KeyType;

constexpr std::u32string_view digits = U"0123456789";
constexpr std::u32string_view hexadecimal = U"0123456789abcdef";
constexpr std::u32string_view lower_alphanumeric = U"0123456789abcdefghijklmnopqrstuvwxyz";
constexpr std::u32string_view region = U"abcdefghijklmnopqrstuvwxyz-0123456789";

// A value is `pattern` (with wildcards) and `least` or more characters of `alphabet`.
struct DomainRow {
  Domain domain;
  KeyType type;
  std::string_view pattern;
  std::u32string_view alphabet;
  std::size_t least;
  bool may_be_empty;
  std::string_view sample;
};

// clang-format off
constexpr DomainRow rows[] = {
    {Domain::Text,         KeyType::String,  "*",                 U"",                0,  true,  "x"},
    {Domain::Name,         KeyType::String,  "?*",                U"",                0,  false, "x"},
    {Domain::Arn,          KeyType::Arn,     "arn:?*:?*:*:*:?*",  U"",                0,  true,  "arn:aws:s3:::x"},
    {Domain::Truth,        KeyType::Bool,    "",                  U"",                0,  false, "true"},
    {Domain::Number,       KeyType::Numeric, "*",                 U"",                0,  false, "1"},
    {Domain::Instant,      KeyType::Date,    "*",                 U"",                0,  false, "2026-01-01T00:00:00Z"},
    {Domain::Address,      KeyType::Ip,      "*",                 U"",                0,  false, "x"},
    {Domain::Account,      KeyType::String,  "",                  digits,             12, true,  "999988887777"},
    {Domain::Organization, KeyType::String,  "o-",                lower_alphanumeric, 10, true,  "o-x1x2x3x4x5"},
    {Domain::Vpc,          KeyType::String,  "vpc-",              hexadecimal,        8,  true,  "vpc-0a1b2c3d"},
    {Domain::Endpoint,     KeyType::String,  "vpce-",             hexadecimal,        8,  true,  "vpce-0a1b2c3d"},
    {Domain::Region,       KeyType::String,  "",                  region,             6,  true,  "us-east-1"},
};
// clang-format on

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

std::optional<glob::GlobSetId> language(glob::GlobPool& globs, Domain domain) {
  const DomainRow& row = row_of(domain);
  if (row.pattern == "*") return std::nullopt;
  if (domain == Domain::Truth) {
    return globs.intern_set(
        {globs.intern(glob::literal("true")), globs.intern(glob::literal("false"))});
  }
  glob::Tokens tokens = glob::wildcard(row.pattern);
  if (!row.alphabet.empty()) {
    const glob::CharSet set = glob::CharSet::any_of(row.alphabet);
    tokens.insert(tokens.end(), row.least, glob::Token{set, glob::Repeat::Once});
    tokens.push_back({set, glob::Repeat::Any});
  }
  return globs.intern_set(globs.intern(std::move(tokens)));
}

std::string_view sample(Domain domain) { return row_of(domain).sample; }

bool may_be_empty(Domain domain) { return row_of(domain).may_be_empty; }

}  // namespace postern::encoder
