// Numbers, dates and addresses, each text with what it may mean.
#include "build.h"
#include "semantics/addresses.h"
#include "semantics/comparisons.h"
#include "support/catch.h"

namespace postern::semantics {
namespace {

using model::BaseOperator;

std::string compared(BaseOperator op, std::string_view actual, std::string_view value) {
  const model::Context none;
  return show(compare({op, model::Variables::Yes, none}, actual, value, {}));
}

struct Row {
  BaseOperator op;
  std::string_view actual, value, expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO(row.actual << " against " << row.value);
    CHECK(compared(row.op, row.actual, row.value) == row.expected);
  }
}

TEST_CASE("numbers are compared as numbers", "[COND-NUM-1][COND-NUM-2][AMB-13][AMB-14]") {
  using enum BaseOperator;
  check({
      {NumericEquals, "10", "10.0", "T"},
      {NumericEquals, "-0", "0", "T"},
      {NumericLessThan, "9", "10", "T"},
      {NumericLessThan, "10", "10", "F"},
      {NumericLessThanEquals, "10", "10", "T"},
      {NumericGreaterThan, "1.25", "1.5", "F"},
      {NumericGreaterThan, "-1.25", "-1.5", "T"},
      {NumericGreaterThanEquals, "-2", "-1", "F"},
      {NumericLessThan, "123456789012345678901234567890", "123456789012345678901234567891", "T"},
      {NumericLessThan, "5", "ten", "U(f 13)"},
      {NumericLessThan, "", "5", "U(f 13)"},
      {NumericLessThan, "5", "1e3", "U(f 14)"},
      {NumericLessThan, "5000", "1e3", "F"},
      {NumericEquals, "1.5", "15e-1", "U(f 14)"},
      {NumericEquals, "16", "0x10", "U(f 14)"},
      {NumericEquals, "5", "+5", "U(f 14)"},
      {NumericEquals, "10", "010", "U(t 14)"},
      {NumericEquals, "9", "09", "T"},
      {NumericEquals, "5", "5.", "U(f 14)"},
      {NumericEquals, "5", "1e9999", "U(f 13)"},
      {NumericEquals, "0.5", ".5", "U(f 14)"},
  });
}

TEST_CASE("dates are instants", "[COND-DATE-1][COND-DATE-2][COND-DATE-3][AMB-13][AMB-14]") {
  using enum BaseOperator;
  check({
      {DateEquals, "2026-01-01T00:00:00Z", "2026-01-01T01:00:00+01:00", "T"},
      {DateEquals, "2026-01-01T00:00:00Z", "2025-12-31T23:30-00:30", "T"},
      {DateEquals, "1767225600", "2026-01-01T00:00:00Z", "T"},
      {DateEquals, "1970-01-01T00:00:00Z", "00000", "T"},
      {DateEquals, "1969-12-31T23:59:55Z", "-5", "T"},
      {DateEquals, "2000-02-29T12:00:00.50Z", "2000-02-29T12:00:00.5Z", "T"},
      {DateLessThan, "2000-02-29T12:00:00.49Z", "2000-02-29T12:00:00.5Z", "T"},
      {DateGreaterThan, "2026-01-03T00:00:00Z", "2026-01-01", "T"},
      {DateEquals, "2026-01-01T00:00:00Z", "2026-01-01", "U(t 14)"},
      {DateEquals, "2026-01-01T08:00:00Z", "2026-01-01", "U(f 14)"},
      {DateLessThanEquals, "2026-01-01T08:00:00Z", "2026-01-01", "U(f 14)"},
      {DateLessThan, "2025-12-31T23:59:59Z", "2026-01-01", "T"},
      {DateGreaterThan, "2026-01-01T00:00:00Z", "2030", "U(f 14)"},
      {DateGreaterThan, "2026-05-01T00:00:00Z", "2026-03", "T"},
      {DateEquals, "2026-01-01T00:00:00Z", "2026-02-30", "U(f 13)"},
      {DateEquals, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00", "U(f 13)"},
      {DateEquals, "2026-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "U(f 13)"},
      {DateEquals, "2026-01-01T00:00:00Z", "soon", "U(f 13)"},
      {DateEquals, "1900-02-29T00:00:00Z", "1900-03-01T00:00:00Z", "U(f 13)"},
  });
}

TEST_CASE("addresses and blocks",
          "[COND-IP-1][COND-IP-2][COND-IP-3][COND-IP-4][COND-IP-5][AMB-13][AMB-14]") {
  constexpr auto op = BaseOperator::IpAddress;
  check({
      {op, "203.0.113.255", "203.0.113.0/24", "T"},
      {op, "203.0.113.1", "203.0.113.77/24", "T"},
      {op, "203.0.114.0", "203.0.113.0/24", "F"},
      {op, "203.0.113.7", "203.0.113.7", "T"},
      {op, "203.0.113.8", "203.0.113.7", "F"},
      {op, "198.51.100.9", "0.0.0.0/0", "T"},
      {op, "2001:db8::1", "0.0.0.0/0", "F"},
      {op, "2001:db8:1234:5678:0:0:0:1", "2001:DB8:1234:5678::/64", "T"},
      {op, "2001:db8::", "2001:db8::/128", "T"},
      {op, "::", "::/0", "T"},
      {op, "2001:db8::2", "2001:db8::1", "U(f 14)"},
      {op, "2001:db8::1", "2001:db8::1", "T"},
      {op, "::ffff:192.0.2.1", "192.0.2.0/24", "U(f 14)"},
      {op, "192.0.2.1", "::ffff:192.0.2.0/120", "U(f 14)"},
      {op, "::ffff:c000:201", "198.51.100.0/24", "F"},
      {op, "203.0.113.1", "203.0.113.0/33", "U(f 13)"},
      {op, "203.0.113.01", "203.0.113.0/24", "U(f 13)"},
      {op, "203.0.113", "203.0.113.0/24", "U(f 13)"},
      {op, "1::2::3", "::/0", "U(f 13)"},
      {op, "1:2:3:4:5:6:7", "::/0", "U(f 13)"},
      {op, "1:2:3:4:5:6:7::8", "::/0", "U(f 13)"},
      {op, "unknown", "0.0.0.0/0", "U(f 13)"},
  });
  CHECK(read_block("10.0.0.0/").empty());
  CHECK(read_block("10.0.0.0/8/8").empty());
}

TEST_CASE("text, booleans and binary",
          "[COND-STR-1][COND-STR-2][COND-STR-3][COND-BOOL-1][COND-BIN-1][AMB-7][AMB-13][AMB-31]"
          "[AMB-32]") {
  using enum BaseOperator;
  check({
      {StringEquals, "a*", "a*", "T"},
      {StringEquals, "ab", "a*", "F"},
      {StringEquals, "A", "a", "F"},
      {StringEquals, "a*", "a${*}", "T"},
      {StringEqualsIgnoreCase, "ABC", "abc", "T"},
      {StringEqualsIgnoreCase, "abd", "abc", "F"},
      {StringEqualsIgnoreCase, "\xC3\xA9", "\xC3\x89", "U(f 31)"},
      {StringLike, "a/b", "a*", "T"},
      {StringLike, "A", "a*", "F"},
      {StringLike, "\xC3\xA9", "?", "U(t 32)"},
      {StringLike, "\xC3\xA9", "*", "T"},
      {Bool, "true", "TRUE", "T"},
      {Bool, "false", "true", "F"},
      {Bool, "maybe", "true", "U(f 13)"},
      {Bool, "true", "${x:gone}", "U(f 7)"},
      {BinaryEquals, "QmluYXJ5", "QmluYXJ5", "T"},
      {BinaryEquals, "QmluYXJ5", "qmluYXJ5", "F"},
  });
}

TEST_CASE("ARNs are compared component by component",
          "[COND-ARN-1][COND-ARN-2][COND-ARN-3][COND-ARN-4][AMB-2]") {
  constexpr auto op = BaseOperator::ArnLike;
  check({
      {op, "arn:aws:sns:us-east-1:111111111111:t", "arn:aws:sns:*:111111111111:t", "T"},
      {op, "arn:aws:sns:us-east-1:111111111111:t", "arn:aws:sns:*:t", "U(f 2)"},
      {op, "arn:aws:sns:us-east-1:111111111111:t", "arn:aws:*:*:*:*", "T"},
      {op, "arn:aws:lambda:r:111111111111:function:f:v", "arn:aws:lambda:*:*:function:*", "T"},
      {op, "arn:aws:s3:::b:x", "arn:*:b:*:*:x", "F"},
      {op, "arn:aws:iam::111111111111:user/A", "arn:aws:iam::111111111111:user/a", "F"},
      {op, "not an arn", "arn:aws:iam::*:user/a", "U(f 2)"},
      {op, "arn:aws:s3:::b", "*", "U(f 2)"},
  });
  CHECK(compared(BaseOperator::ArnEquals, "arn:aws:s3:::b", "arn:aws:s3:::*") == "T");
}

}  // namespace
}  // namespace postern::semantics
