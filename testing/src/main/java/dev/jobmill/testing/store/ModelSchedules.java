package dev.jobmill.testing.store;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Recurrence;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Firing;
import dev.jobmill.store.Registration;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The model's schedules: a list that is searched from end to end.
final class ModelSchedules implements Schedules {
  private static final Duration IDLE = Duration.ofMinutes(1);
  private static final Comparator<Recurrence> BY_NAME =
      Comparator.comparing(Recurrence::name).thenComparing(schedule -> schedule.template().queue());

  private final ModelState state;
  private final ModelEnds ends;
  private final List<Recurrence> schedules = new ArrayList<>();

  ModelSchedules(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
  }

  private Optional<Recurrence> find(Key key) {
    return schedules.stream().filter(one -> Key.of(one).equals(key)).findFirst();
  }

  private Recurrence keep(Recurrence schedule) {
    schedules.removeIf(one -> Key.of(one).equals(Key.of(schedule)));
    schedules.add(schedule);
    schedules.sort(BY_NAME);
    return schedule;
  }

  @Override
  public List<Recurrence> put(List<Put> said) {
    return state.locked(() ->
        said.stream()
            .map(put -> keep(Registration.put(find(put.key()).orElse(null), put, state.now())))
            .toList());
  }

  @Override
  public List<Boolean> pause(List<Key> keys, boolean paused) {
    return state.locked(() -> {
      List<Recurrence> changed =
          keys.stream()
              .flatMap(key -> find(key).stream())
              .map(there -> Registration.pause(there, paused, state.now()))
              .toList();
      changed.forEach(this::keep);
      return keys.stream().map(key -> find(key).isPresent()).toList();
    });
  }

  @Override
  public List<Boolean> remove(List<Key> keys) {
    return state.locked(() ->
        keys.stream().map(key -> schedules.removeIf(one -> Key.of(one).equals(key))).toList());
  }

  @Override
  public List<Recurrence> find(Collection<String> names) {
    return state.locked(
        () -> schedules.stream().filter(one -> names.contains(one.name())).toList());
  }

  @Override
  public List<Recurrence> list(@Nullable Key after, int limit) {
    return state.locked(() ->
        schedules.stream()
            .filter(one -> after == null || isAfter(Key.of(one), after))
            .limit(limit)
            .toList());
  }

  private static boolean isAfter(Key key, Key other) {
    int names = key.name().compareTo(other.name());
    return names > 0 || (names == 0 && key.queue().compareTo(other.queue()) > 0);
  }

  @Override
  public Upkeep.Pass fire(int limit) {
    return state.locked(() -> {
      Instant now = state.now();
      int done = 0;
      for (Optional<Recurrence> due = firstDue(now); due.isPresent(); due = firstDue(now)) {
        if (done >= limit) {
          return new Upkeep.Pass(done, Duration.ZERO);
        }
        Firing firing = decide(due.get(), now, limit - done).orElseThrow();
        Recurrence after = firing.apply(due.get());
        for (Instant at : firing.instants()) {
          AdmitGroup alone =
              new AdmitGroup(after.template().queue(), List.of(Firing.job(after, at)));
          after = Firing.after(after, at, new ModelGroup(state, ends).admit(alone));
        }
        keep(after);
        done += Math.max(1, firing.instants().size());
      }
      return new Upkeep.Pass(done, untilNext(now));
    });
  }

  private Optional<Recurrence> firstDue(Instant now) {
    return schedules.stream()
        .filter(one -> decide(one, now, 1).isPresent())
        .min(
            Comparator.comparing((Recurrence one) -> wake(one).orElseThrow())
                .thenComparing(BY_NAME));
  }

  private Duration untilNext(Instant now) {
    return schedules.stream()
        .flatMap(one -> wake(one).stream())
        .filter(at -> at.isAfter(now))
        .map(at -> Duration.between(now, at))
        .min(Comparator.naturalOrder())
        .orElse(IDLE);
  }

  private static Optional<Instant> wake(Recurrence schedule) {
    return Firing.wake(schedule);
  }

  private static Optional<Firing> decide(Recurrence schedule, Instant now, int most) {
    try {
      return Firing.decide(schedule, now, most);
    } catch (InvalidRequest unreadable) {
      return Optional.empty();
    }
  }
}
