package dev.jobmill.store.memory;

import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Unique;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which job holds which unique key. Guarded by the lock of its [Shelves].
final class UniqueKeys {
  private final Map<Key, Hold> holds = new HashMap<>();
  private final Lines lines;

  UniqueKeys(Lines lines) {
    this.lines = lines;
  }

  record Key(String queue, String key) {
    static Key of(JobSpec spec, Unique unique) {
      return new Key(spec.queue(), unique.key().orElseThrow());
    }
  }

  /// @param until null for as long as its holder waits
  record Hold(Entry holder, @Nullable Instant until) {
    boolean isWithinWindow(Instant now) {
      return until != null && now.isBefore(until);
    }
  }

  @Nullable Hold of(JobSpec spec, Unique unique) {
    return holds.get(Key.of(spec, unique));
  }

  void take(Entry entry, Unique unique, @Nullable Instant until) {
    Hold before = set(Key.of(entry.spec, unique), new Hold(entry, until));
    if (before != null && before.holder != entry && before.holder.state.isEnd()) {
      keep(before.holder, before.holder.keepUntil);
    }
  }

  /// A job has ended, and stands in no line: it lets go of its key unless it has it for a time that
  /// is not over. Then it is kept for that long.
  void afterEnd(Entry entry, Unique unique, Instant now) {
    Key key = Key.of(entry.spec, unique);
    Hold hold = holds.get(key);
    if (hold == null || hold.holder != entry) {
      return;
    }
    if (hold.until == null || !hold.isWithinWindow(now)) {
      set(key, null);
    } else if (hold.until.isAfter(entry.pruneAt)) {
      entry.pruneAt = hold.until;
    }
  }

  /// A job is forgotten.
  void letGo(Entry entry, Unique unique) {
    Key key = Key.of(entry.spec, unique);
    Hold hold = holds.get(key);
    if (hold != null && hold.holder == entry) {
      set(key, null);
    }
  }

  /// As it was before.
  @Nullable Hold set(Key key, @Nullable Hold hold) {
    Hold before = hold == null ? holds.remove(key) : holds.put(key, hold);
    if (lines.trial != null) {
      lines.trial.keep(key, before);
    }
    return before;
  }

  private void keep(Entry entry, Instant until) {
    if (!entry.pruneAt.equals(until)) {
      lines.leave(entry);
      entry.pruneAt = until;
      lines.enter(entry);
    }
  }

  void clear() {
    holds.clear();
  }
}
