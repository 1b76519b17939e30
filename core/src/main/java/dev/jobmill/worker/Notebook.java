package dev.jobmill.worker;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Note;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Carries progress and log lines of runs to the store, a few times a second, however often
/// handlers tell. Stepped by a loop; [#hasNews] and [#flush] may be called by any thread.
final class Notebook {
  static final Duration PAUSE = Duration.ofMillis(200);
  private static final Duration UNTIL_WOKEN = Duration.ofHours(1);

  private final Claims claims;
  private final TimeSource time;
  private final Runnable onNews;
  private final Set<ActiveRun> withNews = ConcurrentHashMap.newKeySet();
  private volatile boolean hurried;
  private boolean carriedBefore;
  private long lastNanos;

  /// @param onNews called when there is something to carry after there was nothing
  Notebook(Claims claims, TimeSource time, Runnable onNews) {
    this.claims = claims;
    this.time = time;
    this.onNews = onNews;
  }

  void hasNews(ActiveRun run) {
    if (withNews.add(run)) {
      onNews.run();
    }
  }

  /// A handler waits for room in its log: the next step does not pause.
  void hurry() {
    hurried = true;
    onNews.run();
  }

  /// Carries everything that waits, unless it did so just now.
  Duration step() {
    Duration sinceLast = Duration.ofNanos(time.nanoTime() - lastNanos);
    if (carriedBefore && !hurried && sinceLast.compareTo(PAUSE) < 0) {
      return PAUSE.minus(sinceLast);
    }
    hurried = false;
    flush(withNews);
    carriedBefore = true;
    lastNanos = time.nanoTime();
    return withNews.isEmpty() ? UNTIL_WOKEN : PAUSE;
  }

  /// Carries what waits of these runs. Whoever reports a run does this first: afterwards the run
  /// may not write any more. One at a time, so that whoever comes second knows that nothing is
  /// under way.
  synchronized void flush(Collection<ActiveRun> runs) {
    List<ActiveRun> carried = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    for (ActiveRun run : runs) {
      // Removed first: news that come while the note is carried put it back in.
      if (withNews.remove(run)) {
        Note note = run.takeNote();
        if (note != null) {
          carried.add(run);
          notes.add(note);
        }
      }
    }
    if (notes.isEmpty()) {
      return;
    }
    try {
      List<Applied> answers = claims.note(notes);
      if (answers.size() != notes.size()) {
        throw new IllegalStateException("bug: the store answered for other notes");
      }
    } catch (StoreUnavailable away) {
      for (int i = 0; i < carried.size(); i++) {
        carried.get(i).putBack(notes.get(i));
        withNews.add(carried.get(i));
      }
      throw away;
    }
  }
}
