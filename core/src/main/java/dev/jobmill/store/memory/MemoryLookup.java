package dev.jobmill.store.memory;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Looks at jobs.
final class MemoryLookup implements Lookup {
  private static final JobState[] STATES = JobState.values();

  private final Shelves shelves;

  MemoryLookup(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public Map<JobId, Job> find(Collection<JobId> ids) {
    return shelves.read(() -> {
      Map<JobId, Job> found = new HashMap<>();
      for (JobId id : ids) {
        Entry entry = shelves.jobs.get(id);
        if (entry != null) {
          found.put(id, entry.snapshot());
        }
      }
      return found;
    });
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    if (limit < 1 || limit > PAGE_SIZE_MAX) {
      throw new IllegalArgumentException("a page of " + limit + ": use 1 to " + PAGE_SIZE_MAX);
    }
    return new ListWalk(shelves, filter, before, limit).page();
  }

  @Override
  public Counts count() {
    return shelves.read(() -> {
      Instant now = shelves.now();
      return new Counts(
          totals(),
          oldestQueued(),
          shelves.rates.over(Duration.ofMinutes(1), now),
          shelves.rates.over(Duration.ofHours(1), now));
    });
  }

  private List<Counts.Total> totals() {
    Map<Counts.Total, Long> sums = new LinkedHashMap<>();
    for (Lane lane : shelves.book.lanes()) {
      for (JobState state : STATES) {
        if (lane.total(state) > 0) {
          sums.merge(
              new Counts.Total(lane.key.queue(), lane.key.type(), state, 0),
              lane.total(state),
              Long::sum);
        }
      }
    }
    return sums.entrySet().stream()
        .map(sum ->
            new Counts.Total(
                sum.getKey().queue(), sum.getKey().type(), sum.getKey().state(), sum.getValue()))
        .toList();
  }

  private Map<String, Instant> oldestQueued() {
    Map<String, Instant> oldest = new HashMap<>();
    for (Lane lane : shelves.book.lanes()) {
      Instant ready = lane.oldest(shelves.ranking);
      if (ready != null) {
        oldest.merge(lane.key.queue(), ready, (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    return oldest;
  }

  @Override
  public List<Attempt> attempts(JobId id) {
    return shelves.read(() -> {
      Entry entry = shelves.jobs.get(id);
      if (entry == null) {
        return List.of();
      }
      List<Attempt> attempts = new ArrayList<>(entry.attempts);
      if (entry.state.isRunning()) {
        attempts.add(entry.currentAttempt(Attempt.Outcome.RUNNING, null, null));
      }
      return attempts;
    });
  }

  @Override
  public List<LogLine> log(JobId id, int last) {
    return shelves.read(() -> {
      Entry entry = shelves.jobs.get(id);
      if (entry == null) {
        return List.of();
      }
      int size = entry.log.size();
      return List.copyOf(entry.log.subList(Math.max(0, size - last), size));
    });
  }

  @Override
  public List<JobEvent> events(JobId id) {
    return shelves.read(() -> {
      Entry entry = shelves.jobs.get(id);
      return entry == null ? List.of() : List.copyOf(entry.events);
    });
  }
}
