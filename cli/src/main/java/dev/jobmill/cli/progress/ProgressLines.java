package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.JobTable;
import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Spans;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Plain lines for what is not a terminal: each start, each end, and a run's progress at most every
/// few seconds. A failure is told here only when another attempt follows: the last one is told with
/// the job's end.
public final class ProgressLines implements RunWatch {
  private static final long PAUSE_NANOS = Duration.ofSeconds(5).toNanos();

  private final PrintStream err;
  private final Map<JobContext, Shown> runs = new ConcurrentHashMap<>();

  /// What is to be said when the job runs again; otherwise its end says it.
  private final Map<JobId, String> failures = new ConcurrentHashMap<>();

  private @Nullable Wait told;

  /// Writes to `err`.
  public ProgressLines(PrintStream err) {
    this.err = err;
  }

  @Override
  public void started(JobContext job, String label) {
    long now = System.nanoTime();
    Shown run = new Shown(OneLine.of(label), now, now);
    runs.put(job, run);
    String failure = failures.remove(job.id());
    if (failure != null) {
      err.println(failure);
    }
    String again = job.attempt() > 1 ? " (attempt " + job.attempt() + ")" : "";
    say("started", job, run.label + again);
  }

  @Override
  public void progressed(JobContext job, Progress progress) {
    Shown run = runs.get(job);
    long now = System.nanoTime();
    if (run != null && run.isDue(now)) {
      say("running", job, run.label + ": " + OneLine.of(JobTable.progress(progress)));
    }
  }

  @Override
  public void ended(JobContext job, @Nullable Throwable error) {
    Shown run = runs.remove(job);
    if (run != null) {
      RunEnd end = RunEnd.of(job, error);
      String took = Spans.of(Duration.ofNanos(System.nanoTime() - run.began));
      String why = end.why().isEmpty() ? "" : ": " + end.why();
      String line = line(end.word(), job, run.label + " after " + took + why);
      if (end.isFailure()) {
        failures.put(job.id(), line);
      } else {
        err.println(line);
      }
    }
  }

  /// Said once for each wait, where nothing runs.
  @Override
  public void waits(@Nullable Wait what) {
    if (what != null && runs.isEmpty() && what.isLong() && !what.isLike(told)) {
      told = what;
      err.println(what.text());
    }
  }

  private void say(String what, JobContext job, String more) {
    err.println(line(what, job, more));
  }

  private static String line(String what, JobContext job, String more) {
    return what + " " + job.id() + " " + job.type() + " " + more;
  }

  private static final class Shown {
    private final String label;
    private final long began;
    private long last;

    private Shown(String label, long began, long last) {
      this.label = label;
      this.began = began;
      this.last = last;
    }

    private synchronized boolean isDue(long now) {
      if (now - last < PAUSE_NANOS) {
        return false;
      }
      last = now;
      return true;
    }
  }
}
