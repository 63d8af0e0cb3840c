// Says in our words, and at the exact byte, what is wrong with a text that is not JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "support/codes.h"

namespace postern::document {

/// What the parser had read last when it gave up.
enum class JsonContext {
  Nothing,      // a value must follow
  ObjectStart,  // `{`
  ArrayStart,   // `[`
  Key,          // the name of a member
  ValueInObject,
  ValueInArray,
};

struct JsonSyntaxError {
  codes::Code code;
  std::size_t at;  // offset of the offending byte
  std::string message;
  std::string hint;
};

/// Why the text from `from` on cannot follow what `context` says was read. Precondition: it cannot.
JsonSyntaxError explain_json(std::string_view text, std::size_t from, JsonContext context);

}  // namespace postern::document
