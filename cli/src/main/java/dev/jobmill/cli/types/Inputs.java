package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import java.nio.file.Path;
import java.util.List;

/// How the INPUTs of a command line become payloads.
@FunctionalInterface
public interface Inputs {
  /// The payloads, one per job.
  ///
  /// @param inputs what was written after the type; may be empty
  /// @param folder where the user stands
  /// @throws dev.jobmill.job.InvalidRequest when no job can be made of them
  List<Content> payloads(List<String> inputs, Path folder);

  /// Whether the INPUTs are what stands after `--`, and nothing else.
  default boolean onlyAfterDashes() {
    return false;
  }
}
