package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.process.DeclaredProgram;
import dev.jobmill.process.Program;
import java.util.List;
import java.util.Map;

/// A job type that the settings declare: a program which is given the payload.
final class DeclaredType {
  private static final Content EMPTY = Content.json("{}");

  private DeclaredType() {}

  /// @param name the type's name
  /// @param argv the program and its arguments
  /// @param locale the locale that it gets
  static KnownType<Content, Content> of(String name, List<String> argv, OwnLocale locale) {
    Program program = new Program(argv, null, Map.of(), null).withDefaults(locale.variables());
    return new KnownType<>(
        DeclaredProgram.type(name),
        output -> new DeclaredProgram(program),
        (inputs, folder) -> payloads(name, inputs),
        payload -> "",
        result -> new ResultText.Shown(result.text() + "\n", ""));
  }

  private static List<Content> payloads(String name, List<String> inputs) {
    if (!inputs.isEmpty()) {
      throw new InvalidRequest(
          "job type " + name + " takes no INPUT here: give its payload with --payload");
    }
    return List.of(EMPTY);
  }
}
