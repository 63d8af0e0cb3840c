// Which resources an action can be authorized on (RES-7, RES-9), from the catalogue's ARN formats.
#include "encoder/symbolic_request.h"

namespace postern::encoder {
namespace {

using formula::Bits;
using formula::TermId;

constexpr std::size_t resource_component = 5;  // after the fifth colon

// `arn:${Partition}:s3:::${BucketName}` as tokens. A placeholder is one or more characters, without
// `:` in the first five components and without `/` or `:` in a bucket's name; elsewhere any.
glob::Tokens format_tokens(std::string_view format) {
  glob::Tokens out;
  std::size_t colons = 0;
  for (std::size_t i = 0; i < format.size(); ++i) {
    const bool placeholder = format[i] == '$' && i + 1 < format.size() && format[i + 1] == '{';
    const std::size_t end = placeholder ? format.find('}', i) : i;
    if (placeholder && end != std::string_view::npos) {
      const std::string_view name = format.substr(i + 2, end - i - 2);
      glob::CharSet set = glob::CharSet::all();
      if (colons < resource_component) set = glob::CharSet::except(U":");
      if (name == "BucketName") set = glob::CharSet::except(U":/");
      if (name == "Account") {  // REL-29
        const glob::Token digit{glob::CharSet::any_of(U"0123456789"), glob::Repeat::Once};
        out.insert(out.end(), 12, digit);
        i = end;
        continue;
      }
      if (name == "Partition") {  // aws, aws-cn, aws-us-gov, ...
        const glob::Tokens aws = glob::literal("aws");
        out.insert(out.end(), aws.begin(), aws.end());
        out.push_back({glob::CharSet::any_of(U"abcdefghijklmnopqrstuvwxyz-"), glob::Repeat::Any});
        i = end;
        continue;
      }
      out.push_back({set, glob::Repeat::Once});
      out.push_back({set, glob::Repeat::Any});
      i = end;
    } else if (format[i] == '*') {
      out.push_back({glob::CharSet::all(), glob::Repeat::Any});
    } else {
      if (format[i] == ':') ++colons;
      const glob::Tokens literal = glob::literal(format.substr(i, 1));
      out.insert(out.end(), literal.begin(), literal.end());
    }
  }
  return out;
}

}  // namespace

glob::GlobSetId SymbolicRequest::formats(catalogue::ActionId action) {
  const catalogue::Catalogue& catalogue = facts_.actions.catalogue();
  std::vector<std::uint32_t> key = {catalogue.resource_optional(action) ? 1u : 0u};
  for (const auto type : catalogue.resource_types(action)) key.push_back(type.value);
  const auto [it, fresh] = formats_.try_emplace(key);
  if (!fresh) return it->second;
  glob::GlobPool& globs = terms_.globs();
  std::vector<glob::GlobId> members;
  bool any_text = false;
  for (const auto type : catalogue.resource_types(action)) {
    const auto arns = catalogue.arn_formats(type);
    any_text = any_text || arns.empty();  // a type without an ARN: nothing is known of it
    for (std::string_view arn : arns) {
      members.push_back(globs.intern(format_tokens(arn)));
      // AWS's own managed policies stand where an account's would.
      constexpr std::string_view account = "iam::${Account}:policy/";
      if (const std::size_t at = arn.find(account); at != std::string_view::npos) {
        std::string managed(arn);
        managed.replace(at, account.size(), "iam::aws:policy/");
        members.push_back(globs.intern(format_tokens(managed)));
      }
    }
  }
  if (key.size() == 1 || catalogue.resource_optional(action)) {
    members.push_back(globs.intern(glob::literal("*")));
  }
  if (any_text) members.push_back(globs.everything());
  it->second = globs.intern_set(members);
  return it->second;
}

TermId SymbolicRequest::compatible(const Bits& actions) {
  std::map<glob::GlobSetId, Bits> groups;
  for (std::size_t i = actions.first(); i < actions.size(); i = actions.next(i)) {
    const auto id = facts_.actions.id(i);
    groups.try_emplace(formats(*id), facts_.actions.none()).first->second.set(i);
  }
  std::vector<TermId> all;
  for (const auto& [set, group] : groups) {
    all.push_back(terms_.any_of({!terms_.value_in(action_, group), in(set)}));
  }
  return terms_.all_of(all);
}

Bits SymbolicRequest::actions_on(const Bits& actions, glob::GlobSetId set) {
  Bits out = facts_.actions.none();
  for (std::size_t i = actions.first(); i < actions.size(); i = actions.next(i)) {
    const glob::GlobSetId possible = formats(*facts_.actions.id(i));
    const auto [it, fresh] = apart_.try_emplace({possible, set}, false);
    if (fresh) it->second = terms_.globs().disjoint(possible, set).value_or(false);
    if (!it->second) out.set(i);
  }
  return out;
}

glob::GlobSetId SymbolicRequest::resources_of(const Bits& actions) {
  std::vector<glob::GlobId> members;
  for (std::size_t i = actions.first(); i < actions.size(); i = actions.next(i)) {
    const auto more = terms_.globs().members(formats(*facts_.actions.id(i)));
    members.insert(members.end(), more.begin(), more.end());
  }
  return terms_.globs().intern_set(members);
}

}  // namespace postern::encoder
