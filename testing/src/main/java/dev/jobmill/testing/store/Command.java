package dev.jobmill.testing.store;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Note;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// One step of a random sequence. A command names everything that it needs, so that it still means
/// something when others before it are left out.
sealed interface Command {
  /// Larger than any store of a random sequence: in which order a pass takes jobs is left open.
  int NO_LIMIT = 1_000;

  /// Does it to a store.
  ///
  /// @return the answer in a form that can be compared: what is left open is left out
  default Object on(JobStore store) {
    try {
      return switch (this) {
        case Admit(List<AdmitGroup> groups) ->
            store.admission().admit(groups).stream().map(Command::withoutMessage).toList();
        case Cancel(List<JobKey> jobs, String by) -> store.admission().cancel(jobs, by);
        case Retry(List<JobKey> jobs, String by) -> store.admission().retry(jobs, by);
        case Claim(ClaimRequest request, boolean repeated) ->
            claimed(store.claims().claim(request), repeated);
        case Renew(RenewRequest request) -> store.claims().renew(request);
        case Tell(List<Note> notes) -> store.claims().note(notes);
        case Finish(List<Report> reports) -> store.claims().report(reports);
        case GiveBack(RunKey run) -> released(store, run);
        case Promote() -> Passes.untilDone(store.upkeep()::promote, NO_LIMIT);
        case Reap() -> Passes.untilDone(store.upkeep()::reap, NO_LIMIT);
        case Prune() -> Passes.untilDone(store.upkeep()::prune, NO_LIMIT);
        case Announce(WorkerInfo worker, Duration lease) -> {
          store.registries().announce(worker);
          // How long the first lease is that nobody has asked for is left open.
          yield store.claims().renew(new RenewRequest(worker.id(), lease, List.of()));
        }
        case Withdraw(String worker) -> {
          store.registries().withdraw(worker);
          yield "done";
        }
        case Advance advance -> "time";
        case JumpAhead jump -> "time";
      };
    } catch (InvalidRequest refused) {
      return "refused as invalid";
    }
  }

  /// Turns the clock where the command is about time.
  default void turn(ManualTime time) {
    switch (this) {
      case Advance(Duration step) -> time.advance(step);
      case JumpAhead(Duration step) -> time.jumpTo(time.now().plus(step));
      case Admit _,
          Cancel _,
          Retry _,
          Claim _,
          Renew _,
          Tell _,
          Finish _,
          GiveBack _,
          Promote _,
          Reap _,
          Prune _,
          Announce _,
          Withdraw _ -> {}
    }
  }

  private static Object withoutMessage(Admittance answer) {
    return switch (answer) {
      case Admittance.Admitted admitted -> admitted;
      case Admittance.Refused(int index, var why, String message) ->
          "refused because of " + index + ": " + why;
    };
  }

  /// The order in which a repeated claim gives its jobs is left open.
  private static Object claimed(List<Job> jobs, boolean repeated) {
    return (repeated ? jobs.stream().sorted(Comparator.comparing(Job::id)) : jobs.stream())
        .map(JobView::of)
        .toList();
  }

  /// Whether a repeated release is answered as the first one was, or as one of a run that has lost
  /// its job, is left open; that it changes nothing is not.
  private static Object released(JobStore store, RunKey run) {
    List<Attempt> attempts = store.lookup().attempts(run.id());
    boolean wasReleased =
        !attempts.isEmpty()
            && attempts.getLast().run() == run.run()
            && (attempts.getLast().outcome() == Attempt.Outcome.RELEASED
                || attempts.getLast().outcome() == Attempt.Outcome.CANCELLED);
    List<Applied> answer = store.claims().release(List.of(run));
    return wasReleased ? "either" : answer;
  }

  record Admit(List<AdmitGroup> groups) implements Command {
    @Override
    public String toString() {
      return "Admit" + groups.stream().map(Admit::text).toList();
    }

    private static String text(AdmitGroup group) {
      return group.queue() + group.jobs().stream().map(Admit::text).toList();
    }

    private static String text(JobSpec job) {
      return "%s %s v%d level %d %s attempts %d"
          .formatted(
              job.id(),
              job.type(),
              job.typeVersion(),
              job.priority().level(),
              job.due(),
              job.maxAttempts());
    }
  }

  record Cancel(List<JobKey> jobs, String by) implements Command {}

  record Retry(List<JobKey> jobs, String by) implements Command {}

  record Claim(ClaimRequest request, boolean repeated) implements Command {}

  record Renew(RenewRequest request) implements Command {}

  record Tell(List<Note> notes) implements Command {}

  record Finish(List<Report> reports) implements Command {}

  record GiveBack(RunKey run) implements Command {}

  record Promote() implements Command {}

  record Reap() implements Command {}

  record Prune() implements Command {}

  record Announce(WorkerInfo worker, Duration lease) implements Command {}

  record Withdraw(String worker) implements Command {}

  record Advance(Duration step) implements Command {}

  record JumpAhead(Duration step) implements Command {}
}
