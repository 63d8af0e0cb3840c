// Writes YAML: mappings, lists and comments, in block style.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace postern::document {

/// Text is UTF-8 without control characters; it comes back from parse_yaml as it was.
class YamlWriter {
 public:
  YamlWriter();
  ~YamlWriter();

  void begin_mapping();
  void end_mapping();
  void begin_list();
  void end_list();
  /// The key of the value that comes next.
  void key(std::string_view name);
  /// A string, in quotes where YAML might take it for something else.
  void text(std::string_view value);
  void number(int value);
  /// A line of its own, before what comes next.
  void comment(std::string_view line);
  /// What was written, with a line feed at its end.
  std::string take();

 private:
  struct Emitter;
  std::unique_ptr<Emitter> emitter_;
};

}  // namespace postern::document
