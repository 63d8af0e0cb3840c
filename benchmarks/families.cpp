#include "families.h"

#include <utility>
#include <vector>

#include "support/error.h"
#include "support/text.h"

namespace postern::benchmarks {
namespace {

using Texts = std::vector<std::string>;

std::string list(const Texts& texts) {
  Texts quoted;
  for (const std::string& text : texts) quoted.push_back('"' + text + '"');
  return "[" + join(quoted, ",") + "]";
}

std::string statement(std::string_view effect, std::string_view action, const Texts& actions,
                      std::string_view resource, const Texts& resources,
                      const std::string& condition = {}) {
  std::string out = "{\"Effect\":\"" + std::string(effect) + "\",";
  out += '"' + std::string(action) + "\":" + list(actions) + ',';
  out += '"' + std::string(resource) + "\":" + list(resources);
  if (!condition.empty()) out += ",\"Condition\":{" + condition + "}";
  return out + "}";
}

std::string policy(const Texts& statements) {
  return "{\"Version\":\"2012-10-17\",\"Statement\":[" + join(statements, ",") + "]}";
}

std::string on_objects(std::string_view effect, const Texts& resources,
                       const std::string& condition = {}) {
  return statement(effect, "Action", {"s3:GetObject", "s3:PutObject"}, "Resource", resources,
                   condition);
}

std::string object(const std::string& key) { return "arn:aws:s3:::bucket/" + key; }

Texts objects(std::size_t n) {
  Texts out;
  for (std::size_t i = 0; i < n; ++i) out.push_back(object("team-" + std::to_string(i) + "/*"));
  return out;
}

// Node i of a tree in which each node has three children.
std::string tree_prefix(std::size_t i) {
  std::string out;
  for (; i != 0; i = (i - 1) / 3) out.insert(0, std::string(1, "abc"[(i - 1) % 3]) + "/");
  return object(out + "*");
}

std::size_t depth(std::size_t i) {
  std::size_t out = 0;
  for (; i != 0; i = (i - 1) / 3) ++out;
  return out;
}

PolicyTexts prefix_tree(Twin twin, std::size_t n) {
  Texts statements, reversed;
  std::size_t last_deny = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const bool deny = depth(i) % 2 == 1;
    // A denied node has no allowed descendants, so the Deny further up decides.
    statements.push_back(on_objects(deny ? "Deny" : "Allow", {tree_prefix(i)}));
    if (deny && depth(i) == 1) last_deny = i;
  }
  for (std::size_t i = n; i-- > 0;) {
    if (twin == Twin::Wider && i == last_deny) continue;
    reversed.push_back(statements[i]);
  }
  return {policy(statements), policy(reversed)};
}

PolicyTexts one_list(Twin twin, std::size_t n) {
  const Texts all = objects(n);
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(n / 2);
  Texts second(middle, all.end());
  if (twin == Twin::Wider) second.push_back(object("other/*"));
  return {policy({on_objects("Allow", all)}),
          policy({on_objects("Allow", {all.begin(), middle}), on_objects("Allow", second)})};
}

Texts actions(std::size_t n) {
  const Texts services = {"s3", "ec2", "iam", "sqs", "sns", "kms", "rds", "lambda"};
  const Texts verbs = {"Get", "List", "Describe", "Put", "Create", "Delete", "Update", "Tag"};
  Texts out;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string letter(1, static_cast<char>('A' + i / 64 % 26));
    out.push_back(services[i % 8] + ":" + verbs[i / 8 % 8] + letter + "*");
  }
  return out;
}

PolicyTexts not_action_not_resource(Twin twin, std::size_t n) {
  const Texts without = actions(n);
  const Texts outside = objects(n);
  Texts denies = {statement("Allow", "Action", {"*"}, "Resource", {"*"})};
  for (const std::string& action : without) {
    denies.push_back(statement("Deny", "Action", {action}, "Resource", {"*"}));
  }
  for (const std::string& resource : outside) {
    denies.push_back(statement("Deny", "Action", {"*"}, "Resource", {resource}));
  }
  if (twin == Twin::Wider) denies.pop_back();
  return {policy({statement("Allow", "NotAction", without, "NotResource", outside)}),
          policy(denies)};
}

PolicyTexts deny_list(Twin twin, std::size_t n) {
  const Texts all = objects(n);
  Texts spared = all;
  if (twin == Twin::Wider) spared.push_back(object("other/*"));
  Texts allowed;
  for (const std::string& resource : all) allowed.push_back(on_objects("Allow", {resource}));
  return {policy(allowed), policy({on_objects("Allow", {"*"}),
                                   statement("Deny", "Action", {"*"}, "NotResource", spared)})};
}

PolicyTexts many_star(Twin twin, std::size_t n) {
  Texts before, after;
  for (std::size_t i = 0; i < n; ++i) {
    const std::string number = std::to_string(i);
    before.push_back(on_objects("Allow", {object("*a" + number + "/*b/*")}));
    after.push_back(
        on_objects("Allow", {object("*a" + number + "/*b/*"), object("*xa" + number + "/*b/c*")}));
  }
  if (twin == Twin::Wider) after.push_back(on_objects("Allow", {object("*a0/*c/*")}));
  return {policy(before), policy(after)};
}

PolicyTexts conditions(Twin twin, std::size_t n) {
  const auto body = [&](std::size_t i, std::size_t mask) {
    const std::string number = std::to_string(i);
    return on_objects("Allow", {object("team-" + number + "/*")},
                      "\"StringLike\":{\"aws:PrincipalTag/team\":[\"t" + number +
                          "-*\",\"all\"]}," + "\"IpAddress\":{\"aws:SourceIp\":\"10." +
                          std::to_string(i % 250) + ".0.0/" + std::to_string(mask) +
                          "\"},\"NumericLessThan\":{\"s3:max-keys\":\"" + number + "0\"}");
  };
  Texts before, after;
  for (std::size_t i = 1; i <= n; ++i) {
    before.push_back(body(i, 16));
    after.push_back(body(i, 17));  // part of the next one
    after.push_back(body(i, twin == Twin::Wider && i == n ? 15 : 16));
  }
  return {policy(before), policy(after)};
}

}  // namespace

PolicyTexts generate(std::string_view generator, Twin twin, std::size_t n) {
  if (generator == "prefix_tree") return prefix_tree(twin, n);
  if (generator == "one_list") return one_list(twin, n);
  if (generator == "not_action_not_resource") return not_action_not_resource(twin, n);
  if (generator == "deny_list") return deny_list(twin, n);
  if (generator == "many_star") return many_star(twin, n);
  if (generator == "conditions") return conditions(twin, n);
  throw Error("", {}, "no family is called `" + std::string(generator) + "`");
}

}  // namespace postern::benchmarks
