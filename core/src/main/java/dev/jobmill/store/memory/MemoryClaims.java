package dev.jobmill.store.memory;

import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Gives jobs to workers and takes back what became of them.
final class MemoryClaims implements Claims {
  private final Shelves shelves;

  MemoryClaims(Shelves shelves) {
    this.shelves = shelves;
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return shelves.write(() -> {
      MemoryWorker worker = shelves.worker(request.worker());
      Instant now = shelves.now();
      ClaimPass pass = new ClaimPass(shelves, request, worker, now);
      boolean repeated = request.claimId() <= worker.lastClaim;
      Claimed claimed = repeated ? pass.repeat() : pass.claim();
      worker.lastClaim = Math.max(worker.lastClaim, request.claimId());
      boolean gives = !repeated && !claimed.jobs().isEmpty();
      if (gives || worker.foundDead || request.isWorthProlonging(worker.leaseUntil, now)) {
        worker.prolong(now.plus(request.lease()));
      }
      return claimed;
    });
  }

  @Override
  public Renewal renew(RenewRequest request) {
    return shelves.write(() -> {
      MemoryWorker worker = shelves.worker(request.worker());
      Instant now = shelves.now();
      worker.prolong(now.plus(request.lease()));
      Set<RunKey> cancel = new HashSet<>();
      Set<RunKey> lost = new HashSet<>();
      Set<Entry> named = new HashSet<>();
      for (RunKey run : request.runs()) {
        Entry entry = shelves.running(run);
        if (entry == null || entry.runner != worker) {
          lost.add(run);
        } else {
          named.add(entry);
          entry.unnamedAt = null;
          if (entry.state == JobState.CANCELLING) {
            cancel.add(run);
          }
        }
      }
      giveBackUnnamed(worker, named, now);
      if (request.status() != null) {
        worker.info = worker.info.withStatus(request.status());
      }
      return new Renewal(cancel, lost, shelves.asks.of(request.worker(), now));
    });
  }

  private void giveBackUnnamed(MemoryWorker worker, Set<Entry> named, Instant now) {
    for (Entry entry : List.copyOf(worker.runs)) {
      if (named.contains(entry)) {
        continue;
      }
      if (entry.unnamedAt == null) {
        entry.unnamedAt = now;
      } else if (!now.isBefore(entry.unnamedAt.plus(Renewal.UNNAMED_GRACE))) {
        shelves.runs.apply(entry, NextStep.afterRelease(entry.state), now);
      }
    }
  }

  @Override
  public List<Applied> note(List<Note> notes) {
    return shelves.write(() -> notes.stream().map(this::note).toList());
  }

  private Applied note(Note note) {
    Entry entry = shelves.running(note.run());
    if (entry == null) {
      return Applied.SUPERSEDED;
    }
    if (note.progress() != null) {
      entry.progress = note.progress();
    }
    int number = note.firstLine();
    for (LogLine line : note.lines()) {
      if (number > entry.lastLine) {
        entry.addLine(line);
        entry.lastLine = number;
      }
      number++;
    }
    return Applied.APPLIED;
  }

  @Override
  public List<Applied> report(List<Report> reports) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return reports.stream().map(report -> report(report, now)).toList();
    });
  }

  private Applied report(Report report, Instant now) {
    Entry entry = shelves.running(report.run());
    if (entry == null) {
      Entry there = shelves.find(report.run().job());
      return there != null
              && there.reportedRun == report.run().run()
              && there.run == there.reportedRun
          ? Applied.APPLIED
          : Applied.SUPERSEDED;
    }
    entry.reportedRun = entry.run;
    shelves.runs.apply(entry, NextStep.afterReport(entry.state, report.outcome()), now);
    return Applied.APPLIED;
  }

  @Override
  public List<Applied> release(List<RunKey> runs) {
    return shelves.write(() -> {
      Instant now = shelves.now();
      return runs.stream().map(run -> release(run, now)).toList();
    });
  }

  private Applied release(RunKey run, Instant now) {
    Entry entry = shelves.running(run);
    if (entry == null) {
      return Applied.SUPERSEDED;
    }
    shelves.runs.apply(entry, NextStep.afterRelease(entry.state), now);
    return Applied.APPLIED;
  }
}
