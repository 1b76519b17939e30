package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Rate;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The model's lookup: counts by counting.
final class ModelLookup implements Lookup {
  private final ModelState state;

  ModelLookup(ModelState state) {
    this.state = state;
  }

  @Override
  public Map<JobId, Job> find(Collection<JobId> ids) {
    return state.locked(() -> {
      Map<JobId, Job> found = new HashMap<>();
      for (JobId id : ids) {
        state.byId(id).ifPresent(one -> found.put(id, one.job));
      }
      return found;
    });
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return state.locked(() ->
        state.jobs.stream()
            .map(one -> one.job)
            .filter(filter::matches)
            .filter(job -> before == null || job.id().compareTo(before) < 0)
            .sorted(Comparator.comparing(Job::id).reversed())
            .limit(limit)
            .toList());
  }

  @Override
  public Counts count() {
    return state.locked(() -> {
      Map<Total, Long> totals = new HashMap<>();
      Map<String, Instant> oldest = new HashMap<>();
      for (ModelJob one : state.jobs) {
        Job job = one.job;
        totals.merge(new Total(job.queue(), job.type(), job.state(), 0), 1L, Long::sum);
        if (job.state() == JobState.QUEUED) {
          oldest.merge(job.queue(), one.readyAt, (a, b) -> a.isBefore(b) ? a : b);
        }
      }
      return new Counts(
          totals.entrySet().stream().map(entry -> total(entry.getKey(), entry.getValue())).toList(),
          oldest,
          rate(Duration.ofMinutes(1)),
          rate(Duration.ofHours(1)));
    });
  }

  private static Total total(Total kind, long jobs) {
    return new Total(kind.queue(), kind.type(), kind.state(), jobs);
  }

  private Rate rate(Duration span) {
    Instant from = state.now().minus(span);
    return new Rate(
        state.submissions.stream().filter(from::isBefore).count(),
        state.endTimes.stream().filter(from::isBefore).count());
  }

  @Override
  public List<Attempt> attempts(JobId id) {
    return state.locked(() -> state.byId(id).map(ModelJob::attempts).orElse(List.of()));
  }

  @Override
  public List<LogLine> log(JobId id, int last) {
    return state.locked(() ->
        state
            .byId(id)
            .map(one -> one.log.stream().skip(Math.max(0, one.log.size() - last)).toList())
            .orElse(List.of()));
  }

  @Override
  public List<JobEvent> events(JobId id) {
    return state.locked(() -> state.byId(id).map(one -> List.copyOf(one.events)).orElse(List.of()));
  }
}
