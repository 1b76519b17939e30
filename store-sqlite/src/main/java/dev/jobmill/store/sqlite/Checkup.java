package dev.jobmill.store.sqlite;

import dev.jobmill.store.sqlite.Finding.Level;
import java.nio.file.Path;
import java.util.List;

/// What [SqliteDoctor] has found.
///
/// @param file the store; absolute
/// @param findings in the order in which they were looked at; never empty
public record Checkup(Path file, List<Finding> findings) {
  /// Copies the list.
  public Checkup {
    findings = List.copyOf(findings);
  }

  /// The worst level of all findings.
  public Level worst() {
    return findings.stream().map(Finding::level).max(Level::compareTo).orElse(Level.OK);
  }
}
