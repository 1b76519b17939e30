package dev.jobmill.process;

import dev.jobmill.job.JobmillException;
import org.jspecify.annotations.Nullable;

/// The program of a job could not be started or ended with another status than 0.
public final class ProgramFailed extends JobmillException {
  private static final long serialVersionUID = 1L;

  ProgramFailed(String message) {
    this(message, null);
  }

  ProgramFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
