// One entry of a manifest: what its keys say. Internal to the manifest reader.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "model/world.h"
#include "snapshot/fields.h"
#include "snapshot/load.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// What the file of an entry holds.
enum class Content {
  AuthorizationDetails,
  Organization,
  ConfigItems,
  OrganizationsOutput,
  Policy,
  Nothing,  // no file: the resource has no policy
  BucketAcl,
  OwnershipControls,
  PublicAccessBlock,
  Grants,
  AccessPoint,
  VpcEndpoints,
};

/// A kind of entry, and how the ARN of its resource is made from a plain name.
struct EntryKind {
  std::string_view word;
  Content content;
  std::optional<model::ResourceKind> resource;  // what it must be about
  std::string_view service;                     // empty: not from a plain name
  std::string_view prefix;                      // before the name
  bool in_region;                               // region and account are part of the ARN
};

/// The kind of entry that is called `word`; null if there is none.
const EntryKind* find_entry_kind(std::string_view word);

/// The resource an entry is about.
struct EntryResource {
  std::string arn, account;
};

class ManifestEntry {
 public:
  /// `folder` is the manifest's.
  ManifestEntry(document::Node node, const std::string& folder, WorldBuilder& builder);

  /// Its kind; nothing if there is none of that name, which is reported. Unknown keys are reported
  /// too.
  const EntryKind* kind();
  bool has(std::string_view key) { return fields_.find(key).has_value(); }
  /// Reports these keys if they are there: they have no meaning for entries of this sort.
  void refuse(std::initializer_list<std::string_view> keys, std::string_view sort);
  /// When its file was collected; nothing if it does not say, or says it wrongly, which is
  /// reported.
  std::optional<Time> collected() { return read_time(fields_, "collected", diagnostics_); }
  /// The account as given; nothing if there is none or it is malformed, which is reported.
  std::optional<std::string> account();
  /// The same, but without one is reported too.
  std::optional<std::string> require_account();
  /// The subject of an output, an id: a string, or an account's as in account(); nothing if it is
  /// absent or wrong, which is reported.
  std::optional<Reference> subject();
  /// Whether the user says that the file has every user and role of its accounts.
  bool identities_are_complete();
  std::string partition() { return fields_.text("partition").value_or("aws"); }
  /// The resource, by its ARN or plain name; nothing if anything is wrong with it, which is
  /// reported.
  std::optional<EntryResource> resource(const EntryKind& kind);
  /// The name of its file; nothing if it has none, which is reported.
  std::optional<document::Node> file() { return fields_.require("file", document::Kind::String); }
  /// The file; nothing if it cannot be read, which is reported.
  std::optional<LoadedFile> load();
  SourceSpan where(std::string_view key) { return fields_.find(key)->where(); }
  SourceSpan where() const { return fields_.where(); }

 private:
  std::optional<std::string> arn(const EntryKind& kind, const std::optional<std::string>& account);
  std::optional<std::string> arn_from_name(const EntryKind& kind, const std::string& name,
                                           const std::optional<std::string>& account);
  std::optional<std::string> owner(const std::string& arn,
                                   const std::optional<std::string>& account);

  Fields fields_;
  const std::string& folder_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace postern::snapshot
