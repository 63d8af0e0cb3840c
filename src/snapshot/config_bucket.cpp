// Buckets as AWS Config records them: policy, list, ownership and block.
#include <array>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "snapshot/arns.h"
#include "snapshot/config_item.h"
#include "snapshot/fields.h"
#include "snapshot/service_values.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

struct Word {
  std::string_view recorded, name;
};
constexpr std::array permissions{
    Word{"FullControl", "FULL_CONTROL"}, Word{"Read", "READ"},
    Word{"ReadAcp", "READ_ACP"},         Word{"Write", "WRITE"},
    Word{"WriteAcp", "WRITE_ACP"},
};
constexpr std::array groups{
    Word{"AllUsers", "http://acs.amazonaws.com/groups/global/AllUsers"},
    Word{"AuthenticatedUsers", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"},
    Word{"LogDelivery", "http://acs.amazonaws.com/groups/s3/LogDelivery"},
};

template <std::size_t Count>
std::string_view translated(std::string_view word, const std::array<Word, Count>& words) {
  for (const Word& each : words) {
    if (each.recorded == word) return each.name;
  }
  return word;
}

class BucketReader {
 public:
  BucketReader(const ConfigItem& item, OpenedStrings& strings, WorldBuilder& builder)
      : item_(item),
        strings_(strings),
        builder_(builder),
        diagnostics_(builder.diagnostics()),
        draft_(config_resource(item)) {}

  RecordedVersion read() {
    read_policy();
    const auto block = supplement("PublicAccessBlockConfiguration");
    if (block && expect_kind(*block, Kind::Object, "the public access block", diagnostics_)) {
      add(read_public_access_block(*block, "a public access block", diagnostics_,
                                   Letters::SmallFirst));
    }
    const bool owned = read_ownership();
    read_list(owned);
    version_.thing = std::move(draft_);
    return std::move(version_);
  }

 private:
  std::optional<Node> supplement(std::string_view name) {
    return strings_.open(member_of(item_.supplementary, name));
  }

  void add(ResourceFact fact) {
    version_.facts.push_back({item_.arn, item_.account, std::move(fact), item_.root.where()});
  }

  // Of a bucket without a policy the text is null, or nothing. Where all of it is not there, nobody
  // asked for it, or was let read it.
  void read_policy() {
    const auto policy = supplement("BucketPolicy");
    if (!policy) {
      draft_.resource.policy_missing = true;
      return;
    }
    if (!expect_kind(*policy, Kind::Object, "`BucketPolicy`", diagnostics_)) return;
    if (const auto text = strings_.open(policy->find("policyText"))) {
      draft_.policy =
          builder_.read_policy(*text, model::PolicyKind::Resource, policy_name(draft_.resource));
    }
  }

  // Whether the item says who owns objects.
  bool read_ownership() {
    for (const char* name : {"BucketOwnershipControls", "OwnershipControls"}) {
      const auto controls = supplement(name);
      if (!controls || !controls->is(Kind::Object)) continue;
      const auto rules = member_of(controls, "Rules");
      if (!rules || !rules->is(Kind::Array) || rules->size() != 1 ||
          !(*rules)[0].is(Kind::Object)) {
        diagnostics_.error(codes::bad_value, controls->where(), "ownership controls have one rule");
        return true;
      }
      const auto word = member_of((*rules)[0], "ObjectOwnership");
      if (word && expect_kind(*word, Kind::String, "`objectOwnership`", diagnostics_)) {
        if (const auto ownership = read_object_ownership(*word, diagnostics_)) add(*ownership);
      }
      return true;
    }
    return false;
  }

  // Who has a list enforced away sees one that grants the owner all, and so does who never touched
  // it: without ownership controls, such a list says nothing.
  void read_list(bool owned) {
    const auto list = supplement("AccessControlList");
    if (!list || !expect_kind(*list, Kind::Object, "the access control list", diagnostics_)) return;
    Fields fields(*list, "the access control list", diagnostics_);
    const auto owner = fields.require("owner", Kind::Object);
    if (!owner) return;
    model::Acl acl;
    acl.owner = Fields(*owner, "the owner", diagnostics_).require_text("id").value_or("");
    if (acl.owner.empty()) return;
    for (const char* name : {"grantList", "grantSet"}) {
      for (const Node& node : fields.list(name)) read_grant(node, acl);
    }
    bool others = false;
    for (const model::AclGrant& grant : acl.grants) {
      others =
          others || grant.grantee != model::AclGrantee::Account || grant.canonical_id != acl.owner;
    }
    if (owned || others) {
      add(std::move(acl));
    } else {
      builder_.add_canonical_id(item_.account, item_.partition, acl.owner, list->where());
    }
  }

  void read_grant(Node node, model::Acl& acl) {
    Fields grant(node, "a grant", diagnostics_);
    const auto grantee = grant.require("grantee");
    const auto permission = grant.require("permission", Kind::String);
    if (!grantee || !permission) return;
    std::optional<Node> name = grantee;
    if (grantee->is(Kind::Object)) {
      name = Fields(*grantee, "a grantee", diagnostics_).require("id", Kind::String);
    } else if (!expect_kind(*grantee, Kind::String, "a grantee", diagnostics_)) {
      return;
    }
    if (!name) return;
    const auto word = model::parse_acl_permission(translated(permission->text(), permissions));
    const auto read =
        word ? model::make_grant(translated(name->text(), groups), *word) : std::nullopt;
    if (read) {
      acl.grants.push_back(*read);
      return;
    }
    diagnostics_.error(codes::bad_value, (word ? *name : *permission).where(),
                       word ? ticked(name->text()) + " can be no grantee of a list"
                            : "unknown permission " + ticked(permission->text()));
  }

  const ConfigItem& item_;
  OpenedStrings& strings_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  ResourceDraft draft_;
  RecordedVersion version_;
};

}  // namespace

std::optional<RecordedVersion> read_config_bucket(const ConfigItem& item, OpenedStrings& strings,
                                                  WorldBuilder& builder) {
  if (item.arn.empty() || item.account.empty()) {
    report_lack(item, item.arn.empty() ? "`arn`" : "`accountId`", builder);
    return std::nullopt;
  }
  if (!expect_resource_arn(item.arn, item.root.where(), builder.diagnostics()) ||
      !is_of_kind(item, model::ResourceKind::S3Bucket, builder.diagnostics())) {
    return std::nullopt;
  }
  return BucketReader(item, strings, builder).read();
}

}  // namespace postern::snapshot
