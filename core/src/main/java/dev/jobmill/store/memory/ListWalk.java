package dev.jobmill.store.memory;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One page of jobs, newest first. Where few jobs can match, and the store has them in lines of
/// their own, these are sorted; otherwise the ids are walked from the newest on until the page is
/// full, in strides, so that no look keeps others waiting for long.
final class ListWalk {
  /// Ids that are walked in one look.
  private static final int STRIDE = 5_000;

  /// Up to this many jobs are sorted in one look.
  private static final long FEW = 5_000;

  private static final Set<JobState> IN_LINES =
      EnumSet.of(JobState.QUEUED, JobState.PROCESSING, JobState.CANCELLING);

  private final Shelves shelves;
  private final EntryFilter filter;
  private final Set<JobState> states;
  private final int limit;
  private final List<Job> page = new ArrayList<>();
  private @Nullable JobId before;

  ListWalk(Shelves shelves, JobFilter filter, @Nullable JobId before, int limit) {
    this.shelves = shelves;
    this.filter = new EntryFilter(filter);
    this.states = filter.states();
    this.before = before;
    this.limit = limit;
  }

  List<Job> page() {
    boolean full = shelves.read(this::begin);
    while (!full) {
      full = shelves.read(this::walk);
    }
    return page;
  }

  private boolean begin() {
    long possible = 0;
    long running = 0;
    for (Lane lane : shelves.book.lanes()) {
      running += lane.total(JobState.PROCESSING) + lane.total(JobState.CANCELLING);
      if (filter.wants(lane)) {
        for (JobState state : states) {
          possible += lane.total(state);
        }
      }
    }
    if (possible == 0) {
      return true;
    }
    boolean few = possible <= FEW && running <= FEW && IN_LINES.containsAll(states);
    return few ? sort() : walk();
  }

  private boolean sort() {
    List<Entry> found = new ArrayList<>();
    if (states.contains(JobState.QUEUED)) {
      for (Lane lane : shelves.book.lanes()) {
        if (filter.wants(lane)) {
          lane.forEachQueued(entry -> addTo(found, entry));
        }
      }
    }
    for (MemoryWorker worker : shelves.workers.values()) {
      worker.runs.forEach(entry -> addTo(found, entry));
    }
    found.sort(Comparator.comparing((Entry entry) -> entry.spec.id()).reversed());
    found.stream().limit(limit).map(Entry::snapshot).forEach(page::add);
    return true;
  }

  private void addTo(Collection<Entry> found, Entry entry) {
    boolean asked = before == null || entry.spec.id().compareTo(before) < 0;
    if (asked && filter.matches(entry)) {
      found.add(entry);
    }
  }

  /// @return whether the page is as full as it can be
  private boolean walk() {
    NavigableMap<JobId, Entry> rest =
        before == null ? shelves.jobs : shelves.jobs.headMap(before, false);
    int walked = 0;
    for (Entry entry : rest.descendingMap().values()) {
      if (filter.matches(entry)) {
        page.add(entry.snapshot());
      }
      if (page.size() == limit) {
        return true;
      }
      if (++walked == STRIDE) {
        before = entry.spec.id();
        return false;
      }
    }
    return true;
  }
}
