#include "report/data.h"

#include <algorithm>
#include <utility>

#include "report/json_text.h"
#include "report/layout.h"
#include "support/text.h"

namespace postern::report {
namespace {

std::string source(const Origin& origin) {
  return origin.source + (origin.version.empty() ? "" : " " + origin.version);
}

Json write_origin(const Origin& origin) {
  Json json;
  json["source"] = origin.source;
  if (!origin.version.empty()) json["version"] = origin.version;
  if (!origin.date.empty()) json["date"] = origin.date;
  return json;
}

}  // namespace

std::string write_text(const DataSummary& summary) {
  std::vector<std::pair<std::string, std::string>> lines = {
      {"catalogue", source(summary.catalogue) + ", data of " + summary.catalogue.date},
      {"services", std::to_string(summary.services)},
      {"actions", std::to_string(summary.actions)}};
  for (const ListSummary& list : summary.lists) {
    const std::string date = list.origin.date.empty() ? "" : " of " + list.origin.date;
    lines.emplace_back(list.name, std::to_string(list.count) + date + ", " + source(list.origin));
  }
  std::size_t width = 0;
  for (const auto& [label, value] : lines) width = std::max(width, label.size());
  std::string out;
  for (const auto& [label, value] : lines) out += padded(label, width) + "  " + value + '\n';
  return out;
}

std::string write_json(const DataSummary& summary) {
  Json json;
  json["schema_version"] = schema_version;
  json["catalogue"] = write_origin(summary.catalogue);
  json["services"] = summary.services;
  json["actions"] = summary.actions;
  for (const ListSummary& list : summary.lists) {
    Json entry = write_origin(list.origin);
    entry["count"] = list.count;
    json["lists"][list.name] = std::move(entry);
  }
  return dump(json, Layout::Indented);
}

std::string write_text(const ListContent& list) {
  std::vector<std::size_t> widths(list.columns.size(), 0);
  for (const auto& row : list.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], columns(row[i]));
  }
  std::string out;
  for (const auto& row : list.rows) {
    for (std::size_t i = 0; i + 1 < row.size(); ++i) out += padded(row[i], widths[i] + 2);
    out += row.back() + '\n';
  }
  return out;
}

std::string write_markdown(const ListContent& list) {
  const bool by_area = !list.columns.empty() && list.columns.front() == "area";
  const auto first = static_cast<std::ptrdiff_t>(by_area ? 1 : 0);
  const auto line = [&](const std::vector<std::string>& cells) {
    return "| " + join({cells.begin() + first, cells.end()}, " | ") + " |\n";
  };
  const std::string header =
      line(list.columns) + line(std::vector<std::string>(list.columns.size(), "---"));
  std::string out, area;
  for (const auto& row : list.rows) {
    if (by_area && row.front() != area) {
      area = row.front();
      out += (out.empty() ? "### " : "\n### ") + area + "\n\n" + header;
    } else if (out.empty()) {
      out = header;
    }
    out += line(row);
  }
  return out;
}

std::string write_json(const ListContent& list) {
  Json json;
  json["schema_version"] = schema_version;
  json["list"] = list.name;
  json["origin"] = write_origin(list.origin);
  json["entries"] = Json::array();
  for (const auto& row : list.rows) {
    Json entry;
    for (std::size_t i = 0; i < row.size(); ++i) entry[list.columns[i]] = row[i];
    json["entries"].push_back(std::move(entry));
  }
  return dump(json, Layout::Indented);
}

}  // namespace postern::report
