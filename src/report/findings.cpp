#include "report/findings.h"

#include <vector>

#include "report/caller.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "support/text.h"

namespace postern::report {
namespace {

constexpr std::size_t indent = 2;
constexpr std::size_t label_width = 12;

using Texts = std::vector<std::string>;

Texts condition_lines(const std::vector<verdict::ConditionEntry>& block) {
  Texts lines;
  for (const verdict::ConditionEntry& entry : block) {
    lines.push_back(entry.op + ' ' + entry.key + ": " + join(entry.values, ", "));
  }
  return lines;
}

Texts source_lines(const std::vector<verdict::AccessSource>& sources) {
  Texts lines;
  for (const verdict::AccessSource& source : sources) {
    SourceSpan line = source.where;
    line.column = 0;
    lines.push_back(std::string(to_string(source.kind)) + ", " + to_string(line) +
                    (source.sid.empty() ? "" : " (" + source.sid + ")"));
  }
  return lines;
}

Texts request_lines(const model::Request& request) {
  Texts lines = {caller_name(request.caller), request.action + " on " + request.resource};
  for (const auto& [key, value] : request.context) {
    lines.push_back(key + " = " +
                    (value.multivalued ? "[" + join(value.values, ", ") + "]" : value.values[0]));
  }
  return lines;
}

void write_finding(Page& page, const verdict::Finding& finding) {
  page.blank();
  const bool says_so = finding.principal == "public";
  page.paragraph(indent, finding.principal + (finding.is_public && !says_so ? ", public" : ""));
  const std::size_t inner = 2 * indent;
  page.entry(inner, "actions", label_width, {join(finding.actions, ", ")});
  page.entry(inner, "if", label_width, condition_lines(finding.condition));
  page.entry(inner, "given by", label_width, source_lines(finding.sources));
  page.entry(inner, "as in", label_width, request_lines(finding.witness.request));
  page.entry(inner, "id", label_width, {finding.id});
}

std::string counted(std::size_t n, const std::string& one) {
  return std::to_string(n) + ' ' + one + (n == 1 ? "" : "s");
}

std::string words(const std::optional<verdict::Reason>& reason) {
  std::string out = reason ? std::string(to_string(*reason)) + ": " : "";
  for (char& c : out) {
    if (c == '_') c = ' ';
  }
  return out;
}

Json write_condition(const std::vector<verdict::ConditionEntry>& block) {
  Json json = Json::object();
  for (const verdict::ConditionEntry& entry : block) json[entry.op][entry.key] = entry.values;
  return json;
}

Json write_sources(const std::vector<verdict::AccessSource>& sources) {
  Json json = Json::array();
  for (const verdict::AccessSource& source : sources) {
    json.push_back({{"kind", to_string(source.kind)},
                    {"file", source.where.file_name()},
                    {"line", source.where.line},
                    {"sid", source.sid}});
  }
  return json;
}

Json write_finding(const verdict::Finding& finding) {
  Json json;
  json["id"] = finding.id;
  json["resource"] = finding.resource;
  json["owner"] = finding.owner;
  json["principal"] = finding.principal;
  json["actions"] = finding.actions;
  json["condition"] = write_condition(finding.condition);
  json["public"] = finding.is_public;
  json["sources"] = write_sources(finding.sources);
  json["witness"] = write_witness({finding.witness});
  return json;
}

Json write_open(const verdict::OpenAccess& open) {
  Json json;
  json["resource"] = open.resource;
  json["principal"] = open.principal;
  json["reason"] = open.reason ? Json(to_string(*open.reason)) : Json(nullptr);
  json["explanation"] = open.explanation;
  json["ambiguities"] = write_ambiguities(open.ambiguities);
  return json;
}

}  // namespace

std::string write_text(const verdict::Findings& findings) {
  Page page;
  const std::string* resource = nullptr;
  for (const verdict::Finding& finding : findings.findings) {
    if (resource == nullptr || *resource != finding.resource) {
      if (resource != nullptr) page.blank();
      page.paragraph(0, finding.resource);
    }
    resource = &finding.resource;
    write_finding(page, finding);
  }
  if (resource != nullptr) page.blank();
  if (!findings.unknown.empty()) page.paragraph(0, "unknown:");
  for (const verdict::OpenAccess& open : findings.unknown) {
    page.paragraph(
        indent,
        "- " + open.resource + ", " + open.principal + ": " + words(open.reason) + open.explanation,
        2);
  }
  if (!findings.unknown.empty()) page.blank();
  page.paragraph(0, "all of it assumes:");
  for (const std::string& each : findings.assumptions) page.paragraph(indent, "- " + each, 2);
  page.blank();
  page.paragraph(0, counted(findings.findings.size(), "finding") + " on " +
                        counted(findings.resources, "resource") +
                        (findings.complete() ? ": proved to be all access from outside"
                                             : "; there may be more, see unknown"));
  return page.text();
}

std::string write_json(const verdict::Findings& findings) {
  Json json;
  json["schema_version"] = schema_version;
  json["complete"] = findings.complete();
  json["findings"] = Json::array();
  for (const verdict::Finding& finding : findings.findings) {
    json["findings"].push_back(write_finding(finding));
  }
  json["unknown"] = Json::array();
  for (const verdict::OpenAccess& open : findings.unknown) {
    json["unknown"].push_back(write_open(open));
  }
  json["zone"] = findings.zone;
  json["resources"] = findings.resources;
  json["assumptions"] = findings.assumptions;
  return dump(json, Layout::Indented);
}

}  // namespace postern::report
