#include <algorithm>
#include <cstdint>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "document/builder.h"
#include "document/json_lexis.h"
#include "document/quoted.h"
#include "document/utf8.h"
#include "support/check.h"
#include "support/codes.h"

namespace postern::document {
namespace {

// A number as JSON writes it. Anything else that YAML might call a number stays a string: `0x1F`,
// `1_000`, `.5` and account ids with a leading zero.
bool is_json_number(std::string_view text) {
  const JsonNumber number = scan_json_number(text, 0);
  return number.well_formed && number.end == text.size();
}

class Handler : public YAML::EventHandler {
 public:
  Handler(Builder& builder, const Source& source, Diagnostics& diagnostics)
      : builder_(builder), source_(source), diagnostics_(diagnostics) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ != 0) {
      fail(codes::yaml_documents, mark, "a second YAML document in one file",
           "write one file for each");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    if (at_key()) refuse_key(mark);
    add(Kind::Null, mark, "", "null");
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    fail(codes::yaml_anchor, mark, "YAML aliases are not allowed", "write the value out");
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    Kind kind = Kind::String;
    if (tag == "?" && !at_key()) {  // plain, without a tag
      if (value == "true" || value == "false") {
        kind = Kind::Boolean;
      } else if (is_json_number(value)) {
        kind = Kind::Number;
      }
    }
    add(kind, mark, tag, value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Kind::Array, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Kind::Object, mark, tag, anchor);
    key_next_.back() = true;
  }
  void OnMapEnd() override { close(); }

 private:
  std::size_t offset(const YAML::Mark& mark) const {
    return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), source_.text.size());
  }

  [[noreturn]] void fail(const codes::Code& code, const YAML::Mark& mark, std::string message,
                         std::string hint) {
    diagnostics_.error(code, source_.place(offset(mark)), std::move(message), std::move(hint));
    stop();
  }
  // Leaves the parser with everything found so far.
  [[noreturn]] void stop() {
    builder_.finish();
    internal_error("stopped without a reason");
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      fail(codes::yaml_anchor, mark, "YAML anchors are not allowed", "write the value out");
    }
  }
  [[noreturn]] void refuse_key(const YAML::Mark& mark) {
    fail(codes::yaml_key, mark, "a key must be a string", "");
  }

  // In a map, keys and values alternate.
  bool at_key() const { return !key_next_.empty() && key_next_.back(); }
  void advance() {
    if (key_next_.empty() || builder_.container() != Kind::Object) return;
    if (key_next_.back()) builder_.expect_key();
    key_next_.back() = !key_next_.back();
  }

  void set_tag(const std::string& tag) {
    const bool plain = tag.empty() || tag == "?" || tag == "!" || tag == "tag:yaml.org,2002:str" ||
                       tag == "tag:yaml.org,2002:seq" || tag == "tag:yaml.org,2002:map";
    if (!plain) builder_.tag(tag);
  }

  void add(Kind kind, const YAML::Mark& mark, const std::string& tag, std::string_view value) {
    advance();
    if (!builder_.decoded_scalar(kind, offset(mark), value)) stop();
    set_tag(tag);
  }
  void open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_anchor(mark, anchor);
    if (at_key()) refuse_key(mark);
    advance();
    if (!builder_.open(kind, offset(mark))) stop();
    set_tag(tag);
    key_next_.push_back(false);
  }
  void close() {
    builder_.close();
    key_next_.pop_back();
  }

  Builder& builder_;
  const Source& source_;
  Diagnostics& diagnostics_;
  std::vector<bool> key_next_;  // of the open containers: a map that waits for a key
  std::size_t documents_ = 0;
};

// What YAML forbids or yaml-cpp would read differently from others: it takes byte 4 for the end,
// and a carriage return alone for part of a word.
void check_characters(const Source& source) {
  const std::string& text = source.text;
  if (const std::size_t bad = find_bad_utf8(text); bad != std::string::npos) {
    throw Error(codes::bad_encoding, source.place(bad), "a byte that is not UTF-8 here",
                "save the file as UTF-8");
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && text.compare(i, 2, "\r\n") != 0) {
      throw Error(codes::yaml_syntax, source.place(i), "a carriage return without a line feed",
                  "end each line with a line feed");
    }
    if ((c >= 0 && c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) {
      throw Error(codes::bad_encoding, source.place(i), "a control character",
                  "bytes of zero suggest UTF-16: save the file as UTF-8");
    }
  }
}

}  // namespace

Document parse_yaml(std::string_view file, std::string_view text, const Limits& limits) {
  const std::shared_ptr<const Source> source = make_source(file, text, Syntax::Yaml, limits);
  check_characters(*source);
  Diagnostics diagnostics;
  Builder builder(source, limits, diagnostics);
  Handler handler(builder, *source, diagnostics);
  try {
    std::istringstream stream(source->text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(handler)) {
      diagnostics.error(codes::text_ends, source->place(source->text.size()),
                        "expected a value, but the text is empty");
    } else {
      parser.HandleNextDocument(handler);
    }
  } catch (const YAML::Exception& e) {
    const auto at = static_cast<std::size_t>(std::max(e.mark.pos, 0));
    diagnostics.error(codes::yaml_syntax, source->place(std::min(at, source->text.size())),
                      "not YAML: " + printable(e.msg));  // it may end with a byte of the text
  }
  return builder.finish();
}

}  // namespace postern::document
