package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Progress;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A bar per running job, redrawn in place at the bottom of a terminal, so that runs never wait for
/// the terminal. Everything else that is printed meanwhile must come through [#beside].
public final class ProgressBars implements RunWatch {
  private static final int ROWS_MAX = 12;

  private final PrintStream err;
  private final Frame frame;
  private final Redrawn lines;
  private final Map<JobContext, Run> runs = new LinkedHashMap<>();

  /// What is to be said when the job runs again; otherwise its end says it.
  private final Map<JobId, String> failures = new ConcurrentHashMap<>();

  private @Nullable Wait wait;
  private int ended;
  private int all;

  /// Starts to draw.
  ///
  /// @param err the terminal
  /// @param coloured whether colours may be used
  public ProgressBars(PrintStream err, Terminal terminal, boolean coloured) {
    this.err = err;
    this.frame = frame(terminal, coloured);
    this.lines = Redrawn.start(err, this::picture);
  }

  /// A frame that leaves room for other lines.
  public static Frame frame(Terminal terminal, boolean coloured) {
    int rows = Math.clamp(terminal.rows() - 2, 1, ROWS_MAX);
    return new Frame(terminal.columns(), rows, coloured);
  }

  private List<String> picture() {
    synchronized (runs) {
      long now = System.nanoTime();
      List<Frame.Bar> bars = runs.values().stream().map(run -> run.bar(now)).toList();
      Wait waited = bars.isEmpty() ? wait : null;
      return frame.lines(bars, ended, all, waited == null ? "" : waited.text());
    }
  }

  @Override
  public void beside(Runnable print) {
    lines.beside(print);
  }

  @Override
  public void waits(@Nullable Wait what) {
    synchronized (runs) {
      wait = what;
    }
  }

  @Override
  public void started(JobContext job, String label) {
    String failure = failures.remove(job.id());
    if (failure != null) {
      beside(() -> err.println(failure));
    }
    synchronized (runs) {
      runs.put(job, new Run(OneLine.of(label), System.nanoTime()));
    }
  }

  @Override
  public void progressed(JobContext job, Progress progress) {
    synchronized (runs) {
      Run run = runs.get(job);
      if (run != null) {
        run.progress = progress;
      }
    }
  }

  @Override
  public void ended(JobContext job, @Nullable Throwable error) {
    Run run;
    synchronized (runs) {
      run = runs.remove(job);
    }
    RunEnd end = RunEnd.of(job, error);
    if (run == null || end.why().isEmpty()) {
      return;
    }
    String line = end.word() + " " + run.label + ": " + end.why();
    if (end.isFailure()) {
      failures.put(job.id(), line);
    } else {
      beside(() -> err.println(line));
    }
  }

  @Override
  public void overall(int endedNow, int inAll) {
    synchronized (runs) {
      ended = endedNow;
      all = inAll;
    }
  }

  @Override
  public void finish() {
    lines.close();
  }

  private static final class Run {
    private final String label;
    private final long began;
    private @Nullable Progress progress;

    private Run(String label, long began) {
      this.label = label;
      this.began = began;
    }

    private Frame.Bar bar(long now) {
      Progress known = progress;
      return new Frame.Bar(
          label,
          Duration.ofNanos(now - began),
          known == null ? null : known.fraction(),
          known == null || known.message() == null ? null : OneLine.of(known.message()));
    }
  }
}
