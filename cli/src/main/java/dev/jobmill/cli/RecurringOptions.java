package dev.jobmill.cli;

import dev.jobmill.cli.settings.WholeNumber;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Cron;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Once;
import dev.jobmill.schedule.Schedule;
import dev.jobmill.wire.Durations;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// When a schedule makes jobs, and what these are like.
final class RecurringOptions {
  @Option(
      names = "--cron",
      paramLabel = "CRON",
      description = "Five or six fields, such as '30 2 * * MON-FRI', or @daily and the like.")
  @Nullable String cron;

  @Option(names = "--every", paramLabel = "D", description = "Again after each time span.")
  @Nullable String every;

  @Option(names = "--at", paramLabel = "INSTANT", description = "Once, at this instant.")
  @Nullable String at;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description =
          "The time zone of --cron, such as Europe/Berlin; that of this machine unless" + " given.")
  @Nullable String zone;

  @Option(names = "--jitter", paramLabel = "D", description = "Fire up to this much later.")
  @Nullable String jitter;

  @Option(names = "--starts", paramLabel = "INSTANT", description = "Not before this instant.")
  @Nullable String starts;

  @Option(names = "--ends", paramLabel = "INSTANT", description = "Not after this instant.")
  @Nullable String ends;

  @Option(
      names = "--missed",
      paramLabel = "HOW",
      description =
          "Of runs that nobody could start in time: skip them, once for all of them (standard), or"
              + " catch up with the last N.")
  @Nullable String missed;

  @Option(
      names = "--overlap",
      paramLabel = "HOW",
      completionCandidates = Choices.Overlaps.class,
      description =
          "While a job of before has not ended: allow another one, skip it (standard), or"
              + " queue-one.")
  @Nullable String overlap;

  @Option(names = "--queue", paramLabel = "QUEUE", description = "Their queue.")
  @Nullable String queue;

  @Option(
      names = "--priority",
      paramLabel = "P",
      completionCandidates = Choices.Priorities.class,
      description = "high, normal, low, or 0 to 255; lower runs first.")
  @Nullable String priority;

  @Option(names = "--timeout", paramLabel = "D", description = "Time limit of each attempt.")
  @Nullable String timeout;

  @Option(
      names = "--deadline",
      paramLabel = "D",
      description = "Cancelled unless its first run has started within this time.")
  @Nullable String deadline;

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "Further attempts after the first one.")
  @Nullable String retries;

  @Option(
      names = "--backoff",
      paramLabel = "D",
      description = "The first wait between attempts; later ones double.")
  @Nullable String backoff;

  @Option(
      names = "--tag",
      split = ",",
      paramLabel = "TAG",
      description = "A word to find them by; may be repeated.")
  List<String> tags = List.of();

  @Option(
      names = "--meta",
      paramLabel = "K=V",
      description = "Something to keep with them; may be repeated.")
  List<String> metadata = List.of();

  @Option(
      names = "--payload",
      paramLabel = "JSON",
      description = "The payload: JSON, @FILE, or - for a JSON line from standard input.")
  @Nullable String payload;

  /// @throws InvalidRequest when something was given, which only `add` has a use for
  void requireNone(String act) {
    boolean any =
        Stream.of(
                    cron, every, at, zone, jitter, starts, ends, missed, overlap, queue, priority,
                    timeout, deadline, retries, backoff, payload)
                .anyMatch(Objects::nonNull)
            || !tags.isEmpty()
            || !metadata.isEmpty();
    if (any) {
      throw new InvalidRequest(
          "schedules " + act + " takes no options of a schedule: only schedules add has them");
    }
  }

  /// What the jobs are like, in the words of `submit`.
  SubmitOptions ofEachJob() {
    SubmitOptions options = new SubmitOptions();
    options.queue = queue;
    options.priority = priority;
    options.timeout = timeout;
    options.deadline = deadline;
    options.retries = retries;
    options.backoff = backoff;
    options.tags = tags;
    options.metadata = metadata;
    return options;
  }

  /// The schedule with its jobs.
  ///
  /// @throws InvalidRequest when an option is malformed, or two contradict each other
  RecurringJob<Content, Content> job(String name, JobRequest<Content, Content> request) {
    Instant first = starts == null ? null : Instants.parse("--starts", starts);
    RecurringJob<Content, Content> job = RecurringJob.of(name, schedule(first), request);
    job = first == null ? job : job.startsAt(first);
    job = ends == null ? job : job.endsAt(Instants.parse("--ends", ends));
    job = jitter == null ? job : job.jitter(Durations.parse("--jitter", jitter));
    job = missed == null ? job : job.missed(missed(missed));
    return overlap == null ? job : job.overlap(overlap(overlap));
  }

  private Schedule schedule(@Nullable Instant first) {
    if (Stream.of(cron, every, at).filter(Objects::nonNull).count() != 1) {
      throw new InvalidRequest("a schedule has one of --cron, --every and --at: give one of them");
    }
    if (cron != null) {
      return Cron.of(cron, zone());
    }
    if (zone != null) {
      throw new InvalidRequest("--zone says nothing without --cron: leave it out");
    }
    if (every != null) {
      Every rule = Every.of(Durations.parse("--every", every));
      return first == null ? rule : rule.from(first);
    }
    return Once.at(Instants.parse("--at", Objects.requireNonNull(at)));
  }

  private ZoneId zone() {
    try {
      return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      throw new InvalidRequest(
          "--zone '" + zone + "' is not a time zone: use a name like Europe/Berlin or UTC",
          unknown);
    }
  }

  private static Missed missed(String text) {
    return switch (text) {
      case "skip" -> Missed.SKIP;
      case "once" -> Missed.ONCE;
      default -> {
        if (!text.matches("[0-9]+")) {
          throw new InvalidRequest(
              "--missed '"
                  + text
                  + "' is unknown: use skip, once or a number up to "
                  + Missed.MOST);
        }
        yield Missed.catchUp(WholeNumber.parse("--missed", text, 1, Missed.MOST));
      }
    };
  }

  private static Overlap overlap(String text) {
    return Stream.of(Overlap.values())
        .filter(value -> value.wireName().equals(text))
        .findFirst()
        .orElseThrow(() ->
            new InvalidRequest(
                "--overlap '" + text + "' is unknown: use allow, skip or queue-one"));
  }
}
