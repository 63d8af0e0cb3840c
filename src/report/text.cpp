#include "support/text.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "report/caller.h"
#include "report/cite.h"
#include "report/layout.h"
#include "report/report.h"
#include "support/check.h"

namespace postern::report {
namespace {

constexpr std::size_t verdict_width = 10;  // `violated`, the longest word, and two spaces
constexpr std::size_t label_width = 12;    // `allowed by` and two spaces
constexpr std::size_t indent = 2;
constexpr std::string_view color_reset = "\x1b[0m";

std::string_view color_code(verdict::Kind kind) {
  switch (kind) {
    case verdict::Kind::Proved:
      return "\x1b[32m";
    case verdict::Kind::Violated:
      return "\x1b[1;31m";
    case verdict::Kind::Unknown:
      return "\x1b[33m";
    case verdict::Kind::Vacuous:
      return "\x1b[35m";
  }
  internal_error("a verdict kind without a colour");
}

std::vector<std::string> context_lines(const model::Context& context) {
  std::vector<std::string> lines;
  for (const auto& [key, value] : context) {
    lines.push_back(key + " = " +
                    (value.multivalued ? "[" + join(value.values, ", ") + "]" : value.values[0]));
  }
  return lines;
}

void write_decision(Page& page, const verdict::Step& step) {
  std::vector<std::string> citations;
  for (const verdict::Citation& citation : step.decided_by) citations.push_back(cite(citation));
  switch (step.decision) {
    case model::Decision::Allowed:
      if (citations.empty()) citations.emplace_back("no statement: the request needs none");
      page.entry(indent, "allowed by", label_width, citations);
      break;
    case model::Decision::ExplicitDeny:
      if (citations.empty()) citations.emplace_back("a rule of the service");
      page.entry(indent, "denied by", label_width, citations);
      break;
    case model::Decision::ImplicitDeny:
      page.entry(indent, "denied", label_width, {"no statement allows it"});
      break;
  }
}

void write_step(Page& page, const verdict::Step& step) {
  page.entry(indent, "principal", label_width, {caller_name(step.request.caller)});
  page.entry(indent, "action", label_width, {step.request.action});
  page.entry(indent, "resource", label_width, {step.request.resource});
  page.entry(indent, "context", label_width, context_lines(step.request.context));
  write_decision(page, step);
  for (const std::string& remark : step.remarks) page.entry(indent, "", label_width, {remark});
}

void write_witness(Page& page, const std::vector<verdict::Step>& witness) {
  for (std::size_t i = 0; i < witness.size(); ++i) {
    page.blank();
    if (witness.size() > 1) {
      page.paragraph(indent,
                     "step " + std::to_string(i + 1) + " of " + std::to_string(witness.size()));
    }
    write_step(page, witness[i]);
  }
}

/// What a reader must know beside the verdict: its reason, and what was expected.
void write_reason(Page& page, const verdict::PropertyResult& result) {
  const verdict::Verdict& verdict = result.verdict;
  std::string reason = verdict.reason ? std::string(to_string(*verdict.reason)) : "";
  std::replace(reason.begin(), reason.end(), '_', ' ');
  if (!verdict.explanation.empty()) reason += (reason.empty() ? "" : ": ") + verdict.explanation;
  for (std::size_t i = 0; i < verdict.ambiguities.size(); ++i) {
    reason += (i == 0 ? " (AMB-" : ", AMB-") + std::to_string(verdict.ambiguities[i]);
  }
  if (!verdict.ambiguities.empty()) reason += ")";
  if (!reason.empty()) {
    page.blank();
    page.paragraph(indent, reason);
  }
  if (standing(result) == verdict::Standing::Unexpected && result.property.expected) {
    page.blank();
    page.paragraph(indent, "expected: " + std::string(to_string(*result.property.expected)));
  }
}

using Texts = std::vector<std::string>;

/// The members of `texts` that are not in `known`, in their order.
Texts without(const Texts& texts, const Texts& known) {
  Texts rest;
  for (const std::string& each : texts) {
    if (std::find(known.begin(), known.end(), each) == known.end()) rest.push_back(each);
  }
  return rest;
}

/// The assumptions of every property of the run, in the order of the first.
Texts common_assumptions(const verdict::Run& run) {
  Texts common;
  std::map<std::string, std::size_t> uses;
  for (const verdict::PropertyResult& result : run.properties) {
    const std::set<std::string> once(result.verdict.assumptions.begin(),
                                     result.verdict.assumptions.end());
    for (const std::string& each : once) ++uses[each];
  }
  if (run.properties.empty()) return common;
  for (const std::string& each : run.properties.front().verdict.assumptions) {
    if (uses[each] == run.properties.size()) common.push_back(each);
  }
  return common;
}

std::string headline(const verdict::PropertyResult& result, std::size_t id_width, Color color) {
  const verdict::PropertyInfo& property = result.property;
  const std::string_view word = to_string(result.verdict.kind);
  std::string title = property.title + " (" + property.severity + ")";
  if (property.expected && standing(result) == verdict::Standing::AsExpected) {
    title += ", as expected";
  }
  Page page;
  page.entry(0, padded(word, verdict_width) + padded(property.id, id_width + 2),
             verdict_width + id_width + 2, {title});
  std::string text = page.text();
  if (color == Color::Always) {
    text.replace(0, word.size(),
                 std::string(color_code(result.verdict.kind)) + std::string(word) +
                     std::string(color_reset));
  }
  return text;
}

/// What stands below the headline; empty for a plain `proved`.
std::string details(const verdict::PropertyResult& result, const Texts& common) {
  Page page;
  write_witness(page, result.verdict.witness);
  write_reason(page, result);
  const Texts own = without(result.verdict.assumptions, common);
  if (!own.empty() || !result.verdict.warnings.empty()) page.blank();
  page.entry(indent, "assuming", label_width, own);
  page.entry(indent, "warning", label_width, result.verdict.warnings);
  if (page.text().empty()) return "";
  Page claim;
  claim.paragraph(indent, result.property.claim, indent);
  SourceSpan line = result.property.where;
  line.column = 0;
  claim.paragraph(indent, to_string(line));
  return claim.text() + page.text();
}

void write_list(Page& page, std::string_view heading, const Texts& items) {
  if (items.empty()) return;
  page.blank();
  page.paragraph(0, heading);
  for (const std::string& item : items) page.paragraph(indent, "- " + item, 2);
}

std::string summary(const verdict::Run& run) {
  std::string text = std::to_string(run.properties.size()) +
                     (run.properties.size() == 1 ? " property" : " properties");
  std::string_view separator = ": ";
  for (verdict::Kind kind : {verdict::Kind::Proved, verdict::Kind::Violated, verdict::Kind::Unknown,
                             verdict::Kind::Vacuous}) {
    if (const std::size_t n = count(run, kind); n != 0) {
      text += std::string(separator) + std::to_string(n) + " " + std::string(to_string(kind));
      separator = ", ";
    }
  }
  return text;
}

}  // namespace

std::string write_text(const verdict::Run& run, Color color, Detail detail) {
  std::size_t id_width = 0;
  for (const verdict::PropertyResult& result : run.properties) {
    id_width = std::max(id_width, columns(result.property.id));
  }
  const Texts common = common_assumptions(run);
  std::string text;
  bool gap = false;  // a property with details stands apart from its neighbours
  for (const verdict::PropertyResult& result : run.properties) {
    const bool fine = standing(result) == verdict::Standing::AsExpected;
    if (detail == Detail::Failing && fine) continue;
    const std::string below = details(result, common);
    if (!text.empty() && (gap || !below.empty())) text += '\n';
    text += headline(result, id_width, color) + below;
    gap = !below.empty();
  }
  Page end;
  if (detail == Detail::Full) {
    write_list(end, "every verdict assumes:", common);
    write_list(end, "about the snapshot:", without(run.notes, common));
  }
  if (!text.empty() || !end.text().empty()) end.blank();
  end.paragraph(0, summary(run));
  const std::string rest = end.text();
  return text + (text.empty() && rest.front() == '\n' ? rest.substr(1) : rest);
}

std::string write_statistics(const verdict::Run& run) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(3);
  verdict::Statistics all;
  const auto line = [&](std::string_view name, const verdict::Statistics& s) {
    out << name << ": " << s.seconds << " s, " << s.questions << " questions, " << s.rounds
        << " rounds, " << s.lemmas << " lemmas, rlimit " << s.rlimit << '\n';
  };
  for (const verdict::PropertyResult& result : run.properties) {
    const verdict::Statistics& one = result.verdict.statistics;
    line(result.property.id, one);
    all.questions += one.questions;
    all.rounds += one.rounds;
    all.lemmas += one.lemmas;
    all.rlimit += one.rlimit;
    all.seconds += one.seconds;
  }
  line("all", all);
  return out.str();
}

}  // namespace postern::report
