package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Reason;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.Ranking;
import dev.jobmill.store.Stacks.LiveStack;
import dev.jobmill.testing.store.ModelAttachments.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A job of the model: a snapshot that is replaced at each move, and what belongs to it.
final class ModelJob {
  final long sequence;
  final List<Attempt> ended = new ArrayList<>();
  final List<LogLine> log = new ArrayList<>();
  int lastLine;
  final List<JobEvent> events = new ArrayList<>();

  /// The jobs that it still has to wait for.
  final Set<ModelJob> openEdges = new HashSet<>();

  /// The attachments of its latest run, by name.
  final Map<String, Written> written = new TreeMap<>();

  /// What its steps have given, in the order in which they were kept.
  final SequencedMap<String, Content> steps = new LinkedHashMap<>();

  Job job;
  Instant readyAt;
  Instant keepUntil = Instant.MAX;
  long claimId;

  /// While it is a suspect: its crashes while nothing else ran in its worker.
  int loneCrashes;

  /// Its worker was found dead with other runs.
  boolean diedBesideOthers;

  int reportedRun = -1;
  @Nullable Instant unnamedSince;
  ModelStacks.@Nullable Ask ask;
  @Nullable LiveStack stack;

  ModelJob(long sequence, Job job, Instant now) {
    this.sequence = sequence;
    this.job = job;
    this.readyAt = now;
  }

  long rank(Ranking ranking) {
    return ranking.rank(job.priority(), readyAt);
  }

  boolean isRunBy(String worker) {
    return job.state().isRunning() && job.worker().filter(worker::equals).isPresent();
  }

  void queue(Instant ready) {
    readyAt = ready;
    job = job.toBuilder().state(JobState.QUEUED).reason(null).build();
  }

  /// It waits for no other job any more.
  void becomeReady(Instant now) {
    if (job.dueAt().isAfter(now)) {
      job = job.toBuilder().state(JobState.PENDING).reason(Reason.SCHEDULED).build();
    } else {
      queue(now);
    }
  }

  void prioritise(Priority priority) {
    replaceSpec(job.spec().toBuilder().priority(priority).build());
  }

  void reschedule(Instant due, Instant now) {
    boolean later = due.isAfter(now);
    if (job.state() == JobState.QUEUED && !later) {
      return;
    }
    job = job.toBuilder().dueAt(due).build();
    if (job.reason().filter(reason -> reason == Reason.DEPENDENCIES).isPresent()) {
      return;
    }
    if (!later) {
      queue(now);
    } else if (job.reason().filter(reason -> reason == Reason.RETRY).isEmpty()) {
      job = job.toBuilder().state(JobState.PENDING).reason(Reason.SCHEDULED).build();
    }
  }

  /// Whether its deadline for a first start has passed.
  boolean hasExpired(Instant now) {
    return job.state().isWaiting()
        && job.run() == 0
        && job.deadline().filter(deadline -> !deadline.isAfter(now)).isPresent();
  }

  void expire(Instant now) {
    job = job.toBuilder().state(JobState.CANCELLED).reason(Reason.EXPIRED).endedAt(now).build();
  }

  void claim(String worker, long claim, Instant now) {
    lastLine = 0;
    claimId = claim;
    unnamedSince = null;
    diedBesideOthers = false;
    written.clear();
    job =
        job.toBuilder()
            .attachments(List.of())
            .state(JobState.PROCESSING)
            .run(job.run() + 1)
            .attempt(job.attempt() + 1)
            .worker(worker)
            .startedAt(now)
            .progress(null)
            .build();
  }

  void cancelWaiting(Instant now) {
    job = job.toBuilder().state(JobState.CANCELLED).reason(null).endedAt(now).build();
    suspect(false);
  }

  private void suspect(boolean is) {
    job = job.toBuilder().suspect(is).build();
    loneCrashes = is ? loneCrashes : 0;
  }

  void retryByHand(Instant now) {
    replaceSpec(job.spec().toBuilder().deadline(null).build());
    job =
        job.toBuilder()
            .attempt(0)
            .crashes(0)
            .result(null)
            .error(null)
            .progress(null)
            .endedAt(null)
            .dueAt(now)
            .build();
    queue(now);
  }

  void crash(Instant now) {
    job = job.toBuilder().crashes(job.crashes() + 1).build();
    loneCrashes += diedBesideOthers ? 0 : 1;
    apply(
        NextStep.afterCrash(job.state(), job.crashes(), loneCrashes, job.spec().atMostOnce()), now);
  }

  void apply(NextStep step, Instant now) {
    ended.add(currentRun(step.attempt(), now, step));
    Job.Builder next =
        job.toBuilder()
            .state(step.state())
            .reason(step.reason())
            .error(step.errorAfter(job.error().orElse(null)))
            .attempt(step.givesAttemptBack() ? job.attempt() - 1 : job.attempt());
    if (step.state() == JobState.PENDING) {
      next.dueAt(now.plus(step.delay()));
    }
    if (step.state().isEnd()) {
      next.endedAt(now).result(step.result());
    }
    job = next.build();
    switch (step.suspicion()) {
      case RAISED -> suspect(true);
      case LIFTED -> suspect(false);
      case AS_BEFORE -> {}
    }
  }

  List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>(ended);
    if (job.state().isRunning()) {
      attempts.add(currentRun(Attempt.Outcome.RUNNING, null, null));
    }
    return attempts;
  }

  private Attempt currentRun(
      Attempt.Outcome outcome, @Nullable Instant end, @Nullable NextStep step) {
    return new Attempt(
        job.run(),
        job.attempt(),
        job.worker().orElseThrow(),
        job.startedAt().orElseThrow(),
        end,
        outcome,
        step == null ? null : step.error());
  }

  boolean isDue(Instant now) {
    return waitsForItsTime() && !job.dueAt().isAfter(now);
  }

  boolean waitsForItsTime() {
    return job.state() == JobState.PENDING
        && job.reason().filter(reason -> reason != Reason.DEPENDENCIES).isPresent();
  }

  void record(Instant now, String by, String what, JobState before) {
    String who = by.length() > 200 ? by.substring(0, 200) : by;
    events.add(new JobEvent(now, who, what, before, job.state()));
  }

  void showAttachments() {
    job =
        job.toBuilder()
            .attachments(
                written.values().stream()
                    .map(one -> one.finished)
                    .filter(Objects::nonNull)
                    .toList())
            .build();
  }

  private void replaceSpec(JobSpec spec) {
    job =
        Job.builder(spec, job.state(), job.submittedAt())
            .reason(job.reason().orElse(null))
            .attempt(job.attempt())
            .run(job.run())
            .crashes(job.crashes())
            .suspect(job.isSuspect())
            .dueAt(job.dueAt())
            .startedAt(job.startedAt().orElse(null))
            .endedAt(job.endedAt().orElse(null))
            .worker(job.worker().orElse(null))
            .progress(job.progress().orElse(null))
            .result(job.result().orElse(null))
            .error(job.error().orElse(null))
            .attachments(job.attachments())
            .build();
  }

  /// What an admission can change of it is put back.
  Runnable savepoint() {
    Job jobThen = job;
    Instant readyThen = readyAt;
    Instant keepThen = keepUntil;
    int loneThen = loneCrashes;
    int eventsThen = events.size();
    Set<ModelJob> edgesThen = Set.copyOf(openEdges);
    return () -> {
      job = jobThen;
      readyAt = readyThen;
      keepUntil = keepThen;
      loneCrashes = loneThen;
      events.subList(eventsThen, events.size()).clear();
      openEdges.clear();
      openEdges.addAll(edgesThen);
    };
  }
}
