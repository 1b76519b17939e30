package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The lines that jobs stand in, each in the order in which something is done to its first one, and
/// the totals. Where a job stands follows from its fields alone: whoever changes one of a job's
/// fields that count here takes it off its lines before and puts it back after. Guarded by the lock
/// of its [Shelves].
final class Lines {
  /// Pending jobs that become queued when their time has come.
  final TreeSet<Entry> due = new TreeSet<>(by(entry -> entry.dueAt));

  /// Waiting jobs that have never run and must start by some time.
  final TreeSet<Entry> deadlines = new TreeSet<>(by(Lines::startBy));

  /// Ended jobs that nothing but their time keeps.
  final TreeSet<Entry> prunable = new TreeSet<>(by(entry -> entry.pruneAt));

  /// What is told of every job before it changes; null when nobody wants to know.
  @Nullable Trial trial;

  private interface Time {
    Instant of(Entry entry);
  }

  private static Comparator<Entry> by(Time time) {
    return (a, b) -> {
      int order = time.of(a).compareTo(time.of(b));
      return order != 0 ? order : Long.compare(a.seq, b.seq);
    };
  }

  private static Instant startBy(Entry entry) {
    return entry.startBy == null ? Instant.MAX : entry.startBy;
  }

  void leave(Entry entry) {
    if (trial != null) {
      trial.keep(entry);
    }
    entry.lane.count(entry.state, -1);
    if (entry.state == JobState.QUEUED) {
      entry.lane.remove(entry);
    } else if (isDue(entry)) {
      due.remove(entry);
    } else if (isPrunable(entry)) {
      prunable.remove(entry);
    }
    if (entry.startBy != null) {
      deadlines.remove(entry);
    }
  }

  void enter(Entry entry) {
    entry.lane.count(entry.state, 1);
    if (entry.state == JobState.QUEUED) {
      entry.lane.add(entry);
    } else if (isDue(entry)) {
      due.add(entry);
    } else if (isPrunable(entry)) {
      prunable.add(entry);
    }
    if (entry.startBy != null) {
      deadlines.add(entry);
    }
  }

  private static boolean isDue(Entry entry) {
    return entry.state == JobState.PENDING && entry.reason != Reason.DEPENDENCIES;
  }

  private static boolean isPrunable(Entry entry) {
    return entry.state.isEnd() && entry.followers == null;
  }

  void clear() {
    due.clear();
    deadlines.clear();
    prunable.clear();
  }
}
