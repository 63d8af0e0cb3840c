// The parts of the policy reader: one function an element. Internal to the layer.
//
// Each function copies what it needs out of the document and reports into the diagnostics; none
// stops at the first fault, so that one run shows everything that is wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/document.h"
#include "document/quoted.h"
#include "model/codes.h"
#include "model/policy.h"
#include "support/error.h"

namespace postern::model {

/// What every part of the reader needs to know of the document it is in.
struct PolicyReader {
  PolicyKind kind;
  Variables variables;  // of the document's version (VAR-1)
  Diagnostics& diagnostics;

  void error(const codes::Code& code, const SourceSpan& where, std::string message,
             std::string hint = {}) const;
  void warning(const codes::Code& code, const SourceSpan& where, std::string message,
               std::string hint = {}) const;
  /// True if `node` is of kind `wanted`; else reports it as the value of `what`.
  bool expect(document::Node node, document::Kind wanted, std::string_view what) const;
  /// Reports a name that is not one of `known`, with a suggestion.
  void unknown_name(const codes::Code& code, const SourceSpan& where, std::string_view what,
                    std::string_view name, const std::vector<std::string_view>& known) const;
};

/// The elements of an array, or the one value a scalar is (GRAM-2).
std::vector<document::Node> one_or_many(document::Node node);
using document::quoted;

/// One entry of the Statement list, checked against the table of GRAM-5.
Statement read_statement(const PolicyReader& reader, document::Node node, std::size_t index);
/// Principal or NotPrincipal (`element` says which).
PrincipalElement read_principal(const PolicyReader& reader, document::Node node,
                                std::string_view element);
/// Fills `conditions` and `empty_condition` of `statement`.
void read_condition(const PolicyReader& reader, document::Node node, Statement& statement);

/// Where variables may stand: reports the malformed ones, and those that are plain text because of
/// the document's version (VAR-1).
void check_variables(const PolicyReader& reader, const Pattern& pattern);

/// True if `pattern` can be read as a value of the operator's type (COND-9); values with variables
/// are only checked as far as their text goes.
bool fits_operator(const Pattern& pattern, OperatorFamily family);

}  // namespace postern::model
