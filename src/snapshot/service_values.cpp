#include "snapshot/service_values.h"

#include "support/codes.h"

namespace postern::snapshot {

using document::Kind;
using document::Node;

std::optional<model::AclGrant> read_acl_grant(Node grantee, Node permission,
                                              Diagnostics& diagnostics) {
  const auto word = model::parse_acl_permission(permission.text());
  if (!word) {
    diagnostics.error(codes::bad_value, permission.where(),
                      "unknown permission " + ticked(permission.text()),
                      "write `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP` or `FULL_CONTROL`");
    return std::nullopt;
  }
  const auto grant = model::make_grant(grantee.text(), *word);
  if (!grant) {
    diagnostics.error(codes::bad_value, grantee.where(),
                      ticked(grantee.text()) + " can be no grantee of an ACL",
                      "write a canonical id or the URI of a group");
  }
  return grant;
}

std::optional<model::ObjectOwnership> read_object_ownership(Node word, Diagnostics& diagnostics) {
  const auto ownership = model::parse_object_ownership(word.text());
  if (!ownership) {
    diagnostics.error(codes::bad_value, word.where(),
                      "unknown object ownership " + ticked(word.text()),
                      "write `BucketOwnerEnforced`, `BucketOwnerPreferred` or `ObjectWriter`");
  }
  return ownership;
}

model::PublicAccessBlock read_public_access_block(Node flags, std::string_view what,
                                                  Diagnostics& diagnostics, Letters letters) {
  Fields fields(flags, what, diagnostics, letters);
  for (const char* only_writes : {"BlockPublicAcls", "BlockPublicPolicy"}) {
    fields.find(only_writes, Kind::Boolean);
  }
  const model::PublicAccessBlock out{fields.is_true("IgnorePublicAcls"),
                                     fields.is_true("RestrictPublicBuckets")};
  fields.refuse_unknown();
  return out;
}

std::map<std::string, std::string> read_pairs(Fields& fields, std::string_view name,
                                              Diagnostics& diagnostics) {
  std::map<std::string, std::string> out;
  const auto pairs = fields.find(name, Kind::Object);
  if (!pairs) return out;
  for (const document::Member& member : pairs->members()) {
    if (expect_kind(member.value, Kind::String, "a value of " + ticked(name), diagnostics)) {
      out.emplace(member.key, member.value.text());
    }
  }
  return out;
}

}  // namespace postern::snapshot
