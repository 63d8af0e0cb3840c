// What every part of the query-file reader shares. Internal to the layer.
//
// Each function reports into the diagnostics and goes on, so that one run shows everything that is
// wrong with a file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"
#include "document/document.h"
#include "document/quoted.h"
#include "glob/glob.h"
#include "queries/codes.h"
#include "support/error.h"

namespace postern::queries {

struct Reader {
  const catalogue::Catalogue& catalogue;
  glob::GlobPool& globs;
  Diagnostics& diagnostics;

  void error(const codes::Code& code, const SourceSpan& where, std::string message,
             std::string hint = {}) const;
  /// Reports that the format has `what` but this version cannot decide it.
  void not_supported(const SourceSpan& where, std::string_view what) const;
  /// Reports that `word` is none of `known`, suggesting the closest of them or else naming them
  /// all.
  void not_one_of(const codes::Code& code, const SourceSpan& where, std::string_view what,
                  std::string_view word, const std::vector<std::string_view>& known) const;

  /// True if `node` is of kind `wanted`; else reports it as the value of `what`.
  bool expect(document::Node node, document::Kind wanted, std::string_view what) const;
  /// The text of a string that is not empty; nothing, reported, for anything else.
  std::optional<std::string> text(document::Node node, std::string_view what) const;
  std::optional<bool> boolean(document::Node node, std::string_view what) const;
  /// The one of `known` that the string `node` is.
  std::optional<std::string> one_of(document::Node node, std::string_view what,
                                    const std::vector<std::string_view>& known) const;
  /// The entries of a list that has some, or the one entry a single value is.
  std::vector<document::Node> entries(document::Node node, std::string_view what) const;
};

/// The members of an object whose keys are fixed.
class Fields {
 public:
  /// Reports members of `object` that are not in `known`; those in `later` as not supported yet.
  Fields(const Reader& reader, document::Node object, std::string_view what,
         const std::vector<std::string_view>& known,
         const std::vector<std::string_view>& later = {});

  std::optional<document::Node> find(std::string_view key) const { return object_.find(key); }
  /// The member `key`; its absence is reported.
  std::optional<document::Node> require(std::string_view key) const;

 private:
  const Reader& reader_;
  document::Node object_;
  std::string what_;
};

using document::quoted;

}  // namespace postern::queries
