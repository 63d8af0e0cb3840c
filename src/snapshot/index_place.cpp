#include "snapshot/index_place.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/arn.h"
#include "snapshot/fields.h"
#include "snapshot/manifest_entry.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

std::string_view policy_kind(std::string_view service) {
  constexpr std::pair<std::string_view, std::string_view> kinds[] = {
      {"s3", "bucket-policy"},
      {"sqs", "queue-policy"},
      {"sns", "topic-policy"},
      {"lambda", "function-policy"},
      {"kms", "key-policy"},
      {"ecr", "repository-policy"},
      {"secretsmanager", "secret-policy"}};
  for (const auto& [name, kind] : kinds) {
    if (name == service) return kind;
  }
  return {};
}

std::string_view partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

std::string name_in(std::string_view arn) {
  const std::string_view resource = model::parse_arn(arn)->resource;
  return std::string(resource.substr(resource.find_last_of(":/") + 1));
}

class Placer {
 public:
  Placer(const IndexOptions& options, const std::set<std::string>& buckets)
      : options_(options), buckets_(buckets) {}

  std::optional<Refusal> place(Candidate& out) const {
    const ContentFacts& content = out.content;
    const PathFacts& path = out.path;
    if (content.no_resource) {
      out.kind = content.kind;
      return std::nullopt;
    }
    if (path.several) return Refusal{"its path names two accounts or two Regions", ""};
    out.kind = content.kind;
    if (out.kind.empty()) out.kind = path.kind;
    if (out.kind.empty()) out.kind = policy_kind(path.service);
    if (out.kind.empty() && !path.key_id.empty() && content.about_keys) out.kind = "key-policy";
    if (out.kind.empty() || is_policy_kind(out.kind) != is_policy_kind(content.kind)) {
      return Refusal{"nothing says what the policy belongs to",
                     "name the file after its resource and the kind of it, as "
                     "`NAME.bucket-policy.json`"};
    }
    const bool other_kind = !path.kind.empty() && path.kind != out.kind &&
                            out.kind != "resource-policy" && !content.no_policy;
    const bool other_service =
        !content.service.empty() && !path.service.empty() && content.service != path.service;
    if (other_kind || other_service) {
      return Refusal{"its content is of kind " + ticked(out.kind) + ", and its path says " +
                         ticked(other_kind ? path.kind : path.service),
                     "move it"};
    }
    const auto region = path.region.empty() ? options_.region : path.region;
    out.account = !content.account.empty() ? content.account
                  : path.account.empty()   ? options_.account
                                           : path.account;
    if (auto refusal = find_resource(region, out)) return refusal;
    if (content.no_policy) out.kind = "none";
    return std::nullopt;
  }

 private:
  std::optional<Refusal> find_resource(const std::string& region, Candidate& out) const {
    const ContentFacts& content = out.content;
    const PathFacts& path = out.path;
    std::string name = content.name;
    if (!content.arn.empty()) {
      const auto arn = model::parse_arn(content.arn);
      if (!arn) return Refusal{ticked(content.arn) + " is not the ARN of a resource", ""};
      const bool named = path.names.empty() || std::find(path.names.begin(), path.names.end(),
                                                         name_in(content.arn)) != path.names.end();
      if (!content.sure && !named) {
        return Refusal{"its policy is about " + ticked(content.arn) + ", and its name says " +
                           ticked(path.names.front()),
                       "name the file after its resource"};
      }
      if ((!arn->account.empty() && !path.account.empty() && arn->account != path.account) ||
          (!arn->region.empty() && !path.region.empty() && arn->region != path.region)) {
        return Refusal{"its path contradicts " + ticked(content.arn), "move it"};
      }
      out.resource = content.arn;
      if (!arn->account.empty()) out.account.clear();
      return arn->account.empty() ? need_account(out) : std::nullopt;
    }
    const EntryKind& kind = *find_entry_kind(out.kind);
    if (name.empty() && kind.service == "kms") name = path.key_id;
    if (name.empty() && kind.service != "kms") {
      if (const auto refusal = choose_name(path.names, kind, name)) return refusal;
    }
    if (name.empty()) {
      if (kind.content == Content::PublicAccessBlock) return need_account(out);
      return Refusal{"nothing names its resource",
                     kind.service == "kms" ? "put the key's id into the name of the file"
                                           : "name the file after its resource"};
    }
    if (name.starts_with("arn:")) {
      out.resource = name;
      const auto arn = model::parse_arn(name);
      if (!arn || arn->account.empty()) return need_account(out);
      out.account.clear();
      return std::nullopt;
    }
    if (kind.service.empty()) {
      return Refusal{"a name does not tell what " + ticked(out.kind) + " belongs to",
                     "keep the whole output, with the ARN"};
    }
    if (kind.in_region && region.empty()) {
      return Refusal{"nothing says its Region",
                     "put it into a folder of that name, or give --region"};
    }
    if (const auto refusal = need_account(out)) return refusal;
    const std::string partition(partition_of(region));
    out.resource = join({"arn", partition, std::string(kind.service), kind.in_region ? region : "",
                         kind.in_region ? out.account : "", std::string(kind.prefix) + name},
                        ":");
    if (kind.in_region) out.account.clear();
    return std::nullopt;
  }

  // The only name there may be, or the only one of them that is a known bucket's.
  std::optional<Refusal> choose_name(const std::vector<std::string>& names, const EntryKind& kind,
                                     std::string& name) const {
    std::vector<std::string> known = names;
    if (names.size() > 1 && kind.resource == model::ResourceKind::S3Bucket) {
      std::erase_if(known, [&](const std::string& each) { return !buckets_.contains(each); });
    }
    if (known.size() == 1) name = known.front();
    if (known.size() == 1 || names.empty()) return std::nullopt;
    return Refusal{"its resource may be " + ticked(names[0]) + ", or " + ticked(names[1]),
                   "write a dot between the name and what it is: `NAME.policy.json`"};
  }

  static std::optional<Refusal> need_account(const Candidate& out) {
    if (!out.account.empty()) return std::nullopt;
    return Refusal{"nothing says which account it is of",
                   "put it into a folder named after the account, or give --account"};
  }

  const IndexOptions& options_;
  const std::set<std::string>& buckets_;
};

}  // namespace

bool is_policy_kind(std::string_view kind) { return kind.empty() || kind.ends_with("-policy"); }

std::optional<Refusal> place(const IndexOptions& options, const std::set<std::string>& buckets,
                             Candidate& out) {
  return Placer(options, buckets).place(out);
}

}  // namespace postern::snapshot
