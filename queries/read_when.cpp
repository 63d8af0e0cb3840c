#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "model/policy_reader.h"
#include "queries/read_words.h"

namespace postern::queries {
namespace {

std::vector<std::string_view> all_key_names(const catalogue::Catalogue& catalogue) {
  std::set<std::string_view> names;
  for (std::uint32_t i = 0; i < catalogue.action_count(); ++i) {
    for (catalogue::KeyId key : catalogue.keys(catalogue::ActionId{i})) {
      names.insert(catalogue.key_name(key));
    }
  }
  return {names.begin(), names.end()};
}

}  // namespace

std::vector<model::Condition> read_when(const Reader& reader, document::Node node) {
  if (!reader.expect(node, document::Kind::Object, "when")) return {};
  Diagnostics found;
  model::Statement statement;
  model::read_condition({model::PolicyKind::Identity, model::Variables::Yes, found}, node,
                        statement);
  std::vector<model::Condition> conditions = std::move(statement.conditions);
  for (const Diagnostic& diagnostic : found.all()) {
    reader.diagnostics.error(diagnostic.code, diagnostic.where, diagnostic.message,
                             diagnostic.hint);
  }
  for (const model::Condition& condition : conditions) {
    if (reader.catalogue.find_key(condition.key)) continue;
    const std::string_view suggestion = closest(condition.spelt, all_key_names(reader.catalogue));
    reader.error(codes::unknown_condition_key, condition.where,
                 "unknown condition key " + quoted(condition.spelt),
                 suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?");
  }
  return conditions;
}

}  // namespace postern::queries
