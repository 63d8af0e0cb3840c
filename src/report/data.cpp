#include "report/data.h"

#include "report/json_text.h"

namespace postern::report {

std::string write_text(const CatalogueSummary& summary) {
  return "catalogue  " + summary.source + " " + summary.version + ", data of " + summary.date +
         "\nservices   " + std::to_string(summary.services) + "\nactions    " +
         std::to_string(summary.actions) + "\n";
}

std::string write_json(const CatalogueSummary& summary) {
  Json json;
  json["schema_version"] = schema_version;
  json["catalogue"] = {
      {"source", summary.source}, {"version", summary.version}, {"date", summary.date}};
  json["services"] = summary.services;
  json["actions"] = summary.actions;
  return dump(json, Layout::Indented);
}

}  // namespace postern::report
