// Addresses, decimals and bit sets: the plain values atoms speak of.
#include <limits>

#include "formula/address.h"
#include "formula/bits.h"
#include "formula/decimal.h"
#include "support/catch.h"

using namespace postern::formula;

TEST_CASE("addresses are read in their standard forms only", "[formula]") {
  for (const char* text : {"0.0.0.0", "203.0.113.77", "::", "::1", "2001:db8::1",
                           "2001:DB8:0:0:0:0:0:1", "::ffff:1.2.3.4"}) {
    INFO(text);
    CHECK(parse_address(text).has_value());
  }
  for (const char* text : {"", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ",
                           "0x1.2.3.4", ":::", "1::2::3", "fe80::1%eth0", "g::"}) {
    INFO(text);
    CHECK_FALSE(parse_address(text).has_value());
  }
  CHECK_FALSE(parse_address(std::string_view("1.2.3.4\0", 8)).has_value());
  CHECK(to_string(*parse_address("2001:DB8:0:0:0:0:0:1")) == "2001:db8::1");
}

TEST_CASE("blocks ignore host bits and default to one address", "[formula]") {
  struct Row {
    const char *text, *low, *high;
  };
  const Row rows[] = {
      {"203.0.113.77/24", "203.0.113.0", "203.0.113.255"},
      {"203.0.113.77", "203.0.113.77", "203.0.113.77"},
      {"203.0.113.77/32", "203.0.113.77", "203.0.113.77"},
      {"10.128.0.0/9", "10.128.0.0", "10.255.255.255"},
      {"10.1.2.3/0", "0.0.0.0", "255.255.255.255"},
      {"2001:db8::1", "2001:db8::1", "2001:db8::1"},
      {"2001:db8::ff/120", "2001:db8::", "2001:db8::ff"},
      {"2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff"},
      {"::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const auto range = parse_cidr(row.text);
    REQUIRE(range.has_value());
    CHECK(to_string(range->low) == row.low);
    CHECK(to_string(range->high) == row.high);
  }
  for (const char* text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8",
                           "10.0.0.0/08", "10.0.0.0/8/8", "/8"}) {
    INFO(text);
    CHECK_FALSE(parse_cidr(text).has_value());
  }
}

TEST_CASE("an address block holds its own family only", "[formula]") {
  CHECK_FALSE(parse_cidr("0.0.0.0/0")->contains(*parse_address("::")));
  CHECK_FALSE(parse_cidr("::/0")->contains(*parse_address("0.0.0.0")));
  CHECK(parse_cidr("::/0")->contains(*parse_address("ffff::")));
}

TEST_CASE("the successor of an address", "[formula]") {
  CHECK(to_string(*successor(*parse_address("10.0.0.255"))) == "10.0.1.0");
  CHECK(to_string(*successor(*parse_address("::ffff:ffff"))) == "::1:0:0");
  CHECK_FALSE(successor(*parse_address("255.255.255.255")).has_value());
  CHECK_FALSE(successor(*parse_address("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")).has_value());
}

TEST_CASE("decimals are normalised and compared as numbers", "[formula]") {
  struct Row {
    const char *text, *normal;
  };
  const Row rows[] = {{"0", "0"},
                      {"-0", "0"},
                      {"-0.00", "0"},
                      {"007", "7"},
                      {"1.50", "1.5"},
                      {"10.0", "10"},
                      {"-3.25", "-3.25"},
                      {"0.100", "0.1"},
                      {"123456789012345678901234567890.5", "123456789012345678901234567890.5"}};
  for (const Row& row : rows) {
    INFO(row.text);
    REQUIRE(Decimal::parse(row.text).has_value());
    CHECK(Decimal::parse(row.text)->to_string() == row.normal);
  }
  for (const char* text : {"", "-", ".", "1.", ".5", "+1", "1e3", "0x1", "1 ", "--1", "1.2.3"}) {
    INFO(text);
    CHECK_FALSE(Decimal::parse(text).has_value());
  }
  const char* ascending[] = {"-100", "-99.5", "-9",  "-1.25", "-1.2", "-0.5", "0",   "0.05",
                             "0.5",  "1",     "1.2", "1.25",  "9",    "10",   "99.5"};
  for (std::size_t i = 0; i + 1 < std::size(ascending); ++i) {
    INFO(ascending[i]);
    CHECK(*Decimal::parse(ascending[i]) < *Decimal::parse(ascending[i + 1]));
  }
  CHECK(Decimal(-7).to_string() == "-7");
  CHECK(Decimal(std::numeric_limits<long long>::min()).to_string() == "-9223372036854775808");
}

TEST_CASE("there is a decimal between any two, below and above any one", "[formula]") {
  const char* texts[] = {"-100", "-99.9", "-1.01", "-1", "-0.001", "0",   "0.0009",
                         "0.01", "0.999", "1",     "9",  "9.99",   "999", "1000.5"};
  for (std::size_t i = 0; i < std::size(texts); ++i) {
    const Decimal low = *Decimal::parse(texts[i]);
    CHECK(Decimal::below(low) < low);
    CHECK(low < Decimal::above(low));
    for (std::size_t k = i + 1; k < std::size(texts); ++k) {
      const Decimal high = *Decimal::parse(texts[k]);
      INFO(texts[i] << " and " << texts[k]);
      CHECK(low < Decimal::between(low, high));
      CHECK(Decimal::between(low, high) < high);
    }
  }
  CHECK(Decimal::between(Decimal(3), Decimal(3000)).to_string() == "4");
  CHECK(Decimal::between(Decimal(1), Decimal(2)).to_string() == "1.1");
  CHECK(Decimal::between(Decimal(-2), Decimal(-1)).to_string() == "-1.1");
}

TEST_CASE("bit sets", "[formula]") {
  for (const std::size_t size : {1u, 5u, 63u, 64u, 65u, 130u}) {
    INFO(size);
    Bits some(size);
    CHECK(some.none());
    CHECK(some.first() == size);
    some.set(size - 1);
    CHECK(some.first() == size - 1);
    CHECK(some.next(size - 1) == size);
    CHECK(some.next(0) == (size == 1 ? size : size - 1));
    CHECK(some.complement().count() == size - 1);
    CHECK(some.complement().complement() == some);
    CHECK_FALSE(some.intersects(some.complement()));
    CHECK(some.subset_of(Bits(size).complement()));
    Bits all = some.complement();
    all |= some;
    CHECK(all.all());
    CHECK(all == Bits(size).complement());
    CHECK(all.subtract(some) == some.complement());
    some.reset(size - 1);
    CHECK(some.none());
  }
}
