package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The INPUTs are a program and its arguments: one job, which runs it where the user stands.
public record ProgramInputs() implements Inputs {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public List<Content> payloads(List<String> inputs, Path folder) {
    if (inputs.isEmpty() || inputs.getFirst().isBlank()) {
      throw new InvalidRequest(
          "exec has no program: write it after --, such as 'jobmill run exec -- ls -l'");
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidRequest(
          "the working folder '"
              + folder
              + "' cannot be named in UTF-8, and a job can keep nothing else: cd to another one");
    }
    ObjectNode program = MAPPER.createObjectNode();
    ArrayNode argv = program.putArray("argv");
    inputs.forEach(argv::add);
    program.put("cwd", folder.toAbsolutePath().toString());
    return List.of(Content.json(program.toString()));
  }

  @Override
  public boolean onlyAfterDashes() {
    return true;
  }
}
