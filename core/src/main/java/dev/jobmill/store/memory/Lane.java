package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Priority;
import dev.jobmill.store.Ranking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The queued jobs of one queue, type and version in the order of their rank, with the totals of
/// all jobs of that kind. Jobs that nobody handles stand in lanes of their own, so they are in
/// nobody's way; so do suspects. Each priority has a line of its own, so that the first of a line
/// is also the one that has been ready for longest. Guarded by the lock of its [Shelves].
final class Lane {
  static final Comparator<Entry> BY_RANK =
      (a, b) -> a.rank != b.rank ? Long.compare(a.rank, b.rank) : Long.compare(a.seq, b.seq);

  final Key key;
  final QueueBook.Queue queue;
  final QueueBook.Type type;
  private final Map<JobState, Total> totals = new EnumMap<>(JobState.class);
  private final List<Line> lines = new ArrayList<>(1);

  Lane(Key key, QueueBook.Queue queue, QueueBook.Type type) {
    this.key = key;
    this.queue = queue;
    this.type = type;
  }

  void add(Entry entry) {
    line(entry.spec.priority()).queued.add(entry);
  }

  void remove(Entry entry) {
    line(entry.spec.priority()).queued.remove(entry);
  }

  private Line line(Priority priority) {
    for (Line line : lines) {
      if (line.priority.equals(priority)) {
        return line;
      }
    }
    Line line = new Line(priority, new TreeSet<>(BY_RANK));
    lines.add(line);
    return line;
  }

  /// The next one to be claimed; null when none is queued.
  @Nullable Entry first() {
    Entry first = null;
    for (Line line : lines) {
      if (!line.queued.isEmpty()) {
        Entry candidate = line.queued.first();
        if (first == null || BY_RANK.compare(candidate, first) < 0) {
          first = candidate;
        }
      }
    }
    return first;
  }

  /// When the one that has been ready for longest became ready; null when none is queued.
  @Nullable Instant oldest(Ranking ranking) {
    Instant oldest = null;
    for (Line line : lines) {
      if (!line.queued.isEmpty()) {
        Instant ready = ranking.readyAt(line.queued.first().rank, line.priority);
        if (oldest == null || ready.isBefore(oldest)) {
          oldest = ready;
        }
      }
    }
    return oldest;
  }

  void forEachQueued(Consumer<Entry> action) {
    lines.forEach(line -> line.queued.forEach(action));
  }

  void count(JobState state, int change) {
    totals.computeIfAbsent(state, any -> new Total()).jobs += change;
    if (state.isWaiting()) {
      queue.waiting += change;
    }
  }

  long total(JobState state) {
    Total total = totals.get(state);
    return total == null ? 0 : total.jobs;
  }

  private static final class Total {
    long jobs;
  }

  private record Line(Priority priority, TreeSet<Entry> queued) {}

  /// @param suspect whether its jobs are suspects
  record Key(String queue, String type, int version, boolean suspect) {
    Key ofAnyVersion() {
      return new Key(queue, type, 0, false);
    }

    Key of(boolean suspects) {
      return new Key(queue, type, version, suspects);
    }
  }
}
