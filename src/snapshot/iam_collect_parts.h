// The parts of the iam-collect reader: one function for each sort of thing. Internal to it.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "model/world.h"
#include "snapshot/iam_collect_store.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// The documents of one thing, which have one folder or what stands for it.
class Facts {
 public:
  Facts(CollectedStore& store, std::string key, std::vector<std::string> names,
        WorldBuilder& builder)
      : store_(store), key_(std::move(key)), names_(std::move(names)), builder_(builder) {}

  SourceSpan where() const;

  /// The document of that name, or nothing if there is none or it cannot be read, which is
  /// reported.
  std::optional<document::Document> take(const std::string& name);
  /// As take, but a document that is not there is reported too; `thing` is what the folder is of.
  std::optional<document::Document> require(const std::string& name, std::string_view thing);
  /// Leaves a document out. Returns whether it is there.
  bool erase(const std::string& name);
  /// Counts the documents nobody took as read past.
  void count_rest() const;
  /// The documents nobody took.
  const std::vector<std::string>& rest() const { return names_; }

 private:
  CollectedStore& store_;
  std::string key_;
  std::vector<std::string> names_;
  WorldBuilder& builder_;
};

/// The account whose folder is read.
struct CollectedAccount {
  std::string id, partition;
};

/// `parts` from `from` on begin with these words.
bool starts(const std::vector<std::string_view>& parts, std::size_t from,
            std::initializer_list<std::string_view> words);

/// The elements of an array; none if it is another kind, which is reported.
std::vector<document::Node> elements(document::Node node, std::string_view what,
                                     Diagnostics& diagnostics);
/// The pairs of `tags.json`.
std::map<std::string, std::string> read_tags(Facts& facts, Diagnostics& diagnostics);

void read_collected_principal(Facts& facts, model::PrincipalKind kind,
                              const CollectedAccount& account, WorldBuilder& builder);
void read_collected_group(Facts& facts, const CollectedAccount& account, WorldBuilder& builder);
void read_collected_policy(Facts& facts, const CollectedAccount& account, WorldBuilder& builder);
void read_collected_resource(Facts& facts, const CollectedAccount& account, WorldBuilder& builder);

/// One organization's folder, and the folders below it, by the path from it.
using OrganizationFolders = std::map<std::string, Facts>;
void read_collected_organization(OrganizationFolders& folders, const std::string& id,
                                 const std::string& partition, WorldBuilder& builder);

}  // namespace postern::snapshot
