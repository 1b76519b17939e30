package dev.jobmill.testing.store;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Attempt;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Unique;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Change;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Note;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.StepKept;
import dev.jobmill.time.ManualTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        case Alter(List<JobKey> jobs, Change change, String by) ->
            store.admission().change(jobs, change, by);
        case Delete(List<JobKey> jobs) -> store.admission().delete(jobs);
        case PauseQueue(String queue, boolean paused) -> {
          store.queues().pauseQueue(queue, paused);
          yield "done";
        }
        case PauseType(String type, boolean paused) -> {
          store.queues().pauseType(type, paused);
          yield "done";
        }
        case LimitQueue limit -> {
          store.queues().limitQueue(limit.queue(), limit.limit());
          yield "done";
        }
        case Attach attach -> attach.pieces(store.attachments());
        case AskStacks(List<JobKey> jobs) -> store.stacks().ask(jobs);
        case ShowStack(RunKey run, String text) -> store.stacks().write(run, text);
        case Keep(List<StepKept> steps) -> store.steps().keep(steps);
        case Release() -> Passes.untilDone(store.upkeep()::release, NO_LIMIT);
        case Expire() -> Passes.untilDone(store.upkeep()::expire, NO_LIMIT);
        case PutSchedule(Schedules.Put put) ->
            StoreView.schedules(store.schedules().put(List.of(put)));
        case PauseSchedule(Schedules.Key key, boolean paused) ->
            store.schedules().pause(List.of(key), paused);
        case RemoveSchedule(Schedules.Key key) -> store.schedules().remove(List.of(key));
        case Fire() -> Passes.untilDone(store.schedules()::fire, NO_LIMIT);
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
          Alter _,
          Delete _,
          PauseQueue _,
          PauseType _,
          LimitQueue _,
          Attach _,
          PutSchedule _,
          PauseSchedule _,
          RemoveSchedule _,
          Fire _,
          AskStacks _,
          ShowStack _,
          Keep _,
          Release _,
          Expire _,
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
  private static Object claimed(Claimed answer, boolean repeated) {
    List<Job> jobs = answer.jobs();
    return List.of(
        (repeated ? jobs.stream().sorted(Comparator.comparing(Job::id)) : jobs.stream())
            .map(JobView::of)
            .toList(),
        answer.alone() ? "alone" : "not alone",
        answer.suspectsWait() ? "suspects wait" : "no suspects wait");
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
      return "%s %s v%d level %d %s attempts %d%s%s%s%s"
          .formatted(
              job.id(),
              job.type(),
              job.typeVersion(),
              job.priority().level(),
              job.due(),
              job.maxAttempts(),
              job.unique().map(unique -> " " + text(unique)).orElse(""),
              job.after().isEmpty() ? "" : " after " + job.after(),
              job.deadline().map(deadline -> " deadline " + deadline).orElse(""),
              job.atMostOnce() ? " at most once" : "");
    }

    private static String text(Unique unique) {
      return unique
          + " "
          + unique.onDuplicate()
          + (unique.isAlsoWhileRunning() ? " while running" : "");
    }
  }

  record Cancel(List<JobKey> jobs, String by) implements Command {}

  record Retry(List<JobKey> jobs, String by) implements Command {}

  record Claim(ClaimRequest request, boolean repeated) implements Command {}

  record Renew(RenewRequest request) implements Command {}

  record Tell(List<Note> notes) implements Command {}

  record Finish(List<Report> reports) implements Command {}

  record GiveBack(RunKey run) implements Command {}

  record Alter(List<JobKey> jobs, Change change, String by) implements Command {}

  record Delete(List<JobKey> jobs) implements Command {}

  record PauseQueue(String queue, boolean paused) implements Command {}

  record PauseType(String type, boolean paused) implements Command {}

  record LimitQueue(String queue, @Nullable Long limit) implements Command {}

  /// All pieces of an attachment at once: one without those before it means nothing.
  record Attach(RunKey run, List<String> pieces, String name, @Nullable Attachment whole)
      implements Command {
    private List<Applied> pieces(Attachments attachments) {
      List<Applied> answers = new ArrayList<>();
      for (int i = 0; i < pieces.size(); i++) {
        byte[] bytes = pieces.get(i).getBytes(StandardCharsets.UTF_8);
        boolean last = i == pieces.size() - 1;
        answers.add(attachments.write(run, name, i, bytes, last ? whole : null));
      }
      return answers;
    }
  }

  record PutSchedule(Schedules.Put put) implements Command {
    @Override
    public String toString() {
      return "PutSchedule %s %s by %s paused %s fired until %s, jobs: type %s version %d"
          .formatted(
              put.key(),
              put.rules(),
              put.by(),
              put.paused(),
              put.firedUntil(),
              put.template().type(),
              put.template().typeVersion());
    }
  }

  record PauseSchedule(Schedules.Key key, boolean paused) implements Command {}

  record RemoveSchedule(Schedules.Key key) implements Command {}

  record Fire() implements Command {}

  record AskStacks(List<JobKey> jobs) implements Command {}

  record ShowStack(RunKey run, String text) implements Command {}

  record Keep(List<StepKept> steps) implements Command {}

  record Release() implements Command {}

  record Expire() implements Command {}

  record Promote() implements Command {}

  record Reap() implements Command {}

  record Prune() implements Command {}

  record Announce(WorkerInfo worker, Duration lease) implements Command {}

  record Withdraw(String worker) implements Command {}

  record Advance(Duration step) implements Command {}

  record JumpAhead(Duration step) implements Command {}
}
