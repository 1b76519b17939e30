package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.LogLine;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Counts.Rate;
import dev.jobmill.store.Counts.Total;
import dev.jobmill.store.Lookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lookup in a split store.
record SplitLookup(Halves halves) implements Lookup {
  private Stream<Lookup> lookups() {
    return halves.both().stream().map(half -> half.lookup());
  }

  @Override
  public Map<JobId, Job> find(Collection<JobId> ids) {
    Map<JobId, Job> found = new HashMap<>();
    lookups().forEach(lookup -> found.putAll(lookup.find(ids)));
    return found;
  }

  @Override
  public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
    return lookups()
        .flatMap(lookup -> lookup.list(filter, before, limit).stream())
        .sorted(Comparator.comparing(Job::id).reversed())
        .limit(limit)
        .toList();
  }

  @Override
  public Counts count() {
    Counts a = halves.first().lookup().count();
    Counts b = halves.second().lookup().count();
    List<Total> totals = new ArrayList<>(a.totals());
    totals.addAll(b.totals());
    Map<String, Instant> oldest = new HashMap<>(a.oldestQueued());
    oldest.putAll(b.oldestQueued());
    return new Counts(
        totals, oldest, sum(a.lastMinute(), b.lastMinute()), sum(a.lastHour(), b.lastHour()));
  }

  private static Rate sum(Rate a, Rate b) {
    return new Rate(a.submitted() + b.submitted(), a.ended() + b.ended());
  }

  @Override
  public List<Attempt> attempts(JobId id) {
    return fromWhereItIs(lookup -> lookup.attempts(id));
  }

  @Override
  public List<LogLine> log(JobId id, int last) {
    return fromWhereItIs(lookup -> lookup.log(id, last));
  }

  @Override
  public List<JobEvent> events(JobId id) {
    return fromWhereItIs(lookup -> lookup.events(id));
  }

  private <T> List<T> fromWhereItIs(Function<Lookup, List<T>> look) {
    return lookups().flatMap(lookup -> look.apply(lookup).stream()).toList();
  }
}
