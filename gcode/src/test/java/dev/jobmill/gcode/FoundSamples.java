package dev.jobmill.gcode;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The folder of real files of other people, which are not part of the project: named by the system
/// property `jobmill.gcode.samples`, or `shared/gcode` beside some folder above this module.
final class FoundSamples {
  private FoundSamples() {}

  private static Optional<Path> folder() {
    String named = System.getProperty("jobmill.gcode.samples");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    Path above = Path.of("").toAbsolutePath();
    while (above != null) {
      Path candidate = above.resolve("shared/gcode");
      if (Files.isDirectory(candidate)) {
        return Optional.of(candidate);
      }
      above = above.getParent();
    }
    return Optional.empty();
  }

  /// A file of the folder; without the folder the test is skipped.
  static Path file(String name) {
    Optional<Path> folder = folder();
    assumeTrue(
        folder.isPresent(),
        "skipped: no folder shared/gcode with real G-code files; name one with"
            + " -Djobmill.gcode.samples=FOLDER");
    return folder.orElseThrow().resolve(name);
  }

  static GcodeReport read(String name) throws IOException {
    return read(file(name));
  }

  static GcodeReport read(Path file) throws IOException {
    return GcodeAnalyzer.analyze(file, (bytes, total) -> {});
  }
}
