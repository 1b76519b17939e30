package dev.jobmill.store.sqlite;

import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Note;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/// Gives jobs to workers and takes back what became of them.
final class SqliteClaims implements Claims {
  private final Writer writer;

  /// The latest claims that got nothing, by worker: they are remembered without a commit, since a
  /// worker claims through the process that it is in. Touched by the writer's thread alone.
  private final Map<String, Long> emptyClaims = new HashMap<>();

  private final AtomicReference<Duration> longestLease = new AtomicReference<>(Duration.ZERO);

  SqliteClaims(Writer writer) {
    this.writer = writer;
  }

  /// The longest lease that a worker has asked for.
  Duration longestLease() {
    return longestLease.get();
  }

  private void noteLease(Duration lease) {
    longestLease.accumulateAndGet(lease, (a, b) -> a.compareTo(b) < 0 ? b : a);
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    noteLease(request.lease());
    return writer.write(tx -> claim(tx, request));
  }

  private Claimed claim(Tx tx, ClaimRequest request) throws SQLException {
    WorkerRow worker = WorkerRow.find(tx, request.worker());
    long latest = Math.max(worker.lastClaim(), emptyClaims.getOrDefault(request.worker(), 0L));
    if (request.claimId() <= latest) {
      prolong(tx, worker, request, false);
      return new ClaimPass(tx, request, worker).repeat();
    }
    Claimed claimed = new ClaimPass(tx, request, worker).run();
    boolean none = claimed.jobs().isEmpty();
    prolong(tx, worker, request, !none);
    if (none) {
      emptyClaims.put(request.worker(), request.claimId());
    } else {
      worker.claimed(tx, request.claimId());
    }
    return claimed;
  }

  private static void prolong(Tx tx, WorkerRow worker, ClaimRequest request, boolean gives)
      throws SQLException {
    Instant until = Instant.ofEpochMilli(worker.leaseUntil());
    if (gives
        || worker.foundDead()
        || request.isWorthProlonging(until, Instant.ofEpochMilli(tx.now))) {
      worker.prolong(tx, request.lease());
    }
  }

  /// A worker that has withdrawn may come back under the same name and count from 1 again.
  void forget(String worker) {
    emptyClaims.remove(worker);
  }

  @Override
  public Renewal renew(RenewRequest request) {
    noteLease(request.lease());
    // Before it is the turn of this process to write: others wait behind it.
    String status = StatusText.of(request.status());
    return writer.write(tx -> RenewPass.run(tx, request, status));
  }

  @Override
  public List<Applied> note(List<Note> notes) {
    List<Note> copied = List.copyOf(notes);
    return writer.write(tx -> {
      List<Applied> answers = new ArrayList<>(copied.size());
      for (Note note : copied) {
        answers.add(Notes.write(tx, note));
      }
      return answers;
    });
  }

  @Override
  public List<Applied> report(List<Report> reports) {
    List<Report> copied = List.copyOf(reports);
    return writer.write(tx -> {
      List<Applied> answers = new ArrayList<>(copied.size());
      for (Report report : copied) {
        answers.add(Reports.report(tx, report));
      }
      return answers;
    });
  }

  @Override
  public List<Applied> release(List<RunKey> runs) {
    List<RunKey> copied = List.copyOf(runs);
    return writer.write(tx -> {
      List<Applied> answers = new ArrayList<>(copied.size());
      for (RunKey run : copied) {
        answers.add(Reports.release(tx, run));
      }
      return answers;
    });
  }
}
