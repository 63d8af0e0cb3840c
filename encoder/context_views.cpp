// Context keys read as numbers, instants and addresses.
#include <set>

#include "coverage/reasons.h"
#include "encoder/context.h"
#include "encoder/context_domains.h"
#include "encoder/values.h"
#include "support/check.h"

namespace postern::encoder {

using formula::Bits;
using formula::Decimal;
using formula::TermId;

namespace {

// Addresses no request comes from over the public network.
constexpr std::string_view private_ranges[] = {"0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10",
                                               "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
                                               "192.168.0.0/16", "224.0.0.0/3",    "::/8",
                                               "fc00::/7",       "fe80::/10",      "ff00::/8"};

}  // namespace

TypedView ContextKeys::view(Key& key, std::string_view suffix, bool is_address) {
  const std::string name = prefix(key.name) + key.name + std::string(suffix);
  const TypedView view = {is_address ? terms_.address_field(name) : terms_.number_field(name),
                          terms_.flag_field(name + ".malformed")};
  in_witnesses(!terms_.flag(view.malformed), named(coverage::inferred_key, key));
  if (world_) keep_to_domain(key, view, is_address);
  return view;
}

TypedView ContextKeys::clock_view() {
  const std::string name = prefix("aws:currenttime") + "aws:currenttime#date";
  const TypedView view = {terms_.number_field(name), terms_.flag_field(name + ".malformed")};
  always(!terms_.flag(view.malformed));
  return view;
}

// REL-16, bound by bound of those the instants are compared with, as fields are never compared with
// each other.
TermId ContextKeys::in_order() {
  if (!keys_.contains("aws:currenttime") && !keys_.contains("aws:epochtime")) {
    return terms_.true_term();
  }
  const auto clock = terms_.number_field(prefix("aws:currenttime") + "aws:currenttime#date");
  std::vector<TermId> all;
  for (const std::string& name : not_after_clock_) {
    const Key& key = keys_.at(name);
    if (!key.date) continue;
    std::set<Decimal> bounds;
    for (std::uint32_t i = 0; i < terms_.atom_count(); ++i) {
      const auto* atom = std::get_if<formula::NumberCompare>(&terms_.atom(formula::AtomId{i}));
      if (atom != nullptr && (atom->field == clock || atom->field == key.date->value)) {
        bounds.insert(atom->bound);
      }
    }
    for (const Decimal& bound : bounds) {
      for (const auto comparison : {formula::Comparison::Less, formula::Comparison::LessOrEqual}) {
        all.push_back(
            terms_.any_of({!terms_.flag(key.flag), !terms_.number(clock, comparison, bound),
                           terms_.number(key.date->value, comparison, bound)}));
      }
    }
  }
  return terms_.all_of(all);
}

// AWS sends keys of a type in that type.
void ContextKeys::keep_to_domain(const Key& key, const TypedView& view, bool is_address) {
  const auto known = actions_.catalogue().find_key(key.name);
  if (!known) return;
  const Domain domain = domain_of_key(key);
  const catalogue::KeyType type = type_of(domain);
  const bool matches =
      is_address ? type == catalogue::KeyType::Ip
                 : type == catalogue::KeyType::Numeric || type == catalogue::KeyType::Date;
  // The types of service keys are only as good as the catalogue's source.
  if (matches && (key.name.starts_with("aws:") || key.name.starts_with("s3:"))) {
    always(!terms_.flag(view.malformed));
  }
  if (matches && domain == Domain::Count) {
    always(!terms_.number(view.value, formula::Comparison::Less, Decimal(0)));
  }
  if (domain == Domain::PublicAddress && is_address) {  // COND-IP-6
    always(!terms_.address_in(view.value, *formula::parse_cidr("::ffff:0:0/96")));
    for (const std::string_view range : private_ranges) {
      in_witnesses(!terms_.address_in(view.value, *formula::parse_cidr(range)),
                   named(coverage::inferred_key, key));
    }
  }
}

namespace {

// The callers and conditions under which a derived text satisfies `test`.
template <typename Test>
TermId derived(formula::TermStore& terms, const CallerSpace& callers, const Key& key, Test test,
               bool symbolic) {
  Bits matching = callers.none();
  for (const auto& [value, bits] : key.fixed) {
    if (test(value)) matching |= bits;
  }
  std::vector<TermId> ways = {callers.in(matching)};
  for (const KeyCase& c : key.cases) {
    const auto text = c.value.literal();
    if (text ? test(*text) : symbolic) ways.push_back(c.when);
  }
  return terms.any_of(ways);
}

bool compares(const Decimal& value, formula::Comparison comparison, const Decimal& bound) {
  switch (comparison) {
    case formula::Comparison::Less:
      return value < bound;
    case formula::Comparison::LessOrEqual:
      return value <= bound;
    case formula::Comparison::Equal:
      return value == bound;
  }
  internal_error("not a comparison");
}

}  // namespace

TermId ContextKeys::number(Key& key, formula::Comparison comparison, const Decimal& bound) {
  const TypedView v = number_view(key);
  const auto test = [&](const std::string& text) {
    const auto value = read_number(text).canonical;
    return value && compares(*value, comparison, bound);
  };
  return terms_.any_of({derived(terms_, callers_, key, test, false),
                        terms_.all_of({key.open, terms_.flag(key.flag), !terms_.flag(v.malformed),
                                       terms_.number(v.value, comparison, bound)})});
}

TermId ContextKeys::date(Key& key, formula::Comparison comparison, const Decimal& bound) {
  const TypedView v = date_view(key);
  const auto test = [&](const std::string& text) {
    const auto value = read_date(text).canonical;
    return value && compares(*value, comparison, bound);
  };
  return terms_.any_of({derived(terms_, callers_, key, test, false),
                        terms_.all_of({key.open, terms_.flag(key.flag), !terms_.flag(v.malformed),
                                       terms_.number(v.value, comparison, bound)})});
}

TermId ContextKeys::in_range(Key& key, const formula::AddressRange& range) {
  const TypedView v = address_view(key);
  const auto test = [&](const std::string& text) {
    const auto value = formula::parse_address(text);
    return value && range.contains(*value);
  };
  return terms_.any_of({derived(terms_, callers_, key, test, false),
                        terms_.all_of({key.open, terms_.flag(key.flag), !terms_.flag(v.malformed),
                                       terms_.address_in(v.value, range)})});
}

// over: a derived text with an open part counts as malformed, hence as unknown (COND-9).
TermId ContextKeys::not_a_number(Key& key) {
  const TypedView v = number_view(key);
  return terms_.any_of(
      {derived(
           terms_, callers_, key, [](const std::string& t) { return !read_number(t).certain(); },
           true),
       terms_.all_of({key.open, terms_.flag(key.flag), terms_.flag(v.malformed)})});
}

TermId ContextKeys::not_a_date(Key& key) {
  const TypedView v = date_view(key);
  return terms_.any_of(
      {derived(
           terms_, callers_, key, [](const std::string& t) { return !read_date(t).certain(); },
           true),
       terms_.all_of({key.open, terms_.flag(key.flag), terms_.flag(v.malformed)})});
}

TermId ContextKeys::not_an_address(Key& key) {
  const TypedView v = address_view(key);
  return terms_.any_of(
      {derived(
           terms_, callers_, key, [](const std::string& t) { return !formula::parse_address(t); },
           true),
       terms_.all_of({key.open, terms_.flag(key.flag), terms_.flag(v.malformed)})});
}

const TypedView& ContextKeys::number_view(Key& key) {
  if (!key.number) {
    key.number = view(key, "#number", false);
    if (const auto text = pinned_text(key)) pin_number(*key.number, read_number(*text).canonical);
  }
  return *key.number;
}

const TypedView& ContextKeys::date_view(Key& key) {
  if (!key.date) {
    key.date = view(key, "#date", false);
    if (const auto text = pinned_text(key)) pin_number(*key.date, read_date(*text).canonical);
  }
  return *key.date;
}

const TypedView& ContextKeys::address_view(Key& key) {
  if (!key.address) {
    key.address = view(key, "#ip", true);
    if (const auto text = pinned_text(key)) {
      const auto value = formula::parse_address(*text);
      always(value ? !terms_.flag(key.address->malformed) : terms_.flag(key.address->malformed));
      if (value) always(terms_.address_in(key.address->value, {*value, *value}));
    }
  }
  return *key.address;
}

void ContextKeys::pin_number(const TypedView& view, const std::optional<Decimal>& value) {
  always(value ? !terms_.flag(view.malformed) : terms_.flag(view.malformed));
  if (value) always(terms_.number(view.value, formula::Comparison::Equal, *value));
}

}  // namespace postern::encoder
