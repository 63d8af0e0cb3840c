#include "document/yaml_writer.h"

#include <string>
#include <vector>

#include "document/document.h"
#include "support/catch.h"

namespace postern::document {
namespace {

TEST_CASE("what is written in YAML is what is read") {
  const std::vector<std::string> texts{"plain",
                                       "a/b-c_d.json",
                                       "111122223333",
                                       "012345678901",
                                       "true",
                                       "No",
                                       "null",
                                       "",
                                       " ",
                                       "a: b",
                                       "# x",
                                       "a #b",
                                       "- a",
                                       "{a}",
                                       "'\"\\",
                                       "*a",
                                       "&a",
                                       "!a",
                                       "%2F",
                                       "@a",
                                       "é",
                                       "1e3",
                                       ".5",
                                       "~",
                                       "arn:aws:sqs:eu-west-1:111122223333:q",
                                       std::string(300, 'x')};
  YamlWriter yaml;
  yaml.comment("first");
  yaml.comment("second");
  yaml.begin_mapping();
  yaml.key("version");
  yaml.number(1);
  yaml.key("empty");
  yaml.begin_list();
  yaml.end_list();
  yaml.key("texts");
  yaml.begin_list();
  for (const std::string& text : texts) {
    yaml.begin_mapping();
    yaml.key("text");
    yaml.text(text);
    yaml.end_mapping();
  }
  yaml.end_list();
  yaml.end_mapping();
  const std::string written = yaml.take();
  CAPTURE(written);
  CHECK(written.starts_with("# first\n# second\n"));
  CHECK(written.find("text: plain\n") != std::string::npos);
  const Document document = parse_yaml("x.yaml", written);
  CHECK(document.root().find("version")->text() == "1");
  CHECK(document.root().find("empty")->size() == 0);
  const std::vector<Node> read = document.root().find("texts")->elements();
  REQUIRE(read.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Node text = *read[i].find("text");
    REQUIRE(text.is(Kind::String));
    CHECK(text.text() == texts[i]);
  }
}

}  // namespace
}  // namespace postern::document
