package dev.jobmill.cli;

import dev.jobmill.cli.print.ChangeJson;
import dev.jobmill.cli.print.ChangeText;
import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.progress.Frame;
import dev.jobmill.cli.progress.ProgressBars;
import dev.jobmill.cli.progress.Redrawn;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Progress;
import dev.jobmill.wire.JobJson;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How changes of followed jobs are shown.
interface Showing extends AutoCloseable {
  /// Shows one.
  void show(Change change);

  @Override
  default void close() {}

  /// As JSON where it was asked for, as redrawn lines on a terminal, as plain lines elsewhere.
  static Showing of(Session session) {
    if (session.json()) {
      return change -> json(session, change);
    }
    if (!session.drawsOnOutput()) {
      return change -> plain(session, change, true);
    }
    return new Drawn(session);
  }

  private static void json(Session session, Change change) {
    switch (change) {
      case Change.Moved(Job job) -> session.output().line(ChangeJson.of(job, now(session)));
      case Change.Wrote(Job job, var line) -> session.output().line(ChangeJson.of(job, line));
      case Change.Ended(Job job) -> session.output().line(JobJson.of(job));
      case Change.Gone(var id) -> session.complain(gone(id.toString()));
    }
  }

  private static void plain(Session session, Change change, boolean moves) {
    ChangeText text = new ChangeText(session.style());
    Output output = session.output();
    switch (change) {
      case Change.Moved(Job job) when moves -> output.line(text.of(job, now(session)));
      case Change.Moved moved -> {}
      case Change.Wrote(Job job, var line) -> output.line(text.of(job, line));
      case Change.Ended(Job job) -> output.line(text.of(job, now(session)));
      case Change.Gone(var id) -> session.complain(gone(id.toString()));
    }
  }

  private static Instant now(Session session) {
    return session.world().time().now();
  }

  private static String gone(String id) {
    return "job " + id + " has ended and its history is over: keep history longer";
  }

  /// A line per open job at the bottom of the terminal, and what is past above them.
  final class Drawn implements Showing {
    private final Session session;
    private final Map<JobId, Job> open = new LinkedHashMap<>();
    private final Frame frame;
    private final Redrawn lines;

    private Drawn(Session session) {
      this.session = session;
      this.frame = ProgressBars.frame(session.world().terminal(), session.style().coloured());
      PrintStream terminal =
          new PrintStream(session.world().streams().out(), false, StandardCharsets.UTF_8);
      this.lines = Redrawn.start(terminal, this::picture);
    }

    @Override
    public void show(Change change) {
      synchronized (open) {
        switch (change) {
          case Change.Moved(Job job) -> open.put(job.id(), job);
          case Change.Wrote wrote -> {}
          case Change.Ended(Job job) -> open.remove(job.id());
          case Change.Gone(JobId id) -> open.remove(id);
        }
      }
      if (!(change instanceof Change.Moved)) {
        lines.beside(() -> {
          plain(session, change, false);
          session.output().flush();
        });
      }
    }

    private List<String> picture() {
      Instant now = now(session);
      synchronized (open) {
        return frame.lines(open.values().stream().map(job -> bar(job, now)).toList(), 0, 0, "");
      }
    }

    private static Frame.Bar bar(Job job, Instant now) {
      String id = job.id().toString();
      Progress progress = job.state().isRunning() ? job.progress().orElse(null) : null;
      Duration elapsed =
          Duration.between(
              job.startedAt().filter(at -> job.state().isRunning()).orElse(job.submittedAt()), now);
      return new Frame.Bar(
          OneLine.of("…" + id.substring(id.lastIndexOf('-') + 1) + " " + job.type()),
          elapsed.isNegative() ? Duration.ZERO : elapsed,
          progress == null ? null : progress.fraction(),
          progress == null
              ? OneLine.of(job.state().wireName() + ChangeText.more(job))
              : progress.message() == null ? null : OneLine.of(progress.message()));
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
