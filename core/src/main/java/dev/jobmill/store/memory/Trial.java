package dev.jobmill.store.memory;

import dev.jobmill.job.Failure;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A group that is being taken in, job by job, each as if the ones before were there for good: and
/// how all of it is taken back when one of them is refused. Only what existed before and is changed
/// by a group costs anything here. Guarded by the lock of its [Shelves].
final class Trial {
  private final Shelves shelves;
  private final Instant now;
  private final QueueBook.Size size;
  private final long lastSeq;
  private final List<Entry> added = new ArrayList<>();
  private @Nullable Map<Entry, Image> images;
  private @Nullable Deque<HeldBefore> held;

  private record HeldBefore(UniqueKeys.Key key, UniqueKeys.@Nullable Hold hold) {}

  /// What an end, a release or a move between lines can change of a waiting or ended job.
  private record Image(
      Lane lane,
      int loneCrashes,
      JobState state,
      @Nullable Reason reason,
      long rank,
      @Nullable Instant startBy,
      @Nullable Instant endedAt,
      Instant keepUntil,
      Instant pruneAt,
      @Nullable Failure error,
      List<JobEvent> events,
      List<Edge> edges,
      List<Edge> undecided,
      @Nullable Audience audience) {
    static Image of(Entry entry) {
      return new Image(
          entry.lane,
          entry.loneCrashes,
          entry.state,
          entry.reason,
          entry.rank,
          entry.startBy,
          entry.endedAt,
          entry.keepUntil,
          entry.pruneAt,
          entry.error,
          List.copyOf(entry.events),
          entry.edges,
          entry.edges.stream().filter(edge -> !edge.decided).toList(),
          entry.followers == null ? null : entry.followers.waiting);
    }

    void restore(Entry entry) {
      entry.lane = lane;
      entry.loneCrashes = loneCrashes;
      entry.state = state;
      entry.reason = reason;
      entry.rank = rank;
      entry.startBy = startBy;
      entry.endedAt = endedAt;
      entry.keepUntil = keepUntil;
      entry.pruneAt = pruneAt;
      entry.error = error;
      entry.events = events.isEmpty() ? List.of() : new ArrayList<>(events);
      entry.edges = edges;
      undecided.forEach(edge -> edge.decided = false);
    }
  }

  private Trial(Shelves shelves, Instant now) {
    this.shelves = shelves;
    this.now = now;
    this.size = shelves.book.size();
    this.lastSeq = shelves.lastSeq();
  }

  static Trial begin(Shelves shelves, Instant now) {
    Trial trial = new Trial(shelves, now);
    shelves.lines.trial = trial;
    return trial;
  }

  void added(Entry entry) {
    added.add(entry);
  }

  /// A job is about to change.
  void keep(Entry entry) {
    if (entry.seq <= lastSeq) {
      images = images == null ? new LinkedHashMap<>() : images;
      if (!images.containsKey(entry)) {
        images.put(entry, Image.of(entry));
      }
    }
  }

  /// A key has changed hands.
  void keep(UniqueKeys.Key key, UniqueKeys.@Nullable Hold before) {
    held = held == null ? new ArrayDeque<>() : held;
    held.push(new HeldBefore(key, before));
  }

  void letIn() {
    shelves.lines.trial = null;
  }

  void takeBack() {
    shelves.lines.trial = null;
    added.reversed().forEach(this::vanish);
    if (images != null) {
      images.forEach(this::restore);
    }
    if (held != null) {
      held.forEach(before -> shelves.keys.set(before.key, before.hold));
    }
    shelves.book.shrinkTo(size);
  }

  private void vanish(Entry entry) {
    shelves.edges.part(entry);
    shelves.lines.leave(entry);
    shelves.jobs.remove(entry.spec.id());
    shelves.rates.notSubmitted(now);
    if (entry.state.isEnd()) {
      shelves.rates.notEnded(now);
    }
  }

  private void restore(Entry entry, Image image) {
    if (entry.state.isEnd() && !image.state.isEnd()) {
      shelves.rates.notEnded(now);
    }
    shelves.edges.part(entry);
    shelves.lines.leave(entry);
    image.restore(entry);
    shelves.lines.enter(entry);
    shelves.edges.join(entry);
    if (image.audience != null && !entry.state.isEnd()) {
      shelves.edges.takeBack(entry, image.audience);
    }
  }
}
