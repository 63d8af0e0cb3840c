#include "snapshot/manifest.h"

#include <utility>

#include "coverage/reasons.h"
#include "snapshot/arns.h"
#include "snapshot/config.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/gaad.h"
#include "snapshot/manifest_entry.h"
#include "snapshot/organization_file.h"
#include "snapshot/organization_outputs.h"
#include "snapshot/policy_output.h"
#include "snapshot/service_outputs.h"
#include "snapshot/vpc_endpoints.h"
#include "support/ahead.h"
#include "support/check.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

class ManifestReader {
 public:
  ManifestReader(const std::string& path, WorldBuilder& builder)
      : folder_(parent_folder(path)), builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read(Node root) {
    Fields fields(root, "the manifest", diagnostics_);
    if (const std::optional<Node> version = fields.require("version", Kind::Number);
        version && version->text() != "1") {
      diagnostics_.error(codes::bad_value, version->where(),
                         "unknown version " + ticked(version->text()) + " of the manifest",
                         "this program reads version 1");
    }
    const std::optional<Node> documents = fields.require("documents", Kind::Array);
    const std::optional<Time> collected = read_time(fields, "collected", diagnostics_);
    for (const document::Member& member : fields.unknown()) {
      diagnostics_.error(codes::unknown_member, member.key_where(),
                         "unknown key " + ticked(member.key), fields.suggest(member.key));
    }
    if (!documents) return;
    read_details_ahead(*documents);
    for (Node node : documents->elements()) {
      ManifestEntry entry(node, folder_, builder_);
      const auto own = entry.collected();
      builder_.set_collected(own ? own : collected);
      if (const EntryKind* kind = entry.kind()) read_entry(entry, *kind);
    }
    builder_.set_collected(std::nullopt);
  }

 private:
  // A file of authorization details, or why there is none.
  struct DetailsEntry {
    Diagnostics opening;
    std::optional<DetailsFile> file;
  };

  // They are most of a snapshot, and do not depend on each other.
  void read_details_ahead(Node documents) {
    WorldBuilder unheard(
        builder_.limits());  // what is wrong with entries is reported in their turn
    std::vector<Ahead<DetailsEntry>::Task> tasks;
    for (Node node : documents.elements()) {
      ManifestEntry entry(node, folder_, unheard);
      const EntryKind* kind = entry.kind();
      if (kind == nullptr || kind->content != Content::AuthorizationDetails) continue;
      const std::optional<Node> name = entry.file();
      if (!name) continue;
      tasks.emplace_back([this, name, account = entry.account()] {
        DetailsEntry out;
        auto file = load_named_file(folder_, *name, builder_.limits(), out.opening);
        if (file) out.file = read_details_file(*std::move(file), account, builder_.limits());
        return out;
      });
    }
    details_.emplace(std::move(tasks));
  }

  void read_entry(ManifestEntry& entry, const EntryKind& kind) {
    if (kind.content != Content::OrganizationsOutput) {
      entry.refuse({"subject"}, "kind " + ticked(kind.word));
    }
    if (kind.content != Content::ConfigItems) {
      entry.refuse({"identities"}, "kind " + ticked(kind.word));
    }
    switch (kind.content) {
      case Content::AuthorizationDetails:
        read_authorization_details(entry, kind);
        return;
      case Content::Organization:
        entry.refuse({"account", "resource", "region", "partition"}, "kind " + ticked(kind.word));
        if (const auto file = load(entry, kind, "one organization")) {
          read_organization_file(file->second, file->first.path, builder_);
        }
        return;
      case Content::OrganizationsOutput:
        read_organizations(entry, kind);
        return;
      case Content::ConfigItems:
        read_config_items(entry, kind);
        return;
      case Content::VpcEndpoints:
        read_endpoints(entry, kind);
        return;
      case Content::Policy:
      case Content::Nothing:
        read_policy(entry, kind);
        return;
      case Content::PublicAccessBlock:
        if (!entry.has("resource")) {
          read_account_block(entry, kind);
          return;
        }
        [[fallthrough]];
      case Content::BucketAcl:
      case Content::OwnershipControls:
      case Content::AccessPoint:
        read_fact(entry, kind);
        return;
      case Content::Grants:
        read_grants(entry, kind);
        return;
    }
  }

  // The file of an entry, which holds one document.
  std::optional<std::pair<LoadedFile, Node>> load(ManifestEntry& entry, const EntryKind& kind,
                                                  std::string_view what) {
    std::optional<LoadedFile> file = entry.load();
    if (!file) return std::nullopt;
    builder_.add_input(file->path, kind.word, file->sha256, 1);
    const auto root = only_document(*file, what, diagnostics_);
    if (!root) return std::nullopt;
    return std::pair(*std::move(file), *root);
  }

  void read_authorization_details(ManifestEntry& entry, const EntryKind& kind) {
    entry.refuse({"resource", "region", "partition"}, "kind " + ticked(kind.word));
    const std::optional<std::string> account = entry.account();
    if (!entry.file()) return;
    DetailsEntry read = details_->take(next_details_++);
    diagnostics_.add(read.opening);
    if (!read.file) return;
    for (const std::string& found : read.file->details.accounts) {
      if (account && found != *account) {
        diagnostics_.error(codes::disagreement, entry.where("account"),
                           ticked(read.file->path) + " is of account " + ticked(found));
      }
    }
    add(*std::move(read.file), kind.word, builder_);
  }

