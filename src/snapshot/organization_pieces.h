// Adds what entries of the outputs of `aws organizations` say to what is known of organizations,
// and reports where it contradicts that. Internal to their reader.
#pragma once

#include <string>
#include <string_view>

#include "snapshot/fields.h"
#include "snapshot/organization_outputs.h"

namespace postern::snapshot {

class OrganizationPieces {
 public:
  OrganizationPieces(OrganizationOutputs& outputs, Diagnostics& diagnostics)
      : out_(outputs), diagnostics_(diagnostics) {}

  /// The organization that the `Arn` of an entry names, made known; empty if there is none, which
  /// is reported. The resource of the ARN starts with `type`.
  std::string organization_of(Fields& fields, std::string_view type);
  /// The id of a root, unit or account (`kinds`: IdKind), made known as a part of the organization
  /// that its ARN names.
  std::string add_node(Fields& fields, std::string_view type, unsigned kinds);
  /// A root, unit or account of which only the id is known.
  void add_node(const Reference& id);
  void add_parent(const std::string& child, const Reference& parent, const SourceSpan& where);
  /// The summary of a policy, made known by its id; null if anything is wrong with it.
  const OrganizationOutputs::Summary* add_policy(Fields& fields);

  template <typename Key>
  void add_list(ListedIds list, const Key& key, std::string_view what,
                std::map<Key, ListedIds>& lists) {
    const auto at = lists.find(key);
    if (at == lists.end()) {
      lists.emplace(key, std::move(list));
    } else {
      merge(std::move(list), what, at->second);
    }
  }

  /// Reports that the member contradicts `other`.
  void disagree(Fields& fields, std::string_view member, std::string_view other);

 private:
  void merge(ListedIds more, std::string_view what, ListedIds& list);
  void conflict(const SourceSpan& where, std::string message, const SourceSpan& first);

  OrganizationOutputs& out_;
  Diagnostics& diagnostics_;
};

}  // namespace postern::snapshot
