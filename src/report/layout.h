// Lines of limited width. Internal to the layer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace postern::report {

constexpr std::size_t page_width = 100;

/// The number of columns `utf8` takes, a code point one column.
std::size_t columns(std::string_view utf8);
/// `text`, filled up with spaces to `width` columns.
std::string padded(std::string_view text, std::size_t width);
/// `text` with control characters shown as `\x1b`: what a document says must not drive a terminal.
std::string printable(std::string_view text);
/// `text`, made printable, broken at spaces into lines of at most `width` columns; a longer word
/// stands alone, so that paths and ARNs can be copied.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

/// Text in which each line starts at a column of its own choice.
class Page {
 public:
  /// `label` in its own column of `label_width`, and beside it each of `texts`, wrapped.
  void entry(std::size_t indent, std::string_view label, std::size_t label_width,
             const std::vector<std::string>& texts);
  /// `text`, wrapped; later lines `hanging` columns further in.
  void paragraph(std::size_t indent, std::string_view text, std::size_t hanging = 0);
  void blank() { text_ += '\n'; }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace postern::report
