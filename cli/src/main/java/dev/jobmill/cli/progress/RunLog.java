package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Spans;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Log lines of a worker: each start and each end of a run. They are logged on the run's thread, so
/// they carry the job's id, type, attempt and queue.
public final class RunLog implements RunWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  private final Map<JobContext, Long> began = new ConcurrentHashMap<>();

  /// A watch that has seen nothing yet.
  public RunLog() {}

  @Override
  public void started(JobContext job, String label) {
    began.put(job, System.nanoTime());
    LOG.info("started {}", OneLine.of(label));
  }

  @Override
  public void progressed(JobContext job, Progress progress) {}

  @Override
  public void ended(JobContext job, @Nullable Throwable error) {
    long now = System.nanoTime();
    Long start = began.remove(job);
    String took = Spans.of(Duration.ofNanos(start == null ? 0 : now - start));
    RunEnd end = RunEnd.of(job, error);
    switch (end.word()) {
      case "completed" -> LOG.info("completed after {}", took);
      case "stopped" -> LOG.info("stopped after {}: {}", took, end.why());
      default -> LOG.warn("failed after {}: {}", took, end.why());
    }
  }
}
