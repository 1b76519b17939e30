package dev.jobmill.worker;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.store.Outcome;
import org.jspecify.annotations.Nullable;

/// Hears of the begin and the end of runs, on the threads that they happen on.
interface RunTrace {
  /// Nobody looks at this run.
  Span NONE = (outcome, cause) -> {};

  /// A run begins.
  Span begin(Job job);

  /// Java Flight Recorder where this JVM has it: reduced ones may not.
  static RunTrace ofThisJvm() {
    return ModuleLayer.boot().findModule("jdk.jfr").isPresent() ? new FlightTrace() : job -> NONE;
  }

  /// A run that is looked at.
  interface Span {
    /// It has ended.
    ///
    /// @param outcome what its handler made of it; null when it is given back
    /// @param cause why it was told to stop; null when it was not
    void end(@Nullable Outcome outcome, @Nullable StopCause cause);
  }
}
