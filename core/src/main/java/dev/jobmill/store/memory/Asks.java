package dev.jobmill.store.memory;

import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The runs whose stack somebody waits for. Guarded by the lock of its [Shelves].
final class Asks {
  private record Ask(int run, Instant at) {}

  private final Map<Entry, Ask> open = new HashMap<>();

  void add(Entry entry, Instant now) {
    open.values().removeIf(ask -> isOver(ask, now));
    open.put(entry, new Ask(entry.run, now));
  }

  void remove(Entry entry) {
    open.remove(entry);
  }

  void clear() {
    open.clear();
  }

  /// Those that this worker is to answer.
  Set<RunKey> of(String worker, Instant now) {
    if (open.isEmpty()) {
      return Set.of();
    }
    Set<RunKey> asked = new HashSet<>();
    open.forEach((entry, ask) -> {
      if (worker.equals(entry.worker) && entry.run == ask.run() && !isOver(ask, now)) {
        asked.add(new RunKey(entry.spec.queue(), entry.spec.id(), ask.run()));
      }
    });
    return asked;
  }

  private static boolean isOver(Ask ask, Instant now) {
    return !now.isBefore(ask.at().plus(Stacks.ASK_LASTS));
  }
}
