#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "model/policy.h"
#include "queries/read_words.h"

namespace postern::queries {
namespace {

/// Every key of the catalogue but the families (`aws:RequestTag/*`), which nobody writes so.
std::vector<std::string_view> key_names(const catalogue::Catalogue& catalogue) {
  std::vector<std::string_view> names;
  for (std::uint32_t i = 0; i < catalogue.key_count(); ++i) {
    const std::string_view name = catalogue.key_name(catalogue::KeyId{i});
    if (name.find('*') == std::string_view::npos) names.push_back(name);
  }
  return names;
}

}  // namespace

std::vector<model::Condition> read_when(const Reader& reader, document::Node node) {
  if (!reader.expect(node, document::Kind::Object, "when")) return {};
  Diagnostics found;
  std::vector<model::Condition> conditions = model::read_conditions(node, found);
  for (const Diagnostic& diagnostic : found.all()) {
    reader.diagnostics.error(diagnostic.code, diagnostic.where, diagnostic.message,
                             diagnostic.hint);
  }
  for (const model::Condition& condition : conditions) {
    if (reader.catalogue.find_key(condition.key)) continue;
    const std::string_view suggestion = closest(condition.spelt, key_names(reader.catalogue));
    reader.error(codes::unknown_condition_key, condition.where,
                 "unknown condition key " + quoted(condition.spelt),
                 suggestion.empty() ? "" : "did you mean " + quoted(suggestion) + "?");
  }
  return conditions;
}

}  // namespace postern::queries
