// Small text functions every layer needs. ASCII only: IAM folds nothing else (AMB-31).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern {

/// `text` with A-Z folded to a-z.
std::string ascii_lower(std::string_view text);
/// Equality up to ASCII case.
bool equals_ignoring_case(std::string_view a, std::string_view b);
/// The pieces between the first `limit - 1` occurrences of `separator` and the rest.
std::vector<std::string_view> split(std::string_view text, char separator, std::size_t limit);
/// `parts` with `separator` between them.
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// True for a well-formed AWS account id: exactly twelve digits.
bool is_account_id(std::string_view text);
/// The code points of UTF-8 `text`. Malformed bytes become themselves plus 0x110000, so that any
/// two different byte strings stay different.
std::u32string decode_utf8(std::string_view text);
/// The inverse of decode_utf8.
std::string encode_utf8(std::u32string_view text);
/// Lower-case hexadecimal SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);

}  // namespace postern
