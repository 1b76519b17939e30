package dev.jobmill.cli.print;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.job.Recurrence.Skip;
import dev.jobmill.schedule.Cron;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Once;
import dev.jobmill.wire.Durations;
import dev.jobmill.wire.JobJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Recurring jobs, one per line: under a heading on a terminal, in aligned columns elsewhere; or
/// one whole.
///
/// @param terminal what reads them
/// @param style its colours
public record ScheduleTable(Terminal terminal, Style style) {
  /// The lines of some schedules.
  ///
  /// @param next how many of the instants that come next
  public List<String> lines(List<Recurrence> schedules, int next) {
    Table table = new Table(terminal.out() ? terminal.columns() : Integer.MAX_VALUE);
    if (terminal.out() && !schedules.isEmpty()) {
      table.row(
          Stream.of("NAME", "WHEN", "TYPE", "QUEUE", "NEXT")
              .map(name -> new Table.Cell(name, style::heading))
              .toList());
    }
    for (Recurrence schedule : schedules) {
      table.row(
          Stream.of(
                  schedule.name(),
                  when(schedule.rules()),
                  schedule.template().type(),
                  schedule.template().queue(),
                  next(schedule, next))
              .map(Table.Cell::of)
              .toList());
    }
    return table.lines();
  }

  private static String when(Rules rules) {
    try {
      return switch (rules.readSchedule()) {
        case Cron cron -> cron.expression() + " @" + cron.zone();
        case Every every -> "every " + span(every.interval());
        case Once once -> "at " + JobJson.time(once.at());
      };
    } catch (InvalidRequest unreadable) {
      return OneLine.of(rules.schedule());
    }
  }

  /// As it may be written, and exact, other than the span of something that was measured.
  private static String span(Duration interval) {
    if (interval.equals(Duration.ofDays(interval.toDays()))) {
      return interval.toDays() + "d";
    }
    if (interval.equals(Duration.ofHours(interval.toHours()))) {
      return interval.toHours() + "h";
    }
    return interval.equals(Duration.ofMinutes(interval.toMinutes()))
        ? interval.toMinutes() + "m"
        : Durations.seconds(interval).toPlainString() + "s";
  }

  private static String next(Recurrence schedule, int most) {
    if (schedule.state().paused()) {
      return "paused";
    }
    List<Instant> next = schedule.next(most);
    return next.isEmpty()
        ? "never"
        : next.stream().map(JobJson::time).collect(Collectors.joining(" "));
  }

  /// How a schedule is, in one line.
  public static String line(Recurrence schedule) {
    return "schedule "
        + schedule.name()
        + (schedule.state().paused() ? " is paused" : ": next " + next(schedule, 1));
  }

  /// One schedule whole.
  ///
  /// @param most how many of the instants that come next
  /// @param past jobs that it has made, newest first
  public List<String> page(Recurrence schedule, int most, List<Job> past) {
    List<String> lines = new ArrayList<>();
    Rules rules = schedule.rules();
    field("name", schedule.name(), lines);
    field("when", when(rules), lines);
    field("type", schedule.template().type(), lines);
    field("queue", schedule.template().queue(), lines);
    field("payload", OneLine.of(schedule.template().payload().text()), lines);
    field("missed", rules.missed().toString(), lines);
    field("overlap", rules.overlap().wireName(), lines);
    if (rules.jitter().isPositive()) {
      field("jitter", Spans.of(rules.jitter()), lines);
    }
    if (rules.startsAt() != null) {
      field("starts", JobJson.time(rules.startsAt()), lines);
    }
    if (rules.endsAt() != null) {
      field("ends", JobJson.time(rules.endsAt()), lines);
    }
    field("defined by", schedule.state().definedBy().wireName(), lines);
    if (schedule.state().lastFired() != null) {
      field("last fired", JobJson.time(schedule.state().lastFired()), lines);
    }
    Skip skip = schedule.state().lastSkip();
    if (skip != null) {
      field("left out", JobJson.time(skip.at()) + " since " + OneLine.of(skip.why()), lines);
    }
    if (schedule.next().isEmpty()) {
      field("next", next(schedule, 1), lines);
    }
    schedule.next(most).forEach(at -> field("next", JobJson.time(at), lines));
    for (Job job : past) {
      field(
          "past",
          JobJson.time(job.dueAt())
              + "  "
              + job.id()
              + "  "
              + style.state(job.state(), job.state().wireName()),
          lines);
    }
    return lines;
  }

  private static void field(String name, String value, List<String> lines) {
    lines.add(String.format(Locale.ROOT, "%-12s %s", name, value));
  }
}