  void read_config_items(ManifestEntry& entry, const EntryKind& kind) {
    entry.refuse({"resource", "region", "partition"}, "kind " + ticked(kind.word));
    const std::optional<std::string> account = entry.account();
    const bool complete = entry.identities_are_complete();
    const auto file = entry.load();
    if (!file) return;
    const ConfigSummary summary = read_config(file->documents, complete, builder_);
    builder_.add_input(file->path, kind.word, file->sha256, summary.items, summary.newest);
    for (const std::string& found : summary.accounts) {
      if (account && found != *account) {
        diagnostics_.error(codes::disagreement, entry.where("account"),
                           ticked(file->path) + " has items of account " + ticked(found));
      }
    }
  }

  void read_organizations(ManifestEntry& entry, const EntryKind& kind) {
    entry.refuse({"account", "resource", "region", "partition"}, "kind " + ticked(kind.word));
    const std::optional<Reference> subject = entry.subject();
    const auto file = entry.load();
    if (!file) return;
    std::vector<Node> documents;
    for (const document::Document& document : file->documents) documents.push_back(document.root());
    const OutputsSummary summary = read_organizations_outputs(documents, {subject, ""}, builder_);
    builder_.add_input(file->path, kind.word, file->sha256, summary.count);
  }

  void read_endpoints(ManifestEntry& entry, const EntryKind& kind) {
    entry.refuse({"resource", "region", "partition"}, "kind " + ticked(kind.word));
    const std::optional<std::string> account = entry.account();
    const auto file = entry.load();
    if (!file) return;
    const std::size_t count = read_vpc_endpoints(pages_of(*file), account, builder_);
    builder_.add_input(file->path, kind.word, file->sha256, count);
  }

  void read_policy(ManifestEntry& entry, const EntryKind& kind) {
    const auto about = entry.resource(kind);
    ResourceDraft draft;
    if (about) {
      draft.resource.arn = about->arn;
      draft.resource.kind = resource_kind(*model::parse_arn(about->arn));
      draft.resource.account = about->account;
      draft.resource.where = entry.where();
    }
    if (kind.content == Content::Nothing) {
      entry.refuse({"file"}, "kind " + ticked(kind.word));
    } else {
      const auto file = load(entry, kind, "one policy");
      if (!file || !about) return;
      draft.policy = read_policy_output(file->second, draft.resource, builder_);
    }
    if (about) builder_.add(std::move(draft));
  }

  void read_account_block(ManifestEntry& entry, const EntryKind& kind) {
    entry.refuse({"region"}, "kind " + ticked(kind.word));
    const auto account = entry.require_account();
    const auto file = load(entry, kind, "one public access block");
    if (!file) return;
    const auto block = read_block_output(file->second, diagnostics_);
    if (account && block) {
      builder_.add_account_block(*account, entry.partition(), *block, entry.where());
    }
  }

  void read_fact(ManifestEntry& entry, const EntryKind& kind) {
    const auto about = entry.resource(kind);
    const auto file = load(entry, kind, "one " + std::string(kind.word));
    if (!file || !about) return;
    if (auto fact = read_content(file->second, kind.content, about->arn)) {
      builder_.add(
          ResourceFactDraft{about->arn, about->account, *std::move(fact), entry.where(), ""});
    }
  }

  // What is not in the last page may grant more.
  void read_grants(ManifestEntry& entry, const EntryKind& kind) {
    const auto about = entry.resource(kind);
    const auto file = entry.load();
    if (!file || !about) return;
    auto list = read_key_grants(pages_of(*file), about->arn, builder_);
    if (!list) return;
    builder_.add_input(file->path, kind.word, file->sha256, list->grants.size());
    ResourceFactDraft draft{about->arn, about->account, std::move(list->grants), entry.where(), ""};
    if (list->more) {
      builder_.warn_cut_short("list of grants of " + ticked(about->arn), *list->more);
      draft.lack = coverage::missing_grants;
    }
    builder_.add(std::move(draft));
  }

  std::optional<ResourceFact> read_content(Node root, Content content, const std::string& arn) {
    switch (content) {
      case Content::BucketAcl:
        return read_bucket_acl(root, diagnostics_);
      case Content::OwnershipControls:
        return read_ownership_controls(root, diagnostics_);
      case Content::PublicAccessBlock:
        return read_block_output(root, diagnostics_);
      case Content::AccessPoint:
        return read_access_point(root, arn, diagnostics_);
      case Content::AuthorizationDetails:
      case Content::Organization:
      case Content::OrganizationsOutput:
      case Content::ConfigItems:
      case Content::VpcEndpoints:
      case Content::Grants:
      case Content::Policy:
      case Content::Nothing:
        break;
    }
    internal_error("not a fact about a resource");
  }

  std::string folder_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  std::size_t next_details_ = 0;
  std::optional<Ahead<DetailsEntry>> details_;
};

}  // namespace

void read_manifest(Node root, const std::string& path, WorldBuilder& builder) {
  ManifestReader(path, builder).read(root);
}

}  // namespace postern::snapshot
