package dev.jobmill.testing.store;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.NextStep;
import dev.jobmill.store.Note;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.testing.store.ModelState.ModelWorker;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The model's claims.
final class ModelClaims implements Claims {
  private final ModelState state;
  private final ModelEnds ends;
  private final Comparator<ModelJob> inOrder;

  ModelClaims(ModelState state, ModelEnds ends) {
    this.state = state;
    this.ends = ends;
    this.inOrder =
        Comparator.<ModelJob>comparingLong(one -> one.rank(state.options.ranking()))
            .thenComparingLong(one -> one.sequence);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return state.locked(() -> {
      Instant now = state.now();
      ModelWorker worker = state.worker(request.worker());
      if (worker.foundDead || request.isWorthProlonging(worker.leaseUntil, now)) {
        alive(request.worker(), now.plus(request.lease()));
      }
      if (request.claimId() == worker.lastClaim) {
        return answer(
            request,
            state.runsOf(request.worker()).stream()
                .filter(one -> one.claimId == request.claimId())
                .map(one -> one.job)
                .toList());
      }
      worker.lastClaim = request.claimId();
      List<Job> claimed = new ArrayList<>();
      if (request.suspects() && state.runsOf(request.worker()).isEmpty()) {
        request.demands().stream()
            .filter(demand -> demand.max() > 0)
            .flatMap(demand -> line(demand, true).stream())
            .findFirst()
            .ifPresent(suspect -> {
              suspect.claim(request.worker(), request.claimId(), now);
              claimed.add(suspect.job);
            });
      }
      if (!isAlone(request.worker())) {
        for (ClaimRequest.Demand demand : request.demands()) {
          int room = Math.min(demand.max(), request.limit() - claimed.size());
          claimed.addAll(claim(request, demand, room, now));
        }
      }
      if (!claimed.isEmpty()) {
        alive(request.worker(), now.plus(request.lease()));
      }
      return answer(request, claimed);
    });
  }

  private Claimed answer(ClaimRequest request, List<Job> claimed) {
    boolean suspectsWait =
        request.demands().stream().anyMatch(demand -> !line(demand, true).isEmpty());
    return new Claimed(claimed, isAlone(request.worker()), suspectsWait);
  }

  private boolean isAlone(String worker) {
    return state.runsOf(worker).stream().anyMatch(one -> one.job.isSuspect());
  }

  private List<ModelJob> line(ClaimRequest.Demand demand, boolean suspects) {
    return state.jobs.stream()
        .filter(one -> one.job.state() == JobState.QUEUED && one.job.isSuspect() == suspects)
        .filter(one -> isDemanded(one.job, demand) && !state.isPaused(one.job))
        .sorted(inOrder)
        .toList();
  }

  private List<Job> claim(ClaimRequest request, ClaimRequest.Demand demand, int room, Instant now) {
    List<Job> claimed = new ArrayList<>();
    for (ModelJob one : line(demand, false)) {
      if (claimed.size() >= room) {
        break;
      }
      if (one.hasExpired(now)) {
        one.expire(now);
        ends.afterMove(one, now);
      } else {
        one.claim(request.worker(), request.claimId(), now);
        claimed.add(one.job);
      }
    }
    return claimed;
  }

  private static boolean isDemanded(Job job, ClaimRequest.Demand demand) {
    return job.queue().equals(demand.queue())
        && demand.types().stream()
            .anyMatch(type ->
                type.name().equals(job.type()) && job.spec().typeVersion() <= type.newestVersion());
  }

  private ModelWorker alive(String id, Instant leaseUntil) {
    ModelWorker worker = state.worker(id);
    worker.leaseUntil = leaseUntil;
    worker.foundDead = false;
    state.runsOf(id).forEach(one -> one.diedBesideOthers = false);
    return worker;
  }

  @Override
  public Renewal renew(RenewRequest request) {
    return state.locked(() -> {
      Instant now = state.now();
      ModelWorker worker = alive(request.worker(), now.plus(request.lease()));
      Set<RunKey> cancel = new HashSet<>();
      Set<RunKey> lost = new HashSet<>(request.runs());
      for (ModelJob one : state.runsOf(worker.info.id())) {
        RunKey run = RunKey.of(one.job);
        if (lost.remove(run)) {
          one.unnamedSince = null;
          if (one.job.state() == JobState.CANCELLING) {
            cancel.add(run);
          }
        } else {
          unnamed(one, now);
        }
      }
      if (request.status() != null) {
        worker.info = worker.info.withStatus(request.status());
      }
      return new Renewal(cancel, lost, ModelStacks.askedOf(state, request.worker(), now));
    });
  }

  private void unnamed(ModelJob one, Instant now) {
    Instant since = one.unnamedSince;
    if (since == null) {
      one.unnamedSince = now;
    } else if (!now.isBefore(since.plus(Renewal.UNNAMED_GRACE))) {
      move(one, NextStep.afterRelease(one.job.state()), now);
    }
  }

  private void move(ModelJob one, NextStep step, Instant now) {
    one.apply(step, now);
    ends.afterMove(one, now);
  }

  @Override
  public List<Applied> note(List<Note> notes) {
    return state.locked(() -> notes.stream().map(this::noteOne).toList());
  }

  private Applied noteOne(Note note) {
    Optional<ModelJob> running = state.running(note.run());
    if (running.isEmpty()) {
      return Applied.SUPERSEDED;
    }
    ModelJob one = running.get();
    if (note.progress() != null) {
      one.job = one.job.toBuilder().progress(note.progress()).build();
    }
    for (int i = 0; i < note.lines().size(); i++) {
      int number = note.firstLine() + i;
      if (number > one.lastLine) {
        one.log.add(note.lines().get(i));
        one.lastLine = number;
      }
    }
    return Applied.APPLIED;
  }

  @Override
  public List<Applied> report(List<Report> reports) {
    return state.locked(() -> reports.stream().map(this::reportOne).toList());
  }

  private Applied reportOne(Report report) {
    Optional<ModelJob> running = state.running(report.run());
    if (running.isEmpty()) {
      boolean repeated =
          state
              .byKey(report.run().job())
              .filter(one -> one.job.run() == report.run().run())
              .filter(one -> one.reportedRun == report.run().run())
              .isPresent();
      return repeated ? Applied.APPLIED : Applied.SUPERSEDED;
    }
    ModelJob one = running.get();
    one.reportedRun = one.job.run();
    move(one, NextStep.afterReport(one.job.state(), report.outcome()), state.now());
    return Applied.APPLIED;
  }

  @Override
  public List<Applied> release(List<RunKey> runs) {
    return state.locked(() -> runs.stream().map(this::releaseOne).toList());
  }

  private Applied releaseOne(RunKey run) {
    Optional<ModelJob> running = state.running(run);
    running.ifPresent(one -> move(one, NextStep.afterRelease(one.job.state()), state.now()));
    return running.isPresent() ? Applied.APPLIED : Applied.SUPERSEDED;
  }
}
