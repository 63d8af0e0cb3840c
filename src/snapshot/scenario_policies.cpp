#include "snapshot/scenario_policies.h"

#include <utility>

namespace postern::snapshot {

using document::Kind;
using document::Node;

const model::Policy* PolicyLoader::one(std::optional<Node> node, model::PolicyKind kind,
                                       std::string name) {
  if (!node) return nullptr;
  owner_->policies.push_back(model::read_policy(*node, kind, std::move(name), *diagnostics_));
  return &owner_->policies.back();
}

std::vector<const model::Policy*> PolicyLoader::many(Node list, model::PolicyKind kind,
                                                     const std::string& name) {
  std::vector<const model::Policy*> out;
  for (std::size_t i = 0; i < list.size(); ++i) {
    out.push_back(one(list[i], kind, name + "[" + std::to_string(i) + "]"));
  }
  return out;
}

std::optional<PolicyLevels> PolicyLoader::levels(Fields& fields, std::string_view name,
                                                 model::PolicyKind kind,
                                                 const std::string& prefix) {
  const std::optional<Node> list = fields.find(name, Kind::Array);
  if (!list) return std::nullopt;
  PolicyLevels out;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Node level = (*list)[i];
    if (expect_kind(level, Kind::Array, "a level of " + ticked(name), *diagnostics_)) {
      out.push_back(many(level, kind, prefix + std::string(name) + "[" + std::to_string(i) + "]"));
    }
  }
  return out;
}

}  // namespace postern::snapshot
