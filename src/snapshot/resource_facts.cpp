#include "snapshot/resource_facts.h"

#include <algorithm>

#include "support/check.h"

namespace postern::snapshot {
namespace {

void append(std::string_view text, std::string& out) {
  out += std::to_string(text.size()) + ':';
  out += text;
}

void append(const std::map<std::string, std::string>& pairs, std::string& out) {
  append(std::to_string(pairs.size()), out);
  for (const auto& [key, value] : pairs) {
    append(key, out);
    append(value, out);
  }
}

// Of parts whose order says nothing.
std::string sorted(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) append(part, out);
  return out;
}

std::string content(const model::Acl& acl) {
  std::vector<std::string> grants;
  for (const model::AclGrant& grant : acl.grants) {
    grants.push_back(std::to_string(static_cast<int>(grant.grantee)) + ' ' +
                     std::to_string(static_cast<int>(grant.permission)) + ' ' + grant.canonical_id);
  }
  return acl.owner + ' ' + sorted(std::move(grants));
}

std::string content(const KeyGrants& all) {
  std::vector<std::string> grants;
  for (const model::KmsGrant& grant : all) {
    std::string out;
    append(grant.id, out);
    append(grant.grantee, out);
    append(sorted(grant.operations), out);
    append(grant.context_equals, out);
    append(grant.context_subset, out);
    grants.push_back(std::move(out));
  }
  return sorted(std::move(grants));
}

struct Name {
  std::string_view operator()(const model::Acl&) const { return "access control list of"; }
  std::string_view operator()(model::ObjectOwnership) const { return "object ownership of"; }
  std::string_view operator()(const model::PublicAccessBlock&) const {
    return "public access block of";
  }
  std::string_view operator()(const KeyGrants&) const { return "list of grants of"; }
  std::string_view operator()(const model::AccessPointFacts&) const { return "description of"; }
};

struct Content {
  std::string operator()(const model::Acl& acl) const { return content(acl); }
  std::string operator()(model::ObjectOwnership ownership) const {
    return std::to_string(static_cast<int>(ownership));
  }
  std::string operator()(const model::PublicAccessBlock& block) const {
    return std::string(block.ignore_public_acls ? "ignore " : "") +
           (block.restrict_public_buckets ? "restrict" : "");
  }
  std::string operator()(const KeyGrants& grants) const { return content(grants); }
  std::string operator()(const model::AccessPointFacts& point) const {
    std::string out;
    append(point.bucket, out);
    append(point.vpc, out);
    append((*this)(point.block), out);
    return out;
  }
};

class Apply {
 public:
  explicit Apply(model::Resource& of) : resource(of) {}

  void operator()(const model::Acl& acl) const { bucket().bucket_acl = acl; }
  void operator()(model::ObjectOwnership ownership) const { bucket().ownership = ownership; }
  void operator()(const model::PublicAccessBlock& block) const { bucket().block = block; }
  void operator()(const KeyGrants& grants) const { resource.key_grants = grants; }
  void operator()(const model::AccessPointFacts& point) const { resource.point = point; }

 private:
  model::Resource& resource;

  // Readers give such facts of buckets only.
  model::S3Access& bucket() const {
    POSTERN_CHECK(resource.s3);
    return *resource.s3;
  }
};

}  // namespace

std::string_view name_of(const ResourceFact& fact) { return std::visit(Name(), fact); }

std::string content_of(const ResourceFact& fact) { return std::visit(Content(), fact); }

void apply(const ResourceFact& fact, model::Resource& resource) {
  std::visit(Apply(resource), fact);
}

}  // namespace postern::snapshot
