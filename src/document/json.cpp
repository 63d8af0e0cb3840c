#include "document/json.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "document/builder.h"
#include "document/json_lexis.h"
#include "document/json_syntax_error.h"
#include "support/codes.h"

namespace postern::document {
namespace {

// The SAX events of one value. nlohmann/json gives them no position, but each comes when its token
// was read: so a token is found where the last one ended, and its end by what it is.
class Reader {
 public:
  using Json = nlohmann::json;

  Reader(Builder& builder, std::string_view text, std::size_t from)
      : builder_(builder), text_(text), end_(from) {}

  /// Reads the value; returns false, with an error added, if there is none.
  bool read(const Source& source, Diagnostics& diagnostics) {
    const std::string_view rest = text_.substr(end_);
    // The lexer would take a byte order mark in the middle of a stream for white space.
    const bool mark = rest.starts_with('\xEF');
    if (!mark && Json::sax_parse(rest.begin(), rest.end(), this, Json::input_format_t::json,
                                 /*strict=*/false)) {
      return true;
    }
    if (mark || syntax_error_) {
      JsonSyntaxError error = explain_json(text_, end_, context_);
      diagnostics.error(error.code, source.place(error.at), std::move(error.message),
                        std::move(error.hint));
    }
    return false;
  }

  std::size_t end() const { return end_; }

  // nlohmann/json's SAX interface.
  bool null() { return literal(Kind::Null, 4); }
  bool boolean(bool value) { return literal(Kind::Boolean, value ? 4 : 5); }
  bool number_integer(Json::number_integer_t) { return number(); }
  bool number_unsigned(Json::number_unsigned_t) { return number(); }
  bool number_float(Json::number_float_t, const std::string&) { return number(); }
  bool string(std::string& value) { return add_string(value) && after_value(); }
  bool binary(Json::binary_t&) { return false; }  // not in JSON text
  bool key(std::string& name) {
    builder_.expect_key();
    context_ = JsonContext::Key;
    return add_string(name);
  }
  bool start_object(std::size_t) { return open(Kind::Object, JsonContext::ObjectStart); }
  bool start_array(std::size_t) { return open(Kind::Array, JsonContext::ArrayStart); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool parse_error(std::size_t, const std::string&, const Json::exception&) {
    syntax_error_ = true;
    return false;
  }

 private:
  // Where the token starts whose event this is.
  std::size_t token_start() const {
    std::size_t at = end_;
    while (text_[at] == ' ' || text_[at] == '\n' || text_[at] == ',' || text_[at] == ':' ||
           text_[at] == '\t' || text_[at] == '\r') {
      ++at;
    }
    return at;
  }

  bool after_value() {
    if (builder_.depth() != 0) {
      context_ = builder_.container() == Kind::Object ? JsonContext::ValueInObject
                                                      : JsonContext::ValueInArray;
    }
    return true;
  }

  bool add_string(std::string_view value) {
    const std::size_t start = token_start();
    // Where the source has the value followed by a quote, the string has no escapes: one escape
    // would shift the rest, and only a run of backslashes looks like itself shifted.
    const std::size_t end = start + 1 + value.size();
    if (end < text_.size() && text_[end] == '"' &&
        text_.compare(start + 1, value.size(), value) == 0) {
      end_ = end + 1;
      return builder_.scalar(Kind::String, start, start + 1, value.size());
    }
    end_ = literal_end(start);
    return builder_.decoded_scalar(Kind::String, start, value);
  }

  // After the closing quote of the well-formed string at `start`.
  std::size_t literal_end(std::size_t start) const {
    std::size_t at = start + 1;
    while (text_[at] != '"') at += text_[at] == '\\' ? 2U : 1U;
    return at + 1;
  }

  bool literal(Kind kind, std::size_t size) {
    const std::size_t start = token_start();
    end_ = start + size;
    return builder_.scalar(kind, start, start, size) && after_value();
  }

  bool number() {
    const std::size_t start = token_start();
    end_ = scan_json_number(text_, start).end;
    return builder_.scalar(Kind::Number, start, start, end_ - start) && after_value();
  }

  bool open(Kind kind, JsonContext context) {
    const std::size_t start = token_start();
    end_ = start + 1;
    context_ = context;
    return builder_.open(kind, start);
  }

  bool close() {
    end_ = token_start() + 1;
    builder_.close();
    return after_value();
  }

  Builder& builder_;
  std::string_view text_;
  std::size_t end_;  // where the last token ended
  JsonContext context_ = JsonContext::Nothing;
  bool syntax_error_ = false;
};

}  // namespace

Document read_json(const std::shared_ptr<const Source>& source, const Limits& limits) {
  Diagnostics diagnostics;
  Builder builder(source, limits, diagnostics);
  Reader reader(builder, source->text, 0);
  if (reader.read(*source, diagnostics)) {
    const std::size_t after = skip_json_space(source->text, reader.end());
    if (after != source->text.size()) {
      diagnostics.error(codes::trailing_text, source->place(after), "text follows the value");
    }
  }
  return builder.finish();
}

Document parse_json(std::string_view file, std::string_view text, const Limits& limits) {
  return read_json(make_source(file, text, Syntax::Json, limits), limits);
}

std::vector<Document> parse_json_stream(std::string_view file, std::string_view text,
                                        const Limits& limits) {
  const std::shared_ptr<const Source> source = make_source(file, text, Syntax::Json, limits);
  Diagnostics diagnostics;
  std::vector<Document> documents;
  std::size_t at = 0;
  std::size_t values = 0;
  do {
    Builder builder(source, limits, diagnostics, values);
    Reader reader(builder, source->text, at);
    const bool good = reader.read(*source, diagnostics);
    at = skip_json_space(source->text, reader.end());
    values = builder.values();
    const bool more = good && at != source->text.size();
    if (more && diagnostics.has_errors()) continue;  // see what else is wrong
    documents.push_back(builder.finish());
  } while (at != source->text.size());
  return documents;
}

}  // namespace postern::document
