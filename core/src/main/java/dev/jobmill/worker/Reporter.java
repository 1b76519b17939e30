package dev.jobmill.worker;

import dev.jobmill.store.Applied;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Brings the outcomes of runs to the store, as many at once as came while the last ones were being
/// committed. What the store cannot take now is held until it can. Stepped by a loop; [#report],
/// [#release] and [#drop] may be called by any thread.
final class Reporter {
  private static final int BATCH_MAX = 5_000;
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final Claims claims;
  private final Notebook notebook;
  private final Map<RunKey, ActiveRun> runs;
  private final Runnable onNews;
  private final Runnable onStored;
  private final RunNotices notices;
  private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
  private final Deque<Finished> held = new ArrayDeque<>();
  private int batchMax = BATCH_MAX;

  /// @param runs the worker's runs: one is taken out when its outcome is stored
  /// @param onNews called when there is something to report
  /// @param onStored called when outcomes have been stored, so that there is room for more runs
  /// @param notices is told of them
  Reporter(
      Claims claims,
      Notebook notebook,
      Map<RunKey, ActiveRun> runs,
      Runnable onNews,
      Runnable onStored,
      RunNotices notices) {
    this.claims = claims;
    this.notebook = notebook;
    this.runs = runs;
    this.onNews = onNews;
    this.onStored = onStored;
    this.notices = notices;
  }

  void report(ActiveRun run, Outcome outcome) {
    finished.add(new Finished.Reported(run, outcome));
    onNews.run();
  }

  void release(ActiveRun run) {
    finished.add(new Finished.Released(run));
    onNews.run();
  }

  /// The run has lost its job: there is nobody to report to.
  void drop(ActiveRun run) {
    runs.remove(run.key());
    onNews.run();
  }

  /// Brings what waits; throws when the store is away, and then holds on to it. A batch that failed
  /// is halved, and what fails alone goes to the end of the line: one outcome that the store cannot
  /// take keeps no other from being stored.
  Duration step() {
    while (held.size() < batchMax) {
      Finished next = finished.poll();
      if (next == null) {
        break;
      }
      held.addLast(next);
    }
    if (held.isEmpty()) {
      return UNTIL_WOKEN;
    }
    List<Finished> batch = held.stream().limit(batchMax).toList();
    try {
      bring(batch);
    } catch (RuntimeException | Error failed) {
      if (batch.size() == 1) {
        held.addLast(held.removeFirst());
      }
      batchMax = Math.max(1, batch.size() / 2);
      throw failed;
    }
    batch.forEach(done -> held.removeFirst());
    batchMax = Math.min(BATCH_MAX, 2 * batchMax);
    return held.isEmpty() && finished.isEmpty() ? UNTIL_WOKEN : Duration.ZERO;
  }

  private void bring(List<Finished> batch) {
    List<ActiveRun> ending = batch.stream().map(Finished::run).toList();
    notebook.flush(ending);
    List<Report> reports = new ArrayList<>();
    List<RunKey> releases = new ArrayList<>();
    try (RunNotices.Batch told = notices.batch()) {
      for (Finished one : batch) {
        switch (one) {
          case Finished.Reported(ActiveRun run, Outcome outcome) -> {
            reports.add(new Report(run.key(), outcome));
            told.reported(run, outcome);
          }
          case Finished.Released(ActiveRun run) -> {
            releases.add(run.key());
            told.released(run);
          }
        }
      }
      // Both may be repeated: when the second fails, the first is sent again and answered alike.
      List<Applied> reported = reports.isEmpty() ? List.of() : claims.report(reports);
      List<Applied> released = releases.isEmpty() ? List.of() : claims.release(releases);
      told.stored(reported, released);
    }
    ending.forEach(run -> runs.remove(run.key()));
    onStored.run();
  }

  private sealed interface Finished {
    ActiveRun run();

    record Reported(ActiveRun run, Outcome outcome) implements Finished {}

    record Released(ActiveRun run) implements Finished {}
  }
}
