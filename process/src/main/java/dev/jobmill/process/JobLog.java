package dev.jobmill.process;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.LogLine;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts what a program prints into its job's log. Thread-safe.
final class JobLog {
  private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);

  private final JobContext job;
  private final AtomicInteger lines = new AtomicInteger();
  private volatile boolean refused;

  JobLog(JobContext job) {
    this.job = job;
  }

  void stdout(String line) {
    write(LogLine.Level.INFO, line);
  }

  void stderr(String line) {
    write(LogLine.Level.WARN, line);
  }

  /// Stops writing one line after the limit: that one makes the log say that lines are missing, and
  /// a program that prints gigabytes need not be turned into text only to be dropped.
  private void write(LogLine.Level level, String line) {
    if (refused || lines.get() > LogLine.LINES_PER_RUN_MAX) {
      return;
    }
    lines.incrementAndGet();
    try {
      job.log(level, line);
    } catch (RuntimeException e) {
      // The program must go on being read, or it would wait for ever with its pipe full.
      refused = true;
      LOG.warn("the log of job {} takes no more lines: {}", job.id(), e.toString());
    }
  }
}
