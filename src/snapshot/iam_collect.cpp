#include "snapshot/iam_collect.h"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/iam_collect_parts.h"
#include "snapshot/service_values.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;

// The last part of a path, and what is before it.
std::pair<std::string, std::string> cut_last(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return {"", path};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

// One partition.
class CollectReader {
 public:
  CollectReader(CollectedStore& store, std::string partition, WorldBuilder& builder)
      : store_(store),
        partition_(std::move(partition)),
        builder_(builder),
        diagnostics_(builder.diagnostics()) {}

  // `things`: the names of the documents of each, by the key from the partition on.
  void read(std::map<std::string, std::vector<std::string>> things) {
    std::map<std::string, OrganizationFolders> organizations;
    for (auto& [name, documents] : things) {
      Facts facts(store_, partition_ + '/' + name, std::move(documents), builder_);
      const std::vector<std::string_view> parts =
          split(name, '/', std::numeric_limits<std::size_t>::max());
      if (starts(parts, 0, {"accounts"}) && parts.size() >= 2) {
        read_account_part(parts, facts);
      } else if (starts(parts, 0, {"organizations"}) && parts.size() >= 2) {
        const std::string id(parts[1]);
        const std::string own = "organizations/" + id;
        organizations[id].emplace(name == own ? "" : name.substr(own.size() + 1), std::move(facts));
      } else if (name == "indexes") {
        read_indexes(facts);
      } else {
        facts.count_rest();
      }
    }
    for (auto& [id, parts] : organizations) {
      read_collected_organization(parts, id, partition_, builder_);
    }
  }

 private:
  void read_account_part(const std::vector<std::string_view>& parts, Facts& facts) {
    const CollectedAccount account{std::string(parts[1]), partition_};
    if (!is_account_id(account.id)) {
      diagnostics_.error(codes::bad_value, facts.where(),
                         ticked(account.id) + " is not an account id of twelve digits");
      return;
    }
    builder_.account(account.id, partition_);
    if (parts.size() == 2) {
      read_account(account.id, facts);
    } else if (starts(parts, 2, {"iam", "role"})) {
      read_collected_principal(facts, model::PrincipalKind::Role, account, builder_);
    } else if (starts(parts, 2, {"iam", "user"})) {
      read_collected_principal(facts, model::PrincipalKind::User, account, builder_);
    } else if (starts(parts, 2, {"iam", "group"})) {
      read_collected_group(facts, account, builder_);
    } else if (starts(parts, 2, {"iam", "policy"}) || starts(parts, 2, {"iam", "aws", "policy"})) {
      read_collected_policy(facts, account, builder_);
    } else if (starts(parts, 2, {"ram"})) {
      for (std::size_t i = 0; i < facts.rest().size(); ++i) {
        builder_.read_past("resource share", "resource shares");
      }
    } else {
      read_collected_resource(facts, account, builder_);
    }
  }

  void read_account(const std::string& account, Facts& facts) {
    facts.erase("metadata.json");
    if (const auto document = facts.take("organization.json")) {
      Fields fields(document->root(), "an account's organization", diagnostics_);
      if (const auto id = fields.require("organizationId")) claim(account, *id);
    }
    if (const auto document = facts.take("s3-bpa.json")) {
      builder_.add_account_block(
          account, partition_,
          read_public_access_block(document->root(), "a public access block", diagnostics_),
          document->root().where());
    }
    facts.count_rest();
  }

  // The rest of the indexes is made from other files.
  void read_indexes(Facts& facts) {
    const auto document = facts.take("accounts-to-orgs.json");
    if (!document ||
        !expect_kind(document->root(), Kind::Object, "the index of accounts", diagnostics_)) {
      return;
    }
    for (const document::Member& member : document->root().members()) {
      if (is_account_id(member.key)) {
        claim(std::string(member.key), member.value);
      } else {
        diagnostics_.error(codes::bad_value, member.key_where(),
                           ticked(member.key) + " is not an account id of twelve digits");
      }
    }
  }

  void claim(const std::string& account, document::Node id) {
    if (!expect_kind(id, Kind::String, "an organization's id", diagnostics_)) return;
    if (is_organization_id(id.text(), "o-")) {
      builder_.claim_organization(account, partition_, std::string(id.text()), id.where());
    } else {
      diagnostics_.error(codes::bad_value, id.where(),
                         ticked(id.text()) + " is not the id of an organization");
    }
  }

  CollectedStore& store_;
  std::string partition_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

void read_store(CollectedStore& store, WorldBuilder& builder) {
  std::map<std::string, std::map<std::string, std::vector<std::string>>> partitions;
  for (const std::string& key : store.keys()) {
    const std::size_t slash = key.find('/');
    auto [thing, name] = cut_last(key.substr(slash + 1));
    partitions[key.substr(0, slash)][thing].push_back(std::move(name));
  }
  for (auto& [partition, things] : partitions) {
    CollectReader(store, partition, builder).read(std::move(things));
  }
}

}  // namespace

bool is_iam_collect(const std::string& folder) {
  const std::vector<std::string> partitions = folders_in(join_path(folder, "aws"));
  return std::any_of(partitions.begin(), partitions.end(), [&](const std::string& partition) {
    return is_folder(join_path(folder, "aws/" + partition + "/accounts"));
  });
}

void read_iam_collect(const std::string& folder, WorldBuilder& builder) {
  read_store(*open_collected_folder(folder, builder.limits()), builder);
}

void read_iam_collect_database(const std::string& path, WorldBuilder& builder) {
  read_store(*open_collected_database(path, builder), builder);
}

}  // namespace postern::snapshot
