package dev.jobmill.testing.store;

import dev.jobmill.job.Recurrence;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps schedules where others keep them. Extend it to change an operation.
public class ForwardingSchedules implements Schedules {
  private final Schedules to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingSchedules(Schedules to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingSchedules(Schedules to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public List<Recurrence> put(List<Put> schedules) {
    return passage.pass("putSchedules", () -> to.put(schedules));
  }

  @Override
  public List<Boolean> pause(List<Key> schedules, boolean paused) {
    return passage.pass("pauseSchedules", () -> to.pause(schedules, paused));
  }

  @Override
  public List<Boolean> remove(List<Key> schedules) {
    return passage.pass("removeSchedules", () -> to.remove(schedules));
  }

  @Override
  public List<Recurrence> find(Collection<String> names) {
    return passage.pass("findSchedules", () -> to.find(names));
  }

  @Override
  public List<Recurrence> list(@Nullable Key after, int limit) {
    return passage.pass("listSchedules", () -> to.list(after, limit));
  }

  @Override
  public Upkeep.Pass fire(int limit) {
    return passage.pass("fire", () -> to.fire(limit));
  }
}
