package dev.jobmill.store.memory;

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
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What makes jobs by itself. Guarded by the lock of its [Shelves].
final class MemorySchedules implements Schedules {
  private static final Logger LOG = LoggerFactory.getLogger(MemorySchedules.class);
  private static final Duration FAR = Duration.ofMinutes(1);

  private static final Comparator<Key> BY_NAME =
      Comparator.comparing(Key::name).thenComparing(Key::queue);

  /// When a schedule is to be looked at.
  private record Wake(Instant at, Recurrence schedule) {
    private Key key() {
      return Key.of(schedule);
    }
  }

  private final Shelves shelves;
  private final NavigableMap<Key, Recurrence> schedules = new TreeMap<>(BY_NAME);
  private final NavigableSet<Wake> wakes =
      new TreeSet<>(Comparator.comparing(Wake::at).thenComparing(Wake::key, BY_NAME));

  /// Of which it was said that they cannot be read.
  private final Set<Key> told = new HashSet<>();

  MemorySchedules(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public List<Recurrence> put(List<Put> said) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      List<Recurrence> changed =
          said.stream().map(put -> Registration.put(schedules.get(put.key()), put, now)).toList();
      changed.forEach(this::keep);
      return changed;
    });
  }

  private void keep(Recurrence schedule) {
    Recurrence before = schedules.put(Key.of(schedule), schedule);
    if (before != null) {
      wake(before).ifPresent(wakes::remove);
    }
    wake(schedule).ifPresent(wakes::add);
    shelves.news.pending();
  }

  private static Optional<Wake> wake(Recurrence schedule) {
    return Firing.wake(schedule).map(at -> new Wake(at, schedule));
  }

  @Override
  public List<Boolean> pause(List<Key> keys, boolean paused) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      List<Recurrence> changed = new ArrayList<>();
      for (Key key : keys) {
        Recurrence there = schedules.get(key);
        if (there != null) {
          changed.add(Registration.pause(there, paused, now));
        }
      }
      changed.forEach(this::keep);
      return keys.stream().map(schedules::containsKey).toList();
    });
  }

  @Override
  public List<Boolean> remove(List<Key> keys) {
    return shelves.write(() -> keys.stream().map(this::remove).toList());
  }

  private boolean remove(Key key) {
    Recurrence gone = schedules.remove(key);
    if (gone != null) {
      wake(gone).ifPresent(wakes::remove);
    }
    return gone != null;
  }

  @Override
  public List<Recurrence> find(Collection<String> names) {
    return shelves.read(() ->
        names.stream()
            .distinct()
            .sorted()
            .flatMap(name ->
                schedules.tailMap(new Key("", name)).values().stream()
                    .takeWhile(schedule -> schedule.name().equals(name)))
            .toList());
  }

  @Override
  public List<Recurrence> list(@Nullable Key after, int limit) {
    return shelves.read(() ->
        (after == null ? schedules : schedules.tailMap(after, false))
            .values().stream().limit(limit).toList());
  }

  @Override
  public Upkeep.Pass fire(int limit) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      int done = 0;
      Wake unreadable = null;
      while (true) {
        Wake wake = unreadable == null ? first() : wakes.higher(unreadable);
        if (wake == null) {
          return new Upkeep.Pass(done, FAR);
        }
        if (wake.at.isAfter(now)) {
          Duration wait = Duration.between(now, wake.at);
          return new Upkeep.Pass(done, wait.compareTo(FAR) > 0 ? FAR : wait);
        }
        if (done >= limit) {
          return new Upkeep.Pass(done, Duration.ZERO);
        }
        Optional<Firing> firing = decide(wake.schedule, now, limit - done);
        if (firing.isEmpty()) {
          unreadable = wake;
        } else {
          keep(fire(wake.schedule, firing.get(), now));
          done += Math.max(1, firing.get().instants().size());
        }
      }
    });
  }

  private @Nullable Wake first() {
    return wakes.isEmpty() ? null : wakes.first();
  }

  private Optional<Firing> decide(Recurrence schedule, Instant now, int most) {
    try {
      return Firing.decide(schedule, now, most);
    } catch (InvalidRequest unreadable) {
      if (told.add(Key.of(schedule))) {
        LOG.warn("schedule {} is left to others: {}", schedule.name(), unreadable.getMessage());
      }
      return Optional.empty();
    }
  }

  private Recurrence fire(Recurrence schedule, Firing firing, Instant now) {
    Recurrence after = firing.apply(schedule);
    for (Instant instant : firing.instants()) {
      AdmitGroup alone =
          new AdmitGroup(schedule.template().queue(), List.of(Firing.job(schedule, instant)));
      after = Firing.after(after, instant, Intake.admit(shelves, alone, now));
    }
    return after;
  }
}
