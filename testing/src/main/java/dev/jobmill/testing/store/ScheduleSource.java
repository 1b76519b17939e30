package dev.jobmill.testing.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.Recurrence.Rules;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Once;
import dev.jobmill.schedule.Schedule;
import dev.jobmill.store.Schedules;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Makes commands about schedules: few, of few words, so that most of them mean one that is there
/// and some say again what was said before. All times are even in milliseconds, as those of others.
final class ScheduleSource {
  private final SplittableRandom random;
  private final ManualTime time;
  private final Instant start;

  ScheduleSource(SplittableRandom random, ManualTime time) {
    this.random = random;
    this.time = time;
    this.start = time.now();
  }

  Command next() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> new Command.PutSchedule(put());
      case 3 -> new Command.PauseSchedule(key(), oneIn(2));
      case 4 -> new Command.RemoveSchedule(key());
      default -> new Command.Fire();
    };
  }

  /// Whether one id may be used in two queues is left open, so each has names of its own.
  private Schedules.Key key() {
    String queue = any(SpecSource.QUEUES);
    return new Schedules.Key(queue, "s" + random.nextInt(2) + "-" + queue);
  }

  private Schedules.Put put() {
    Schedules.Key key = key();
    JobSpec template =
        JobSpec.builder(
                Recurrence.TEMPLATE_ID,
                any(SpecSource.TYPES),
                Content.json("{\"made\":" + random.nextInt(2) + "}"))
            .queue(key.queue())
            .typeVersion(oneIn(5) ? 2 : 1)
            .atMostOnce(oneIn(5))
            .build();
    Rules rules =
        new Rules(
            schedule().text(),
            oneIn(3) ? Duration.ofSeconds(10) : Duration.ZERO,
            some(),
            some(),
            any(List.of(Missed.SKIP, Missed.ONCE, Missed.catchUp(3))),
            any(List.of(Overlap.values())));
    return new Schedules.Put(
        key.name(), template, rules, any(List.of(DefinedBy.values())), oneIn(6), some());
  }

  private Schedule schedule() {
    return switch (random.nextInt(4)) {
      case 0 -> Once.at(time.now().plus(evenMillis(40_000)).minus(evenMillis(5_000)));
      case 1 -> Every.of(Duration.ofHours(1)).from(start);
      default -> Every.of(Duration.ofSeconds(20)).from(start);
    };
  }

  private @Nullable Instant some() {
    return oneIn(5) ? time.now().plus(evenMillis(100_000)).minus(evenMillis(50_000)) : null;
  }

  private Duration evenMillis(int bound) {
    return Duration.ofMillis(random.nextInt(bound / 2) * 2L);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }
}
