// JSON values as text, and the parts several documents share. Internal to the layer.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "verdict/verdict.h"

namespace postern::report {

using Json = nlohmann::ordered_json;

constexpr int schema_version = 1;

enum class Layout { OneLine, Indented };

/// `json` as text ending in a newline. What is not UTF-8 is shown with replacement characters: it
/// must not end the run.
std::string dump(const Json& json, Layout layout);

/// `["AMB-9", ...]`.
Json write_ambiguities(const std::vector<int>& numbers);

/// `{"policy","statement","sid","file","line"}`.
Json write_citation(const verdict::Citation& citation);

/// `{"steps":[...]}` as docs/cli.md has it; null where there are none.
Json write_witness(const std::vector<verdict::Step>& witness);

}  // namespace postern::report
