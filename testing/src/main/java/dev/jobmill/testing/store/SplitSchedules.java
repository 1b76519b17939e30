package dev.jobmill.testing.store;

import dev.jobmill.job.Recurrence;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep.Pass;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Schedules of a split store: each is where its queue is.
record SplitSchedules(Halves halves) implements Schedules {
  @Override
  public List<Recurrence> put(List<Put> schedules) {
    return halves.route(
        schedules, put -> put.key().queue(), (half, own) -> half.schedules().put(own));
  }

  @Override
  public List<Boolean> pause(List<Key> schedules, boolean paused) {
    return halves.route(schedules, Key::queue, (half, own) -> half.schedules().pause(own, paused));
  }

  @Override
  public List<Boolean> remove(List<Key> schedules) {
    return halves.route(schedules, Key::queue, (half, own) -> half.schedules().remove(own));
  }

  @Override
  public List<Recurrence> find(Collection<String> names) {
    return merged(halves.both().stream().flatMap(half -> half.schedules().find(names).stream()))
        .toList();
  }

  @Override
  public List<Recurrence> list(@Nullable Key after, int limit) {
    return merged(
            halves.both().stream().flatMap(half -> half.schedules().list(after, limit).stream()))
        .limit(limit)
        .toList();
  }

  private static Stream<Recurrence> merged(Stream<Recurrence> schedules) {
    return schedules.sorted(
        Comparator.comparing(Recurrence::name)
            .thenComparing(schedule -> schedule.template().queue()));
  }

  @Override
  public Pass fire(int limit) {
    int done = 0;
    Duration next = Duration.ofDays(1);
    for (JobStore half : halves.both()) {
      if (done == limit) {
        // Whether there is more in the other half is not known.
        return new Pass(done, Duration.ZERO);
      }
      Pass part = half.schedules().fire(limit - done);
      done += part.done();
      next = part.next().compareTo(next) < 0 ? part.next() : next;
    }
    return new Pass(done, next);
  }
}
