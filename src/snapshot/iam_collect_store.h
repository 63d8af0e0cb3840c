// Where iam-collect keeps its documents: a folder, or a database. Internal to its reader.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// Documents by key. A key is the path a document has in a folder, from the partition on:
/// `aws/accounts/111122223333/s3/reports/policy.json`.
class CollectedStore {
 public:
  virtual ~CollectedStore() = default;

  /// The keys of all documents, in order.
  virtual const std::vector<std::string>& keys() const = 0;
  /// What messages call the document of that key, or the thing, if it is what a key begins with.
  virtual std::string name(const std::string& key) const = 0;
  /// The bytes of a document. Precondition: one of keys(). Throws Error.
  virtual std::string read(const std::string& key) = 0;
  /// True if each document is an input of its own (World::inputs).
  virtual bool of_files() const = 0;
};

/// The store in a folder that contains `aws`. Throws Error.
std::unique_ptr<CollectedStore> open_collected_folder(const std::string& folder,
                                                      const document::Limits& limits);

/// The store in an SQLite database, which becomes an input of the World. Throws Error for a
/// database that is damaged, that others are writing to, or that is not iam-collect's.
std::unique_ptr<CollectedStore> open_collected_database(const std::string& path,
                                                        WorldBuilder& builder);

}  // namespace postern::snapshot
