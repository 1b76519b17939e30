package dev.jobmill.store;

import java.util.List;

/// Gives jobs to workers and takes back what became of them. Writes for runs are decided item by
/// item and are answered in order.
public interface Claims {
  /// Gives queued jobs to a worker: each becomes `PROCESSING` with `run` and `attempt` one higher,
  /// and the worker's lease is prolonged; a claim that gives nothing new prolongs it only where
  /// that is worth it ([ClaimRequest#isWorthProlonging]).
  ///
  /// The demands are served in order until `limit` is reached; within one demand jobs come in the
  /// order of their rank ([Ranking]), then of their admission. Only jobs of the demanded types and
  /// versions are given, and none of paused queues or types; others wait untouched and cost
  /// (nearly) nothing. One that has never run and whose deadline has passed ends `CANCELLED`,
  /// reason `EXPIRED`, and is left out. Repeating a request with the worker's latest claim id gives
  /// the same jobs again, as far as they still run in that run.
  ///
  /// A store may stop early while others wait for it; it then hints that there is more.
  ///
  /// *Suspects*, which were in flight when a worker died ([NextStep#afterCrash]), are kept apart. A
  /// worker that has nothing in flight, as the store knows it, and takes suspects is given the
  /// first one of the first demand that has any, alone; while it runs, that worker is given nothing
  /// else. All other claims pass suspects by, and only hear that some wait.
  ///
  /// A job that the store cannot read ends `FAILED`, reason `REJECTED_PAYLOAD`, and is left out.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when the worker has not announced itself
  Claimed claim(ClaimRequest request);

  /// Keeps a worker's runs: prolongs its lease, names those of its runs that are to be cancelled
  /// and those that it has lost, and asks for the stacks that somebody wants. A run of the worker
  /// that is not named in two renewals at least [Renewal#UNNAMED_GRACE] apart goes back to its
  /// queue, uncharged: the answer to its claim was lost.
  ///
  /// A worker whose lease was found to have run out is alive again when it renews; the runs that it
  /// lost stay lost.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when the worker has not announced itself
  Renewal renew(RenewRequest request);

  /// Keeps progress and log lines of runs. Need not survive a power cut. A line whose number is not
  /// higher than that of a line which is kept of the same run is there already: a note that is
  /// repeated doubles nothing.
  List<Applied> note(List<Note> notes);

  /// Takes the outcomes of runs. The same report repeated by the same run is `APPLIED` as long as
  /// no other run has begun.
  List<Applied> report(List<Report> reports);

  /// Gives runs back as if they had not been claimed, except that `run` keeps counting: a
  /// processing job is `QUEUED` again at its old rank, a cancelling one ends `CANCELLED`. A
  /// repeated release is `SUPERSEDED`, since the run is over, and changes nothing.
  List<Applied> release(List<RunKey> runs);
}
