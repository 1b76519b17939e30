package dev.jobmill.cli;

import dev.jobmill.cli.print.Overview;
import dev.jobmill.cli.progress.FullScreen;
import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.store.JobStore;
import dev.jobmill.wire.Durations;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the whole store at a glance, again and again.
@Command(
    name = "top",
    description = {
      "Show queues, workers and running jobs live, until Ctrl-C.",
      "Where no terminal draws it, and with --json: once, or at every --interval."
    })
final class TopVerb implements Verb {
  private static final Duration REFRESH = Duration.ofSeconds(1);
  private static final Duration INTERVAL_MIN = Duration.ofMillis(100);
  private static final Duration INTERVAL_MAX = Duration.ofDays(1);

  /// More running jobs than any screen has lines.
  private static final int RUNNING_MAX = 200;

  @Option(
      names = "--interval",
      paramLabel = "D",
      description = "How often to look; 1s unless given, at least 100ms.")
  @Nullable String interval;

  @Override
  public Deed prepare(World world) {
    Duration asked = interval == null ? null : interval(interval);
    return session -> run(session, asked);
  }

  private static Duration interval(String text) {
    Duration duration = Durations.parse("--interval", text);
    if (duration.compareTo(INTERVAL_MIN) < 0 || duration.compareTo(INTERVAL_MAX) > 0) {
      throw new Problem(
          ExitStatus.USAGE, "--interval " + text + " is out of range: use 100ms to 1d");
    }
    return duration;
  }

  private static int run(Session session, @Nullable Duration interval) {
    boolean draws = session.drawsOnOutput() && !session.json();
    if (!draws && interval == null) {
      print(session, look(session));
      return ExitStatus.OK;
    }
    Duration pause = interval == null ? REFRESH : interval;
    try (SignalStop stop = new SignalStop(session.world().signals(), () -> {})) {
      if (draws) {
        draw(session, stop, pause);
      } else {
        repeat(session, stop, pause);
      }
      return ExitStatus.OK;
    }
  }

  private static void draw(Session session, SignalStop stop, Duration pause) {
    Terminal terminal = session.world().terminal();
    Patience patience = new Patience(session.world().time());
    try (FullScreen screen = FullScreen.open(session.world().streams().out())) {
      do {
        patience
            .ask(() -> look(session))
            .ifPresent(seen ->
                screen.draw(seen.lines(session.style(), terminal.columns(), terminal.rows() - 1)));
        await(stop, pause);
      } while (!stop.isRequested());
    }
  }

  private static void repeat(Session session, SignalStop stop, Duration pause) {
    Patience patience = new Patience(session.world().time());
    while (!stop.isRequested() && !session.output().isBroken()) {
      patience.ask(() -> look(session)).ifPresent(seen -> print(session, seen));
      await(stop, pause);
    }
  }

  private static void await(SignalStop stop, Duration pause) {
    try {
      stop.awaitRequest(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(Session session, Overview seen) {
    if (session.json()) {
      session.output().line(seen.json());
    } else {
      seen.lines(session.style(), Integer.MAX_VALUE, Integer.MAX_VALUE)
          .forEach(session.output()::line);
    }
    session.output().flush();
  }

  private static Overview look(Session session) {
    JobStore store = session.store();
    JobFilter running = JobFilter.ALL.states(EnumSet.of(JobState.PROCESSING, JobState.CANCELLING));
    return new Overview(
        session.world().time().now(),
        store.lookup().count(),
        List.copyOf(store.queues().queues()),
        store.registries().workers(),
        store.lookup().list(running, null, RUNNING_MAX));
  }
}
