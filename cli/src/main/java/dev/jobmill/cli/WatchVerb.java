package dev.jobmill.cli;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobState;
import dev.jobmill.store.Wakeups;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Follows jobs to their ends, wherever they run. To leave it changes nothing about them.
@Command(
    name = "watch",
    description = "Follow jobs live to their end: state, progress, log. Ctrl-C leaves them alone.")
final class WatchVerb implements Verb {
  /// Hints may be lost, and progress gives none.
  private static final Duration POLL = Duration.ofMillis(500);

  /// A busy store hints all the time.
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The jobs.")
  List<String> ids = List.of();

  @Override
  public Deed prepare(World world) {
    List<JobId> asked = Ids.parse(ids);
    return session -> run(session, asked);
  }

  private static int run(Session session, List<JobId> asked) {
    List<JobId> unknown = new ArrayList<>(asked);
    unknown.removeAll(Ids.find(session.store().lookup(), asked).keySet());
    List<JobId> known = new ArrayList<>(asked);
    known.removeAll(unknown);
    Followed followed = new Followed(session.store().lookup(), known);
    Semaphore wakes = new Semaphore(0);
    boolean wellDone = true;
    Wakeups.Subscription hints = session.store().wakeups().listen(hint -> wakes.release());
    try (hints;
        SignalStop stop = new SignalStop(session.world().signals(), wakes::release);
        Showing showing = Showing.of(session)) {
      Patience patience = new Patience(session.world().time());
      while (true) {
        for (Change change : patience.ask(followed::look).orElse(List.of())) {
          wellDone &= isWell(change);
          showing.show(change);
        }
        session.output().flush();
        if (followed.left() == 0 || stop.isRequested() || session.output().isBroken()) {
          break;
        }
        await(wakes, stop);
      }
    }
    if (followed.left() > 0) {
      session.note(
          "left "
              + followed.left()
              + (followed.left() == 1 ? " job" : " jobs")
              + " alone, not ended yet");
    }
    if (!unknown.isEmpty()) {
      throw Unknown.problem(unknown);
    }
    return wellDone ? ExitStatus.OK : ExitStatus.NOT_ALL_WELL;
  }

  private static void await(Semaphore wakes, SignalStop stop) {
    try {
      stop.awaitRequest(PAUSE);
      var _ = wakes.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
      wakes.drainPermits();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isWell(Change change) {
    return switch (change) {
      case Change.Moved moved -> true;
      case Change.Wrote wrote -> true;
      case Change.Ended(Job job) -> job.state() == JobState.COMPLETED;
      case Change.Gone gone -> false;
    };
  }
}
