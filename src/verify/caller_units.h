// The callers of a question as a reader names them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "formula/bits.h"
#include "verify/question.h"

namespace postern::verify {

/// Callers with one name: a principal of the snapshot with all its sessions; the principals of an
/// account that policies mention and nobody read (`account:ID`); a service, an identity provider;
/// and everybody else there may be (`public`).
struct CallerUnit {
  std::string name;                  // an ARN, or the words above
  std::vector<std::string> members;  // the names of all it stands for, its own first
  formula::Bits classes;             // of the last step's callers
  formula::TermId callers;           // "the caller is one of it"
  bool known = false;                // the classes say it all
  queries::PrincipalWord word;       // that names it in a query
};

/// The units of the question's last step: each caller is of one of them. `alike` says whom a
/// principal stands for, see Encodings::Encoding.
std::vector<CallerUnit> caller_units(Question& question,
                                     const std::map<std::string, std::vector<std::string>>* alike);

}  // namespace postern::verify
