// Query files: the strict reader, with the catalogue.
#include "queries/query.h"

#include <set>
#include <string>
#include <variant>

#include "catalogue/catalogue.h"
#include "fuzz/checks.h"
#include "fuzz/target.h"
#include "support/check.h"
#include "support/strong_id.h"
#include "support/text.h"

namespace postern::fuzz {
namespace {

void check(const queries::RequestSet& set, const Lines& lines) {
  POSTERN_CHECK(!set.principals.empty() && !set.actions.empty() && !set.resources.empty());
  for (const auto* words : {&set.principals, &set.except}) {
    for (const queries::PrincipalWord& word : *words) lines.check(word.where);
  }
  for (const auto* words : {&set.actions, &set.except_actions}) {
    for (const queries::ActionWord& word : *words) lines.check(word.where);
  }
  for (const auto* words : {&set.resources, &set.except_resources}) {
    for (const queries::ResourceWord& word : *words) lines.check(word.where);
  }
  for (const model::Condition& condition : set.when) fuzz::check(condition, lines);
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
