#include "report/cite.h"

namespace postern::report {

std::string cite(const verdict::Citation& citation) {
  if (citation.where.line == 0 && !citation.policy.empty()) return citation.policy;
  SourceSpan line = citation.where;
  line.column = 0;
  const std::string sid =
      citation.sid.empty() ? "statement " + std::to_string(citation.statement + 1) : citation.sid;
  return to_string(line) + " (" + sid + ")" +
         (citation.policy.empty() ? "" : ", " + citation.policy);
}

}  // namespace postern::report
