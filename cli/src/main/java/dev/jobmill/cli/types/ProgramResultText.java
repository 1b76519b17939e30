package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The result of `exec`: what the program printed goes where it would have gone without Jobmill.
public record ProgramResultText() implements ResultText {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public Shown of(Content result) {
    JsonNode tree = MAPPER.readTree(result.bytes());
    return new Shown(tree.path("stdout").asString(""), tree.path("stderr").asString(""));
  }
}
