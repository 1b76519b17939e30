package dev.jobmill.process;

import dev.jobmill.job.JobmillException;
import org.jspecify.annotations.Nullable;

/// The JVM that ran a handler ended before the handler did: out of memory, a crash, a kill, an
/// exit. The attempt has failed, and nothing else was harmed.
public final class ChildDied extends JobmillException {
  private static final long serialVersionUID = 1L;

  ChildDied(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
