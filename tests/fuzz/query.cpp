// Query files: the strict reader, with the catalogue.
#include "queries/query.h"

#include <set>
#include <string>
#include <variant>
#include <vector>

#include "catalogue/catalogue.h"
#include "fuzz/checks.h"
#include "fuzz/target.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"

namespace postern::fuzz {
namespace {

template <typename Word>
void check_places(const std::vector<Word>& words, const Lines& lines) {
  for (const Word& word : words) lines.check(word.where);
}

void check(const queries::RequestSet& set, const Lines& lines) {
  POSTERN_CHECK(!set.principals.empty() && !set.actions.empty() && !set.resources.empty());
  for (const auto* words : {&set.principals, &set.except}) check_places(*words, lines);
  for (const auto* words : {&set.actions, &set.except_actions}) check_places(*words, lines);
  for (const auto* words : {&set.resources, &set.except_resources}) check_places(*words, lines);
  for (const model::Condition& condition : set.when) fuzz::check(condition, lines);
}

void check(const queries::Isolated& claim, const Lines& lines) {
  POSTERN_CHECK(claim.sides.size() >= 2);
  for (const queries::Isolated::Side& side : claim.sides) {
    POSTERN_CHECK(!side.principals.empty() && !side.resources.empty());
    check_printable(side.text);
    check_places(side.principals, lines);
    check_places(side.resources, lines);
  }
  check_places(claim.except_actions, lines);
}

void check(const queries::NoPath& claim, const Lines& lines) {
  POSTERN_CHECK(!claim.from.empty() && claim.max_hops != 0U);
  check_places(claim.from, lines);
  check_places(claim.to, lines);
}

void check(const queries::QueryFile& file, const Lines& lines) {
  POSTERN_CHECK(!file.audit.empty() && !file.properties.empty());
  for (const std::string& account : file.trusted_accounts) POSTERN_CHECK(is_account_id(account));
  std::set<std::string> ids;
  for (const queries::Property& property : file.properties) {
    POSTERN_CHECK(ids.insert(property.id).second);
    POSTERN_CHECK(!property.title.empty() && !property.severity.empty());
    POSTERN_CHECK(!property.claim_text.empty());
    check_printable(property.claim_text);
    lines.check(property.where);
    std::visit(Overloaded{
                   [&](const queries::Forbid& forbid) { check(forbid.set, lines); },
                   [&](const queries::Require& require) { check(require.set, lines); },
                   [&](const queries::Isolated& isolated) { check(isolated, lines); },
                   [&](const queries::NoPath& no_path) { check(no_path, lines); },
               },
               property.claim);
  }
}

}  // namespace

void run(std::string_view input) {
  const Lines lines(input);
  const catalogue::Catalogue catalogue;
  try {
    check(queries::read_query_text(input_name, input, catalogue), lines);
  } catch (const Error& error) {
    fuzz::check(error, lines);
  }
}

}  // namespace postern::fuzz
