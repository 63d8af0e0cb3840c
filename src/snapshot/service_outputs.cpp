#include "snapshot/service_outputs.h"

#include <algorithm>
#include <array>
#include <utility>

#include "document/quoted.h"
#include "snapshot/fields.h"
#include "snapshot/service_values.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

std::optional<model::AclGrant> read_acl_entry(Node node, Diagnostics& diagnostics) {
  Fields entry(node, "a grant", diagnostics);
  const auto grantee = entry.require("Grantee", Kind::Object);
  const auto permission = entry.require("Permission", Kind::String);
  entry.refuse_unknown();
  if (!grantee || !permission) return std::nullopt;
  Fields fields(*grantee, "a grantee", diagnostics);
  fields.ignore({"DisplayName"});
  const std::string type = fields.require_text("Type").value_or("");
  std::optional<Node> name;
  if (type == "CanonicalUser") {
    name = fields.require("ID", Kind::String);
  } else if (type == "Group") {
    name = fields.require("URI", Kind::String);
  } else if (!type.empty()) {
    diagnostics.error(codes::bad_value, fields.find("Type")->where(),
                      "unknown type " + ticked(type) + " of a grantee",
                      "write `CanonicalUser` or `Group`");
    fields.ignore({"EmailAddress"});
  }
  fields.refuse_unknown();
  return name ? read_acl_grant(*name, *permission, diagnostics) : std::nullopt;
}

// The operations a grant can be for.
constexpr std::array<std::string_view, 17> grant_operations{"CreateGrant",
                                                            "Decrypt",
                                                            "DeriveSharedSecret",
                                                            "DescribeKey",
                                                            "Encrypt",
                                                            "GenerateDataKey",
                                                            "GenerateDataKeyPair",
                                                            "GenerateDataKeyPairWithoutPlaintext",
                                                            "GenerateDataKeyWithoutPlaintext",
                                                            "GenerateMac",
                                                            "GetPublicKey",
                                                            "ReEncryptFrom",
                                                            "ReEncryptTo",
                                                            "RetireGrant",
                                                            "Sign",
                                                            "Verify",
                                                            "VerifyMac"};

class GrantReader {
 public:
  GrantReader(std::string_view key, WorldBuilder& builder)
      : key_(key), builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read(Node node) {
    Fields fields(node, "a grant", diagnostics_);
    fields.ignore({"CreationDate", "IssuingAccount", "Name"});
    check_key(fields);
    model::KmsGrant grant;
    grant.where = node.where();
    grant.id = fields.require_text("GrantId").value_or("");
    // Retiring is an operation that no constraint concerns.
    model::KmsGrant retires = grant;
    retires.operations = {"RetireGrant"};
    grant.operations = read_operations(fields);
    if (const auto constraints = fields.find("Constraints", Kind::Object)) {
      Fields of(*constraints, "the constraints of a grant", diagnostics_);
      grant.context_equals = read_pairs(of, "EncryptionContextEquals", diagnostics_);
      grant.context_subset = read_pairs(of, "EncryptionContextSubset", diagnostics_);
      of.refuse_unknown();
    }
    add(fields, {"GranteePrincipal", "GranteeServicePrincipal"}, grant);
    if (!fields.find("GranteeServicePrincipal")) fields.require("GranteePrincipal");
    add(fields, {"RetiringPrincipal", "RetiringServicePrincipal"}, retires);
    fields.refuse_unknown();
  }

  KeyGrants take() { return std::move(grants_); }

 private:
  // An ARN, or the id alone.
  void check_key(Fields& fields) {
    const auto given = fields.text("KeyId");
    if (!given || *given == key_ || "key/" + *given == model::parse_arn(key_)->resource) return;
    diagnostics_.error(codes::disagreement, fields.find("KeyId")->where(),
                       "the grant is not of " + ticked(key_));
  }

  std::vector<std::string> read_operations(Fields& fields) {
    std::vector<std::string> out;
    fields.require("Operations");
    for (const Node& node : fields.list("Operations")) {
      if (!expect_kind(node, Kind::String, "an operation", diagnostics_)) continue;
      out.emplace_back(node.text());
      if (std::find(grant_operations.begin(), grant_operations.end(), node.text()) !=
          grant_operations.end()) {
        continue;
      }
      const std::string_view close =
          closest(node.text(), {grant_operations.begin(), grant_operations.end()});
      diagnostics_.error(codes::bad_value, node.where(),
                         "no grant can be for the operation " + ticked(node.text()),
                         close.empty() ? "" : "did you mean " + ticked(close) + "?");
    }
    return out;
  }

  void add(Fields& fields, std::initializer_list<std::string_view> members,
           const model::KmsGrant& grant) {
    for (std::string_view member : members) {
      const auto name = fields.text(member);
      if (!name) continue;
      const auto arn = model::parse_arn(*name);
      const bool known = arn ? arn->service == "iam" || arn->service == "sts"
                             : name->find('.') != std::string::npos;
      if (known) {
        grants_.push_back(grant);
        grants_.back().grantee = *name;
      } else if (!arn && name->starts_with('A') && name->find(':') == std::string::npos) {
        builder_.note("a key grant to " + ticked(*name) +
                      " is left out: what has an id in place of an ARN is deleted");
      } else {
        diagnostics_.error(codes::bad_arn, fields.find(member)->where(),
                           ticked(*name) + " can be no grantee of a key grant",
                           "write the ARN of a principal or the name of a service");
      }
    }
  }

