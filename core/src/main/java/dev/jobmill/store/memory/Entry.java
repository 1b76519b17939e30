package dev.jobmill.store.memory;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One job as the store has it: the only mutable form of a job. Guarded by the lock of its
/// [Shelves] and moved by them alone, because their lines are ordered by the values here.
final class Entry {
  static final Comparator<Entry> BY_RANK =
      (a, b) -> a.rank != b.rank ? Long.compare(a.rank, b.rank) : Long.compare(a.seq, b.seq);
  static final Comparator<Entry> BY_DUE =
      Comparator.<Entry, Instant>comparing(entry -> entry.dueAt)
          .thenComparingLong(entry -> entry.seq);
  static final Comparator<Entry> BY_KEEP =
      Comparator.<Entry, Instant>comparing(entry -> entry.keepUntil)
          .thenComparingLong(entry -> entry.seq);

  final long seq;
  final JobSpec spec;
  final Lane lane;
  final Instant submittedAt;
  final List<Attempt> attempts = new ArrayList<>(1);
  final List<LogLine> log = new ArrayList<>(0);
  final List<JobEvent> events = new ArrayList<>(0);

  JobState state = JobState.PENDING;
  @Nullable Reason reason;
  long rank;
  Instant dueAt;
  int attempt;
  int run;
  int crashes;
  @Nullable Instant startedAt;
  @Nullable Instant endedAt;
  Instant keepUntil = Instant.MAX;
  @Nullable MemoryWorker runner;
  @Nullable String worker;
  long claimId;
  @Nullable Instant unnamedAt;

  /// The run that ended by its own report last; none has the number -1.
  int reportedRun = -1;

  int lastLine;
  @Nullable Progress progress;
  @Nullable Content result;
  @Nullable Failure error;

  Entry(long seq, JobSpec spec, Lane lane, Instant now) {
    this.seq = seq;
    this.spec = spec;
    this.lane = lane;
    this.submittedAt = now;
    this.dueAt = spec.due().from(now);
  }

  Job snapshot() {
    return Job.builder(spec, state, submittedAt)
        .reason(reason)
        .attempt(attempt)
        .run(run)
        .crashes(crashes)
        .dueAt(dueAt)
        .startedAt(startedAt)
        .endedAt(endedAt)
        .worker(worker)
        .progress(progress)
        .result(result)
        .error(error)
        .build();
  }

  /// The run that is going on, as an attempt that ends (or does not yet end) as told.
  Attempt currentAttempt(
      Attempt.Outcome outcome, @Nullable Instant end, @Nullable Failure failure) {
    if (worker == null || startedAt == null) {
      throw new IllegalStateException("bug: " + spec.id() + " has not been claimed");
    }
    return new Attempt(run, attempt, worker, startedAt, end, outcome, failure);
  }
}
