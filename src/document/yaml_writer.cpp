#include "document/yaml_writer.h"

#include <algorithm>
#include <array>
#include <yaml-cpp/yaml.h>

#include "support/check.h"
#include "support/text.h"

namespace postern::document {
namespace {

// Words that some version of YAML takes for a value that is no string.
constexpr std::array words{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};

bool is_plain(std::string_view text) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const auto plain = [&](char c) {
    return letters.find(c) != std::string_view::npos || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/';
  };
  return !text.empty() && letters.find(text.front()) != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), plain) &&
         std::find(words.begin(), words.end(), ascii_lower(text)) == words.end();
}

}  // namespace

struct YamlWriter::Emitter {
  YAML::Emitter yaml;
};

YamlWriter::YamlWriter() : emitter_(std::make_unique<Emitter>()) {}
YamlWriter::~YamlWriter() = default;

void YamlWriter::begin_mapping() { emitter_->yaml << YAML::BeginMap; }
void YamlWriter::end_mapping() { emitter_->yaml << YAML::EndMap; }
void YamlWriter::begin_list() { emitter_->yaml << YAML::BeginSeq; }
void YamlWriter::end_list() { emitter_->yaml << YAML::EndSeq; }

void YamlWriter::key(std::string_view name) { emitter_->yaml << YAML::Key << std::string(name); }

void YamlWriter::text(std::string_view value) {
  if (!is_plain(value)) emitter_->yaml << YAML::DoubleQuoted;
  emitter_->yaml << std::string(value);
}

void YamlWriter::number(int value) { emitter_->yaml << value; }

void YamlWriter::comment(std::string_view line) {
  emitter_->yaml << YAML::Comment(std::string(line)) << YAML::Newline;
}

std::string YamlWriter::take() {
  POSTERN_CHECK(emitter_->yaml.good());
  return std::string(emitter_->yaml.c_str()) + '\n';
}

}  // namespace postern::document
