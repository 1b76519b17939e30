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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A bar per running job, redrawn in place at the bottom of a terminal by a thread of its own, so
/// that runs never wait for the terminal. Everything else that is printed meanwhile must come
/// through [#beside].
public final class ProgressBars implements RunWatch {
  private static final long REDRAW_MILLIS = 150;
  private static final int ROWS_MAX = 12;
  private static final String CLEAR_BELOW = "\r\u001b[J";

  private final PrintStream err;
  private final Frame frame;
  private final Map<JobContext, Run> runs = new LinkedHashMap<>();

  /// What is to be said when the job runs again; otherwise its end says it.
  private final Map<JobId, String> failures = new ConcurrentHashMap<>();

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object screen = new Object();
  private int drawn;
  private int ended;
  private int all;

  private ProgressBars(PrintStream err, Frame frame) {
    this.err = err;
    this.frame = frame;
  }

  /// Starts to draw.
  ///
  /// @param err the terminal
  /// @param coloured whether colours may be used
  public static ProgressBars start(PrintStream err, Terminal terminal, boolean coloured) {
    int rows = Math.clamp(terminal.rows() - 2, 1, ROWS_MAX);
    ProgressBars bars = new ProgressBars(err, new Frame(terminal.columns(), rows, coloured));
    Thread.ofPlatform().daemon().name("jobmill-bars").start(bars::drawUntilClosed);
    return bars;
  }

  private void drawUntilClosed() {
    try {
      while (!closed.await(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
        draw();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    synchronized (screen) {
      List<String> lines = picture();
      StringBuilder text = new StringBuilder(erasing());
      lines.forEach(line -> text.append(line).append('\n'));
      drawn = lines.size();
      err.print(text);
      err.flush();
    }
  }

  private List<String> picture() {
    synchronized (runs) {
      long now = System.nanoTime();
      List<Frame.Bar> bars = runs.values().stream().map(run -> run.bar(now)).toList();
      return frame.lines(bars, ended, all);
    }
  }

  private String erasing() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A" + CLEAR_BELOW;
  }

  @Override
  public void beside(Runnable print) {
    synchronized (screen) {
      err.print(erasing());
      err.flush();
      drawn = 0;
      print.run();
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
    closed.countDown();
    synchronized (screen) {
      err.print(erasing());
      err.flush();
      drawn = 0;
      synchronized (runs) {
        runs.clear();
        all = 0;
      }
    }
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
