#include <array>
#include <string_view>
#include <utility>

#include "report/caller.h"
#include "report/json_text.h"
#include "report/report.h"

namespace postern::report {
Json write_citation(const verdict::Citation& citation) {
  Json json;
  json["policy"] = citation.policy;
  json["statement"] = citation.statement;
  json["sid"] = citation.sid;
  json["file"] = citation.where.file_name();
  json["line"] = citation.where.line;
  return json;
}

namespace {

/// The principal as a scenario file writes it, so that a step can be given to `simulate`.
Json write_caller(const model::Caller& caller) {
  Json json;
  json["type"] = to_string(caller.type);
  const std::array<std::pair<std::string_view, const std::string&>, 10> texts{{
      {"partition", caller.partition},
      {"account", caller.account},
      {"arn", caller.arn},
      {"role_arn", caller.role_arn},
      {"role_id", caller.role_id},
      {"session_name", caller.session_name},
      {"user_arn", caller.user_arn},
      {"user_id", caller.user_id},
      {"provider", caller.provider},
      {"canonical_id", caller.canonical_id},
  }};
  for (const auto& [key, text] : texts) {
    if (!text.empty()) json[std::string(key)] = text;
  }
  if (!caller.name.empty()) {
    json[caller.type == model::CallerType::User ? "username" : "name"] = caller.name;
  }
  if (!caller.service_names.empty()) json["service_names"] = caller.service_names;
  if (caller.service_linked) json["service_linked"] = true;
  return json;
}

Json write_context(const model::Context& context) {
  Json json = Json::object();
  for (const auto& [key, value] : context) {
    if (value.multivalued) {
      json[key] = value.values;
    } else {
      json[key] = value.values.front();
    }
  }
  return json;
}

Json write_step(const verdict::Step& step) {
  Json json;
  json["principal"] = caller_name(step.request.caller);
  json["action"] = step.request.action;
  json["resource"] = step.request.resource;
  json["context"] = write_context(step.request.context);
  json["decision"] = to_string(step.decision);
  Json citations = Json::array();
  for (const verdict::Citation& citation : step.decided_by) {
    citations.push_back(write_citation(citation));
  }
  const bool allowed = step.decision == model::Decision::Allowed;
  json[allowed ? "allowed_by" : "denied_by"] = std::move(citations);
  json["remarks"] = step.remarks;
  json["caller"] = write_caller(step.request.caller);
  return json;
}

}  // namespace

Json write_witness(const std::vector<verdict::Step>& witness) {
  if (witness.empty()) return nullptr;
  Json steps = Json::array();
  for (const verdict::Step& step : witness) steps.push_back(write_step(step));
  return Json{{"steps", std::move(steps)}};
}

namespace {

Json write_solver_statistics(const verdict::Statistics& statistics) {
  Json json;
  json["questions"] = statistics.questions;
  json["rounds"] = statistics.rounds;
  json["lemmas"] = statistics.lemmas;
  json["rlimit"] = statistics.rlimit;
  json["seconds"] = statistics.seconds;
  return json;
}

Json write_property(const verdict::PropertyResult& result, Statistics statistics) {
  const verdict::PropertyInfo& property = result.property;
  const verdict::Verdict& verdict = result.verdict;
  Json json;
  json["id"] = property.id;
  json["title"] = property.title;
  json["severity"] = property.severity;
  json["verdict"] = to_string(verdict.kind);
  json["expected"] = property.expected ? Json(to_string(*property.expected)) : Json(nullptr);
  json["claim"] = property.claim;
  json["description"] = property.description;
  json["controls"] = property.controls;
  json["source"] = {{"file", property.where.file_name()}, {"line", property.where.line}};
  json["assumptions"] = verdict.assumptions;
  json["warnings"] = verdict.warnings;
  json["witness"] = write_witness(verdict.witness);
  json["reason"] = verdict.reason ? Json(to_string(*verdict.reason)) : Json(nullptr);
  json["explanation"] = verdict.explanation;
  json["ambiguities"] = write_ambiguities(verdict.ambiguities);
  if (statistics == Statistics::Include) {
    json["stats"] = write_solver_statistics(verdict.statistics);
  }
  return json;
}

Json write_summary(const verdict::Run& run) {
  Json json;
  for (verdict::Kind kind : {verdict::Kind::Proved, verdict::Kind::Violated, verdict::Kind::Unknown,
                             verdict::Kind::Vacuous}) {
    json[std::string(to_string(kind))] = verdict::count(run, kind);
  }
  return json;
}

}  // namespace

std::string write_json(const verdict::Run& run, Statistics statistics) {
  Json json;
  json["schema_version"] = schema_version;
  json["tool"] = {
      {"name", "postern"}, {"version", run.tool_version}, {"solver", run.solver_version}};
  json["inputs"] = Json::array();
  for (const verdict::InputFile& input : run.inputs) {
    json["inputs"].push_back(
        {{"path", input.path}, {"kind", input.kind}, {"sha256", input.sha256}});
  }
  json["catalogue"] = {{"source", run.catalogue_source},
                       {"version", run.catalogue_version},
                       {"date", run.catalogue_date}};
  json["summary"] = write_summary(run);
  json["notes"] = run.notes;
  json["properties"] = Json::array();
  for (const verdict::PropertyResult& result : run.properties) {
    json["properties"].push_back(write_property(result, statistics));
  }
  return dump(json, Layout::Indented);
}

std::string write_jsonl(const verdict::Run& run, Statistics statistics) {
  std::string text;
  for (const verdict::PropertyResult& result : run.properties) {
    text += dump(write_property(result, statistics), Layout::OneLine);
  }
  return text;
}

}  // namespace postern::report
