// The codes of diagnostics that more than one layer gives, with what each means. A layer that has
// codes of its own lists them in its codes.h.
//
// A code never changes its meaning and is never used again. 01xx: reading text (src/document);
// 02xx: policies (src/model); 03xx: snapshots (src/snapshot); 04xx: query files (queries);
// 05xx: usage (src/cli).
#pragma once

#include <array>
#include <string_view>

namespace postern::codes {

/// A diagnostic's code. Converts to the text that stands in a Diagnostic.
struct Code {
  std::string_view id;
  std::string_view meaning;
  constexpr operator std::string_view() const { return id; }
};

// Reading text.
inline constexpr Code more_diagnostics{"POSTERN0100", "further diagnostics are not shown"};
inline constexpr Code json_syntax{"POSTERN0101",
                                  "the text is not JSON: something else is expected"};
inline constexpr Code trailing_text{"POSTERN0102", "text follows the value"};
inline constexpr Code duplicate_key{"POSTERN0103", "an object has two members of one name"};
inline constexpr Code too_deep{"POSTERN0104", "the text is nested too deeply"};
inline constexpr Code too_large{"POSTERN0105", "the text is larger than the limit"};
inline constexpr Code too_many_values{"POSTERN0106", "the text has more values than the limit"};
inline constexpr Code bad_encoding{"POSTERN0107", "the text is not UTF-8"};
inline constexpr Code bad_string{"POSTERN0108", "a string is malformed"};
inline constexpr Code bad_number{"POSTERN0109", "a number is malformed or out of range"};
inline constexpr Code text_ends{"POSTERN0110", "the text ends too early"};
inline constexpr Code yaml_syntax{"POSTERN0111", "the text is not YAML"};
inline constexpr Code yaml_anchor{"POSTERN0112", "YAML anchors and aliases are not allowed"};
inline constexpr Code yaml_documents{"POSTERN0113", "the file has several YAML documents"};
inline constexpr Code yaml_key{"POSTERN0114", "a YAML key is not a string"};
inline constexpr Code file_unreadable{"POSTERN0115", "a file cannot be read"};
inline constexpr Code gzip_damaged{"POSTERN0116", "a gzip file is damaged"};
inline constexpr Code bad_percent{"POSTERN0117", "percent-encoded text is malformed"};
inline constexpr Code long_string{"POSTERN0118", "a string is longer than the limit"};

// Snapshots.
inline constexpr Code unrecognised_input{"POSTERN0301", "the kind of an input is not recognised"};
inline constexpr Code unsupported_input{"POSTERN0302", "an input of this kind is not read yet"};
inline constexpr Code missing_member{"POSTERN0303", "a required member is missing"};
inline constexpr Code wrong_type{"POSTERN0304", "a value has the wrong type"};
inline constexpr Code unknown_member{"POSTERN0305", "a member is not known"};
inline constexpr Code bad_arn{"POSTERN0306", "an ARN is malformed or of the wrong kind"};
inline constexpr Code conflict{"POSTERN0307", "two documents say different things of one name"};
inline constexpr Code incomplete_input{"POSTERN0308", "an input does not contain everything"};
inline constexpr Code empty_input{"POSTERN0309", "a folder contains nothing to read"};
inline constexpr Code bad_value{"POSTERN0310", "a value is not one of those allowed"};
inline constexpr Code disagreement{"POSTERN0311", "a document contradicts what names it"};
inline constexpr Code bad_database{"POSTERN0312", "a database is damaged or not one that is read"};
inline constexpr Code different_dates{"POSTERN0313",
                                      "documents were collected at very different times"};
inline constexpr Code not_placed{"POSTERN0314", "nothing says what a file belongs to"};

/// Every code, in order.
inline constexpr std::array table{
    more_diagnostics,  json_syntax,      trailing_text, duplicate_key,  too_deep,
    too_large,         too_many_values,  bad_encoding,  bad_string,     bad_number,
    text_ends,         yaml_syntax,      yaml_anchor,   yaml_documents, yaml_key,
    file_unreadable,   gzip_damaged,     bad_percent,   long_string,    unrecognised_input,
    unsupported_input, missing_member,   wrong_type,    unknown_member, bad_arn,
    conflict,          incomplete_input, empty_input,   bad_value,      disagreement,
    bad_database,      different_dates,  not_placed,
};

}  // namespace postern::codes
