package dev.jobmill.store.memory;

import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.Reason;
import dev.jobmill.job.Unique;
import dev.jobmill.store.DependencyRule;
import dev.jobmill.store.Retention;
import dev.jobmill.store.UniqueRule;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How jobs end, what follows from it for those that come after them, and how ended jobs come back
/// or go for good. Guarded by the lock of its [Shelves].
final class Endings {
  /// The most followers that one operation tells of the ends that it makes.
  private static final int FOLLOWERS_PER_OPERATION = 1_000;

  private final Shelves shelves;
  private final Waiting waiting;
  private final Retention retention;
  private int room;
  private boolean following;

  Endings(Shelves shelves, Waiting waiting, Retention retention) {
    this.shelves = shelves;
    this.waiting = waiting;
    this.retention = retention;
  }

  void beginOperation() {
    room = FOLLOWERS_PER_OPERATION;
  }

  /// A waiting job ends.
  void end(Entry entry, JobState state, @Nullable Reason reason, Instant now) {
    shelves.lines.leave(entry);
    entry.reason = reason;
    enterEnded(entry, state, now);
  }

  void expire(Entry entry, Instant now) {
    end(entry, JobState.CANCELLED, Reason.EXPIRED, now);
  }

  /// Another job takes the key of one that waits.
  void replace(Entry entry, Instant now) {
    JobState from = entry.state;
    end(entry, JobState.CANCELLED, null, now);
    entry.addEvent(now, "unique", "replace", from);
  }

  /// One that comes after a job that has ended badly, and stands in no line.
  void enterEndedAfter(Entry entry, DependencyRule rule, JobId before, JobState end, Instant now) {
    entry.error = DependencyRule.failure(before, end);
    entry.reason = Reason.DEPENDENCY_FAILED;
    enterEnded(entry, rule.end(), now);
  }

  /// A job that stands in no line ends.
  void enterEnded(Entry entry, JobState state, Instant now) {
    entry.become(state);
    entry.lane = shelves.book.lane(entry.lane, false);
    entry.loneCrashes = 0;
    entry.startBy = null;
    entry.endedAt = now;
    entry.keepUntil = now.plus(retention.of(entry.spec.type(), state));
    entry.pruneAt = entry.keepUntil;
    if (!entry.edges.isEmpty()) {
      shelves.edges.part(entry);
      entry.edges = List.of();
    }
    Unique unique = entry.spec.unique().orElse(null);
    if (unique != null) {
      shelves.keys.afterEnd(entry, unique, now);
    }
    shelves.lines.enter(entry);
    shelves.news.ended(entry.spec.id());
    shelves.rates.ended(now);
    if (entry.followers != null) {
      shelves.edges.tellOf(entry, entry.followers);
      room -= follow(room, now);
    }
  }

  /// Tells jobs of the ends that they wait for; ends that follow from it included.
  ///
  /// @param limit how many at most
  /// @return how many were told
  int follow(int limit, Instant now) {
    if (following) {
      return 0;
    }
    following = true;
    int done = 0;
    while (done < limit) {
      Edge edge = shelves.edges.next();
      if (edge == null) {
        break;
      }
      decide(edge, now);
      done++;
    }
    following = false;
    if (shelves.edges.hasUndecided()) {
      shelves.news.pending();
    }
    return done;
  }

  private void decide(Edge edge, Instant now) {
    JobState end = edge.audience == null ? null : edge.audience.end;
    if (end == null) {
      throw new IllegalStateException("bug: " + edge.before.spec.id() + " has not ended");
    }
    DependencyRule rule = DependencyRule.of(edge.rule, end);
    if (rule != DependencyRule.MET) {
      shelves.lines.leave(edge.after);
      enterEndedAfter(edge.after, rule, edge.before.spec.id(), end, now);
    } else if (edge.after.unmet == 0) {
      waiting.release(edge.after, now);
    }
  }

  /// A person puts an ended job back.
  ///
  /// @return whether it was; not when another job holds its key
  boolean comeBack(Entry entry, Instant now) {
    Unique unique = entry.spec.unique().orElse(null);
    if (unique != null) {
      UniqueKeys.Hold hold = shelves.keys.of(entry.spec, unique);
      if (hold == null || hold.holder() != entry) {
        if (hold != null
            && UniqueRule.refusesRetry(unique, hold.holder().state, hold.isWithinWindow(now))) {
          return false;
        }
        shelves.keys.take(entry, unique, null);
      }
    }
    shelves.lines.leave(entry);
    if (entry.spec.deadline().isPresent()) {
      entry.spec = entry.spec.toBuilder().deadline(null).build();
    }
    entry.attempt = 0;
    entry.crashes = 0;
    entry.result = null;
    entry.error = null;
    entry.progress = null;
    entry.endedAt = null;
    entry.dueAt = now;
    waiting.enterQueue(entry, now);
    if (!entry.spec.after().isEmpty()) {
      entry.edges = Edges.decided(entry, shelves::find);
      shelves.edges.join(entry);
    }
    return true;
  }

  /// An ended job that no other one awaits goes for good.
  void forget(Entry entry) {
    shelves.lines.leave(entry);
    shelves.jobs.remove(entry.spec.id());
    shelves.asks.remove(entry);
    Unique unique = entry.spec.unique().orElse(null);
    if (unique != null) {
      shelves.keys.letGo(entry, unique);
    }
  }
}