  std::string_view key_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  KeyGrants grants_;
};

}  // namespace

std::optional<model::Acl> read_bucket_acl(Node root, Diagnostics& diagnostics) {
  Fields fields(root, "the ACL", diagnostics);
  model::Acl acl;
  const auto owner = fields.require("Owner", Kind::Object);
  if (owner) {
    Fields of(*owner, "the owner", diagnostics);
    of.ignore({"DisplayName"});
    acl.owner = of.require_text("ID").value_or("");
    of.refuse_unknown();
  }
  fields.require("Grants");
  for (const Node& node : fields.list("Grants")) {
    if (const auto grant = read_acl_entry(node, diagnostics)) acl.grants.push_back(*grant);
  }
  fields.refuse_unknown();
  if (!owner || acl.owner.empty()) return std::nullopt;
  return acl;
}

std::optional<model::ObjectOwnership> read_ownership_controls(Node root, Diagnostics& diagnostics) {
  Fields fields(root, "the output", diagnostics);
  const auto controls = fields.require("OwnershipControls", Kind::Object);
  fields.refuse_unknown();
  if (!controls) return std::nullopt;
  Fields inner(*controls, "the ownership controls", diagnostics);
  const auto rules = inner.require("Rules", Kind::Array);
  inner.refuse_unknown();
  if (!rules) return std::nullopt;
  if (rules->size() != 1) {
    diagnostics.error(codes::bad_value, rules->where(), "ownership controls have one rule");
    return std::nullopt;
  }
  Fields rule((*rules)[0], "a rule", diagnostics);
  const auto word = rule.require("ObjectOwnership", Kind::String);
  rule.refuse_unknown();
  return word ? read_object_ownership(*word, diagnostics) : std::nullopt;
}

std::optional<model::PublicAccessBlock> read_block_output(Node root, Diagnostics& diagnostics) {
  Fields fields(root, "the output", diagnostics);
  const auto flags = fields.require("PublicAccessBlockConfiguration", Kind::Object);
  fields.refuse_unknown();
  if (!flags) return std::nullopt;
  return read_public_access_block(*flags, "a public access block", diagnostics);
}

std::optional<model::AccessPointFacts> read_access_point_members(Fields& fields,
                                                                 std::string_view arn,
                                                                 Diagnostics& diagnostics) {
  const auto parts = model::parse_arn(arn);
  const auto name = fields.require_text("Name");
  const bool other = name && parts->resource != "accesspoint/" + *name;
  const auto own = fields.text("AccessPointArn");
  if (other || (own && *own != arn)) {
    diagnostics.error(codes::disagreement, fields.where(), "this is not " + ticked(arn));
  }
  model::AccessPointFacts out;
  const auto bucket = fields.require_text("Bucket");
  if (bucket) out.bucket = "arn:" + std::string(parts->partition) + ":s3:::" + *bucket;
  const auto origin = fields.require("NetworkOrigin", Kind::String);
  const auto vpc = fields.find("VpcConfiguration", Kind::Object);
  if (vpc) {
    Fields of(*vpc, "the VPC configuration", diagnostics);
    out.vpc = of.require_text("VpcId").value_or("");
    of.refuse_unknown();
  }
  const bool in_vpc = origin && origin->text() == "VPC";
  if (origin && ((!in_vpc && origin->text() != "Internet") || in_vpc != vpc.has_value())) {
    diagnostics.error(codes::bad_value, origin->where(),
                      "`NetworkOrigin` " + ticked(origin->text()) + (vpc ? " with" : " without") +
                          " a `VpcConfiguration`",
                      "an access point is reached from the `Internet`, or from one `VPC` alone");
  }
  if (const auto flags = fields.find("PublicAccessBlockConfiguration", Kind::Object)) {
    out.block = read_public_access_block(*flags, "a public access block", diagnostics);
  }
  if (!bucket || !origin) return std::nullopt;
  return out;
}

std::optional<model::AccessPointFacts> read_access_point(Node root, std::string_view arn,
                                                         Diagnostics& diagnostics) {
  Fields fields(root, "the access point", diagnostics);
  fields.ignore(
      {"Alias", "BucketAccountId", "CreationDate", "DataSourceId", "DataSourceType", "Endpoints"});
  auto out = read_access_point_members(fields, arn, diagnostics);
  fields.refuse_unknown();
  return out;
}

std::optional<GrantList> read_key_grants(const std::vector<Node>& pages, std::string_view key,
                                         WorldBuilder& builder) {
  GrantReader reader(key, builder);
  GrantList out;
  bool whole = true;
  for (const Node& page : pages) {
    Fields fields(page, "the output", builder.diagnostics());
    const auto grants = fields.require("Grants", Kind::Array);
    out.more = more_follows(fields);
    fields.refuse_unknown();
    whole = whole && grants;
    if (!grants) continue;
    for (const Node& node : grants->elements()) reader.read(node);
  }
  if (!whole) return std::nullopt;
  out.grants = reader.take();
  return out;
}

}  // namespace postern::snapshot
