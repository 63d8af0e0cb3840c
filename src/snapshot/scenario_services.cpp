#include "snapshot/scenario_services.h"

#include "snapshot/service_values.h"
#include "support/codes.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

// In vectors the bucket's account has this canonical id (section 19).
constexpr std::string_view default_owner = "owner-canonical";

model::Acl read_acl(Node node, std::string_view what, std::string_view bucket_owner,
                    Diagnostics& diagnostics) {
  model::Acl out{std::string(bucket_owner), {}};
  if (node.kind() == Kind::String) {  // a canned one
    if (auto canned = model::canned_acl(node.text(), bucket_owner, bucket_owner)) return *canned;
    diagnostics.error(codes::bad_value, node.where(),
                      ticked(node.text()) + " is not the name of a canned ACL");
    return out;
  }
  Fields fields(node, what, diagnostics);
  out.owner = fields.text("owner").value_or(std::string(bucket_owner));
  for (const Node& entry : fields.list("grants")) {
    Fields grant(entry, "a grant", diagnostics);
    const auto grantee = grant.require("grantee", Kind::String);
    const auto permission = grant.require("permission", Kind::String);
    grant.refuse_unknown();
    if (!grantee || !permission) continue;
    if (const auto read = read_acl_grant(*grantee, *permission, diagnostics)) {
      out.grants.push_back(*read);
    }
  }
  fields.refuse_unknown();
  return out;
}

model::PublicAccessBlock read_block(Node node, Diagnostics& diagnostics) {
  model::PublicAccessBlock out;
  Fields levels(node, "`block_public_access`", diagnostics);
  for (const char* level : {"organization", "account", "bucket", "access_point"}) {
    if (const auto flags = levels.find(level, Kind::Object)) {
      out |= read_public_access_block(*flags, "a block", diagnostics);
    }
  }
  levels.refuse_unknown();
  return out;
}

model::S3Access read_s3(Node node, Diagnostics& diagnostics) {
  model::S3Access out;
  Fields fields(node, "`s3`", diagnostics);
  out.owner = fields.text("owner").value_or(std::string(default_owner));
  if (const auto word = fields.find("object_ownership", Kind::String)) {
    out.ownership = read_object_ownership(*word, diagnostics).value_or(out.ownership);
  }
  if (const auto acl = fields.find("bucket_acl")) {
    out.bucket_acl = read_acl(*acl, "the bucket's ACL", out.owner, diagnostics);
  }
  if (const auto acl = fields.find("object_acl")) {
    out.object_acl = read_acl(*acl, "the object's ACL", out.owner, diagnostics);
  }
  if (const auto block = fields.find("block_public_access", Kind::Object)) {
    out.block = read_block(*block, diagnostics);
  }
  fields.refuse_unknown();
  return out;
}

model::KmsGrant read_grant(Node node, Diagnostics& diagnostics) {
  model::KmsGrant out;
  out.where = node.where();
  Fields fields(node, "a grant", diagnostics);
  out.id = fields.text("id").value_or("");
  out.grantee = fields.require_text("grantee").value_or("");
  for (const Node& operation : fields.list("operations")) {
    if (expect_kind(operation, Kind::String, "an operation", diagnostics)) {
      out.operations.emplace_back(operation.text());
    }
  }
  out.context_equals = read_pairs(fields, "encryption_context_equals", diagnostics);
  out.context_subset = read_pairs(fields, "encryption_context_subset", diagnostics);
  fields.refuse_unknown();
  return out;
}

}  // namespace

void read_services(Fields& model, model::Scenario& scenario, Diagnostics& diagnostics) {
  if (const auto s3 = model.find("s3", Kind::Object)) scenario.s3 = read_s3(*s3, diagnostics);
  scenario.aws_managed_key = model.is_true("aws_managed_kms_key");
  for (const Node& grant : model.list("kms_grants")) {
    scenario.key_grants.push_back(read_grant(grant, diagnostics));
  }
}

}  // namespace postern::snapshot
