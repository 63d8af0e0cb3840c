#include "report/who_can.h"

#include <algorithm>
#include <vector>

#include "report/cite.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "support/text.h"

namespace postern::report {
namespace {

using verdict::ConditionBlock;

constexpr std::size_t indent = 2;
constexpr std::size_t label_width = 12;      // `allowed by` and two spaces
constexpr std::size_t most_principals = 10;  // of a group, in text

// --- JSON ------------------------------------------------------------------------------------

/// A block of a Condition element; a list of one value is that value.
Json write_block(const ConditionBlock& block) {
  Json json = Json::object();
  for (const model::Condition& condition : block) {
    Json values = Json::array();
    for (const model::Pattern& value : condition.values) values.push_back(value.text);
    json[to_string(condition.op)][condition.spelt] =
        values.size() == 1 ? Json(values.front()) : std::move(values);
  }
  return json;
}

Json write_blocks(const std::vector<ConditionBlock>& blocks) {
  Json json = Json::array();
  for (const ConditionBlock& block : blocks) json.push_back(write_block(block));
  return json;
}

Json write_group(const verdict::AccessGroup& group) {
  Json json;
  json["principals"] = group.principals;
  json["conditions"] = write_blocks(group.conditions);
  json["exact"] = group.exact;
  json["path"] = Json::array();
  for (const verdict::Assumption& hop : group.path) {
    json["path"].push_back({{"role", hop.role},
                            {"action", hop.action},
                            {"resource", hop.role},
                            {"conditions", write_blocks(hop.conditions)},
                            {"exact", hop.exact}});
  }
  json["decided_by"] = Json::array();
  for (const verdict::Citation& citation : group.witness.back().decided_by) {
    json["decided_by"].push_back(write_citation(citation));
  }
  json["witness"] = write_witness(group.witness);
  return json;
}

// --- text ------------------------------------------------------------------------------------

std::string in_words(const ConditionBlock& block) {
  std::vector<std::string> out;
  for (const model::Condition& condition : block) {
    std::vector<std::string> values;
    for (const model::Pattern& value : condition.values) values.push_back(value.text);
    out.push_back(to_string(condition.op) + " " + condition.spelt + " " + join(values, ", "));
  }
  return out.empty() ? "something that no condition says" : join(out, ", and ");
}

std::vector<std::string> in_words(const std::vector<ConditionBlock>& blocks, bool exact) {
  std::vector<std::string> out;
  for (const ConditionBlock& block : blocks) {
    out.push_back((out.empty() ? "" : "or ") + in_words(block));
  }
  if (!exact) out.emplace_back("and more, which no condition says");
  return out;
}

std::vector<std::string> some_of(const std::vector<std::string>& principals) {
  const std::size_t shown = std::min(principals.size(), most_principals);
  std::vector<std::string> out(principals.begin(),
                               principals.begin() + static_cast<std::ptrdiff_t>(shown));
  if (shown < principals.size()) {
    out.push_back("and " + std::to_string(principals.size() - shown) + " more");
  }
  return out;
}

void write_group(Page& page, const verdict::AccessGroup& group) {
  page.entry(0, "who", label_width, some_of(group.principals));
  page.entry(indent, "if", label_width - indent, in_words(group.conditions, group.exact));
  for (const verdict::Assumption& hop : group.path) {
    std::vector<std::string> lines = in_words(hop.conditions, hop.exact);
    if (!lines.empty()) lines.front() = "if " + lines.front();
    lines.insert(lines.begin(), hop.action + " of " + hop.role);
    page.entry(indent, "by", label_width - indent, lines);
  }
  std::vector<std::string> citations;
  for (const verdict::Citation& citation : group.witness.back().decided_by) {
    citations.push_back(cite(citation));
  }
  if (citations.empty()) citations.emplace_back("no statement: the request needs none");
  page.entry(indent, "since", label_width - indent, citations);
}

}  // namespace

std::string write_json(const verdict::WhoCan& answer, const Asked& asked) {
  Json json;
  json["schema_version"] = schema_version;
  json["action"] = asked.action;
  json["resource"] = asked.resource;
  json["complete"] = answer.complete;
  json["groups"] = Json::array();
  for (const verdict::AccessGroup& group : answer.groups) {
    json["groups"].push_back(write_group(group));
  }
  json["unknown"] = Json::array();
  for (const verdict::OpenAccess& open : answer.unknown) {
    json["unknown"].push_back({{"principal", open.principal}, {"reason", open.explanation}});
  }
  json["assumptions"] = answer.assumptions;
  return dump(json, Layout::Indented);
}

std::string write_text(const verdict::WhoCan& answer, const Asked& asked) {
  Page page;
  page.paragraph(0, asked.action + " on " + asked.resource, indent);
  for (const verdict::AccessGroup& group : answer.groups) {
    page.blank();
    write_group(page, group);
  }
  for (const verdict::OpenAccess& open : answer.unknown) {
    page.blank();
    page.entry(0, "unknown", label_width, {open.principal});
    page.entry(indent, "", label_width - indent, {open.explanation});
  }
  page.blank();
  page.paragraph(0, answer.complete
                        ? (answer.groups.empty() ? "proved: nobody can" : "proved: nobody else can")
                        : "not complete: nobody else can, but of those under `unknown` it is open");
  page.blank();
  page.paragraph(0, "assuming:");
  for (const std::string& assumption : answer.assumptions) {
    page.paragraph(indent, "- " + assumption, 2);
  }
  return page.text();
}

}  // namespace postern::report
