package dev.jobmill.process;

import dev.jobmill.job.JobContext;

/// Is given what programs print while they run, byte for byte and all of it, beside the job's log.
/// Called by several threads at once, one for each stream of each program; what it throws ends up
/// in nobody's hands, so it throws nothing. A program waits while its output is taken.
@FunctionalInterface
public interface ProgramOutput {
  /// Takes nothing.
  ProgramOutput NONE = (job, stream, bytes, count) -> {};

  /// A program has printed.
  ///
  /// @param job the run that it belongs to
  /// @param stream where it printed
  /// @param bytes what it printed; to be read during this call only
  /// @param count how many of `bytes` count, from the first on
  void printed(JobContext job, Stream stream, byte[] bytes, int count);

  /// Where a program prints.
  enum Stream {
    /// Its standard output.
    STDOUT,
    /// Its standard error.
    STDERR
  }
}
