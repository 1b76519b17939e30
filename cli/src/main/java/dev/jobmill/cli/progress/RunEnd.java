package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.job.JobContext;
import org.jspecify.annotations.Nullable;

/// How a run's handler ended, in words. What becomes of the job is decided later and elsewhere.
///
/// @param word what happened
/// @param why the cause; empty when all is well
record RunEnd(String word, String why) {
  private static final int WHY_MAX = 300;
  private static final String FAILED = "failed";

  static RunEnd of(JobContext job, @Nullable Throwable error) {
    if (error == null) {
      return new RunEnd("completed", "");
    }
    return job.stopCause()
        .map(cause -> new RunEnd("stopped", cause.text()))
        .orElseGet(() -> new RunEnd(FAILED, message(error)));
  }

  /// Whether the handler failed by itself, so that the job may be tried again or ends as failed.
  boolean isFailure() {
    return word.equals(FAILED);
  }

  private static String message(Throwable error) {
    String message = error.getMessage();
    return OneLine.of(message == null ? error.getClass().getSimpleName() : message, WHY_MAX);
  }
}
