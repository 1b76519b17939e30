package dev.jobmill.benchmarks;

import java.nio.file.Path;

/// A job system as it is measured: with the same jobs, in a JVM of its own.
interface Peer {
  /// Submits no-op jobs with the standard payload in bulk, then works them off.
  ///
  /// @param file where the system may keep its data; not there yet, in a folder of its own
  Phases run(Path file, int jobs) throws Exception;

  /// The settings that it runs with, for people.
  String settings();
}
