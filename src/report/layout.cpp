#include "report/layout.h"

#include <algorithm>

namespace postern::report {

std::string printable(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool c1 = byte == 0xc2 && next >= 0x80 && next < 0xa0;  // U+0080 to U+009F
    const unsigned code = c1 ? next : byte;
    if (byte < 0x20 || byte == 0x7f || c1) {
      out += "\\x";
      out += digits[code >> 4];
      out += digits[code & 0xf];
      if (c1) ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::size_t columns(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string padded(std::string_view text, std::size_t width) {
  std::string out(text);
  const std::size_t used = columns(text);
  if (used < width) out.append(width - used, ' ');
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  const std::string shown = printable(text);
  std::vector<std::string> lines;
  std::string line;
  std::size_t start = 0;
  while (start <= shown.size()) {
    const std::size_t end = std::min(shown.find(' ', start), shown.size());
    const std::string word = shown.substr(start, end - start);
    if (start != 0 && columns(line) + 1 + columns(word) <= width) {
      line += ' ' + word;
    } else {
      if (start != 0) lines.push_back(line);
      line = word;
    }
    start = end + 1;
  }
  lines.push_back(line);
  return lines;
}

void Page::entry(std::size_t indent, std::string_view label, std::size_t label_width,
                 const std::vector<std::string>& texts) {
  const std::size_t at = indent + label_width;
  std::string start = std::string(indent, ' ') + padded(label, label_width);
  for (const std::string& each : texts) {
    for (const std::string& line : wrap(each, page_width > at ? page_width - at : 1)) {
      text_ += start + line + '\n';
      start = std::string(at, ' ');
    }
  }
}

void Page::paragraph(std::size_t indent, std::string_view text, std::size_t hanging) {
  std::size_t at = indent;
  for (const std::string& line : wrap(text, page_width - indent - hanging)) {
    text_ += std::string(at, ' ') + line + '\n';
    at = indent + hanging;
  }
}

}  // namespace postern::report
