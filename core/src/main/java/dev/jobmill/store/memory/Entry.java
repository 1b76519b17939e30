package dev.jobmill.store.memory;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Progress;
import dev.jobmill.job.Reason;
import dev.jobmill.store.Stacks.LiveStack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One job as the store has it: the only mutable form of a job. Guarded by the lock of its
/// [Shelves]. What an order of [Lines] or [Lane] depends on is changed only between [Lines#leave]
/// and [Lines#enter]. What few jobs have is made when a job has it.
final class Entry {
  private static final int BY_MAX = 200;

  final long seq;
  final Instant submittedAt;
  Lane lane;

  /// As it was submitted, but for the priority and the deadline, which are as they are now.
  JobSpec spec;

  JobState state = JobState.PENDING;
  @Nullable Reason reason;
  long rank;
  Instant dueAt;

  /// When its first run must have started; null when it has, or when it need not.
  @Nullable Instant startBy;

  int attempt;
  int run;
  int crashes;

  /// Those while it was alone in its worker, since it last ended a run by itself.
  int loneCrashes;

  @Nullable Instant startedAt;
  @Nullable Instant endedAt;

  /// When its retention is over.
  Instant keepUntil = Instant.MAX;

  /// When it may be pruned: later than [#keepUntil] while it holds a key for a time.
  Instant pruneAt = Instant.MAX;

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

  /// The jobs that it comes after, while it has not ended.
  List<Edge> edges = List.of();

  /// How many of its edges are not decided.
  int unmet;

  /// The jobs that come after it, while one of them has not ended.
  @Nullable Followers followers;

  /// The attachments of its latest run.
  @Nullable Outputs outputs;

  /// What the thread of a run was doing when somebody asked.
  @Nullable LiveStack stack;

  /// What the steps of all its runs have given.
  @Nullable StepBook steps;

  List<Attempt> attempts = List.of();
  List<LogLine> log = List.of();
  List<JobEvent> events = List.of();

  Entry(long seq, JobSpec spec, Lane lane, Instant now) {
    this.seq = seq;
    this.lane = lane;
    this.submittedAt = now;
    this.dueAt = spec.due().from(now);
    Due deadline = spec.deadline().orElse(null);
    if (deadline == null) {
      this.spec = spec;
    } else {
      this.startBy = deadline.from(now);
      this.spec = spec.toBuilder().deadline(new Due.At(startBy)).build();
    }
  }

  /// Whether its deadline has passed before its first run.
  boolean hasExpired(Instant now) {
    return startBy != null && !now.isBefore(startBy);
  }

  void become(JobState next) {
    state = state.to(next);
  }

  void addAttempt(Attempt ended) {
    attempts = attempts.isEmpty() ? new ArrayList<>(1) : attempts;
    attempts.add(ended);
  }

  void addLine(LogLine line) {
    log = log.isEmpty() ? new ArrayList<>() : log;
    log.add(line);
  }

  void addEvent(Instant now, String by, String what, JobState from) {
    String who = by.length() > BY_MAX ? by.substring(0, BY_MAX) : by;
    events = events.isEmpty() ? new ArrayList<>(1) : events;
    events.add(new JobEvent(now, who, what, from, state));
  }

  Job snapshot() {
    Job.Builder job =
        Job.builder(shownSpec(), state, submittedAt)
            .reason(reason)
            .attempt(attempt)
            .run(run)
            .crashes(crashes)
            .suspect(lane.key.suspect())
            .dueAt(dueAt)
            .startedAt(startedAt)
            .endedAt(endedAt)
            .worker(worker)
            .progress(progress)
            .result(result)
            .error(error);
    return (outputs == null ? job : job.attachments(outputs.finished())).build();
  }

  private JobSpec shownSpec() {
    boolean atOnce = dueAt.equals(submittedAt);
    if (atOnce && spec.due().equals(Due.NOW)) {
      return spec;
    }
    return spec.toBuilder().due(atOnce ? Due.NOW : new Due.At(dueAt)).build();
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
