package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// Each INPUT is a file; each becomes one job with its absolute path. A mistyped name is found
/// here, before anything is submitted.
///
/// @param type the type, for messages
public record FileInputs(String type) implements Inputs {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @Override
  public List<Content> payloads(List<String> inputs, Path folder) {
    if (inputs.isEmpty()) {
      throw new InvalidRequest(type + " has nothing to do: name at least one FILE");
    }
    return inputs.stream().map(input -> payload(file(input, folder))).toList();
  }

  private static Content payload(Path file) {
    return Content.json(MAPPER.createObjectNode().put("path", file.toString()).toString());
  }

  private static Path file(String input, Path folder) {
    try {
      Path file = folder.resolve(input).toAbsolutePath();
      if (input.isEmpty() || !Files.exists(file)) {
        throw new InvalidRequest("file '" + input + "' does not exist: name one that does");
      }
      if (!Files.isRegularFile(file)) {
        throw new InvalidRequest("'" + input + "' is not a file: name files only");
      }
      if (!Files.isReadable(file)) {
        throw new InvalidRequest("file '" + input + "' may not be read by you: chmod it");
      }
      return straight(file);
    } catch (InvalidPathException impossible) {
      throw new InvalidRequest(
          "file '" + input + "' is not a path here: " + impossible.getReason(), impossible);
    }
  }

  /// Without `.` and `..`, unless a link makes that another file.
  private static Path straight(Path file) {
    Path straight = file.normalize();
    try {
      return Files.isSameFile(file, straight) ? straight : file;
    } catch (IOException gone) {
      return file;
    }
  }
}
