package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;

/// The queued jobs of one queue, type and version in the order of their rank, with the totals of
/// all jobs of that kind. Jobs that nobody handles stand in lanes of their own, so they are in
/// nobody's way. Guarded by the lock of its [Shelves].
final class Lane {
  final Key key;
  final TreeSet<Entry> queued = new TreeSet<>(Entry.BY_RANK);
  final Map<JobState, Long> totals = new EnumMap<>(JobState.class);

  Lane(Key key) {
    this.key = key;
  }

  record Key(String queue, String type, int version) {
    Key ofAnyVersion() {
      return new Key(queue, type, 0);
    }
  }
}
