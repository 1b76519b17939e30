package dev.jobmill.worker;

import dev.jobmill.job.Job;
import java.util.Map;
import org.slf4j.MDC;

/// Everything runs on the thread of whoever steps the worker, and is over when the step is. Belongs
/// to that thread.
final class CallingThread implements RunThreads {
  private long started;

  /// How many runs have been started so far.
  long started() {
    return started;
  }

  @Override
  public void start(Job job, boolean computes, Runnable work) {
    started++;
    // A run leaves nothing behind on a thread that is not its own.
    Map<String, String> context = MDC.getCopyOfContextMap();
    boolean interrupted = Thread.interrupted();
    try {
      work.run();
    } finally {
      Thread.interrupted();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (context != null) {
        MDC.setContextMap(context);
      }
    }
  }

  @Override
  public void atStop(Job job, Runnable actions) {
    actions.run();
  }
}
