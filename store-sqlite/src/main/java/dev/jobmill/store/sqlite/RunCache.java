package dev.jobmill.store.sqlite;

import dev.jobmill.job.JobId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where the rows of runs are that this process has claimed, so that the common report needs no
/// look-up by id. Only a hint: every statement that uses it checks id, run and state. Belongs to
/// the writer's thread.
final class RunCache {
  private static final int MOST = 200_000;

  /// The place of a run.
  record Place(long seq, int lane, int run) {}

  private final Map<JobId, Place> places = new HashMap<>();

  void put(JobId id, Place place) {
    if (places.size() >= MOST) {
      places.clear();
    }
    places.put(id, place);
  }

  @Nullable Place take(JobId id) {
    return places.remove(id);
  }
}
