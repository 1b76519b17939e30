package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Backoff;
import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Priority;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Cron;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Once;
import dev.jobmill.schedule.Schedule;
import dev.jobmill.store.Schedules;
import dev.jobmill.wire.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// [Schedules#put]: what people and programs say of schedules, and what a deploy does to them.
abstract class RegistrationContract extends SchedulesPart {
  private static final Duration HOUR = Duration.ofHours(1);

  private Recurrence register(RecurringJob<?, ?> job) {
    return put(said(job, DefinedBy.CODE));
  }

  @Test
  void everythingThatIsSaidIsKept() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("b", "two\nlines \\ and more");
    metadata.put("a", "");
    JobSpec template =
        JobSpec.builder(Recurrence.TEMPLATE_ID, "u", Content.of("own", new byte[] {0, -1, 10}))
            .typeVersion(7)
            .queue(Bench.QUEUE)
            .priority(new Priority(9))
            .maxAttempts(11)
            .backoff(new Backoff(Duration.ofMillis(3), 1.5, HOUR, 0.25))
            .timeout(Duration.ofNanos(1_234_567_890))
            .tags(new LinkedHashSet<>(List.of("z", "y")))
            .metadata(metadata)
            .requestId("r-1")
            .traceparent("00-abc-01")
            .deadline(new Due.After(Duration.ofSeconds(90)))
            .build();
    Instant start = now();
    Recurrence.Rules rules =
        new Recurrence.Rules(
            Cron.of("*/5 * * * *", ZoneId.of("Asia/Kathmandu")).text(),
            Duration.ofMillis(0),
            start.plusMillis(7),
            start.plus(Duration.ofDays(9)),
            Missed.catchUp(17),
            Overlap.QUEUE_ONE);
    Recurrence put =
        put(new Schedules.Put(NAME, template, rules, DefinedBy.CODE, false, start.minusMillis(3)));
    Recurrence found = found();
    assertThat(found.rules()).isEqualTo(rules).isEqualTo(put.rules());
    assertThat(found.state()).isEqualTo(put.state());
    assertThat(found.state().lastFired()).isEqualTo(start.minusMillis(3));
    assertThat(found.template().sameContent(template)).isTrue();
    fireAfter(Duration.ofMinutes(5));
    Job job = made().getFirst();
    assertThat(job.priority()).isEqualTo(new Priority(9));
    assertThat(job.spec().typeVersion()).isEqualTo(7);
    assertThat(job.payload()).isEqualTo(template.payload());
    assertThat(job.spec().backoff()).isEqualTo(template.backoff());
    assertThat(job.maxAttempts()).isEqualTo(11);
    assertThat(job.timeout()).isEqualTo(template.timeout());
    assertThat(job.tags()).containsExactly("z", "y", "schedule:" + NAME);
    assertThat(job.metadata()).isEqualTo(metadata);
    assertThat(job.requestId()).contains("r-1");
    assertThat(job.spec().traceparent()).contains("00-abc-01");
    assertThat(job.deadline()).contains(job.submittedAt().plusSeconds(90));
    assertThat(job.spec().unique().orElseThrow().key()).contains("schedule:" + NAME);
  }

  @Test
  void jobsOfATypeThatIsNeverRunTwiceAreNeverRunTwice() {
    JobSpec template =
        minutely().template(new JsonCodec()).toBuilder().maxAttempts(1).atMostOnce(true).build();
    put(new Schedules.Put(NAME, template, minutely().rules(), DefinedBy.PEOPLE, false, null));
    fireAfter(MINUTE);
    assertThat(made().getFirst().spec().atMostOnce()).isTrue();
  }

  @Test
  void whatWasSaidBeforeChangesNothing() {
    RecurringJob<String, String> job = minutely();
    Recurrence first = put(job);
    bench().time().advance(Duration.ofSeconds(90));
    assertThat(put(job).state()).isEqualTo(first.state());
    assertThat(next()).isEqualTo(first.state().next());
    bench().fireAll();
    pause(true);
    assertThat(put(job).state().paused()).isTrue();
  }

  @Test
  void anotherTimingBeginsWithItsFirstInstantAfterNow() {
    put(minutely());
    fireAfter(MINUTE);
    bench().time().advance(Duration.ofSeconds(10));
    put(job(NAME, every(HOUR)));
    assertThat(next()).isEqualTo(now().plus(HOUR));
    assertThat(fireAfter(HOUR)).isEqualTo(1);
  }

  @Test
  void withTheSameTimingAnInstantThatIsDueIsNotLost() {
    put(minutely());
    Instant first = next();
    bench().time().advance(MINUTE.plusSeconds(3));
    put(RecurringJob.of(NAME, minutelySince(first), JobRequest.of(TYPE, "y")));
    bench().fireAll();
    assertThat(madeFor()).containsExactly(first);
    assertThat(made().getFirst().payload().text()).isEqualTo("\"y\"");
  }

  private static Schedule minutelySince(Instant first) {
    return Every.of(MINUTE).from(first);
  }

  @Test
  void whatHasBeenFiredIsNotFiredAgainByAnotherTiming() {
    Instant start = now();
    Schedules.Put put = said(minutely(), DefinedBy.PEOPLE);
    put(
        new Schedules.Put(
            put.name(),
            put.template(),
            put.rules(),
            put.by(),
            false,
            start.plus(MINUTE.multipliedBy(3))));
    assertThat(next()).isEqualTo(start.plus(MINUTE.multipliedBy(4)));
  }

  @Test
  void pastInstantIsNeverFired() {
    put(job(NAME, Once.at(now().minusSeconds(1))));
    assertThat(found().next()).isEmpty();
    assertThat(fireAfter(MINUTE)).isZero();
  }

  @Test
  void onceIsFiredOnceAlsoWhenItIsSaidAgain() {
    RecurringJob<String, String> once = job(NAME, Once.at(now().plus(MINUTE)));
    register(once);
    fireAfter(MINUTE);
    register(once);
    register(RecurringJob.of(NAME, Once.at(now()), JobRequest.of(TYPE, "y")));
    assertThat(fireAfter(MINUTE)).isZero();
    assertThat(made()).hasSize(1);
  }

  @Test
  void programThatStartsAgainLeavesWhatPeopleHaveDone() {
    RecurringJob<String, String> code = minutely();
    register(code);
    pause(true);
    register(code);
    assertThat(found().state().paused()).isTrue();
    pause(false);
    put(job(NAME, every(HOUR)));
    assertThat(found().state().definedBy()).isEqualTo(DefinedBy.PEOPLE);
    Recurrence changed = found();
    register(code);
    assertThat(found().state()).isEqualTo(changed.state());
    assertThat(found().rules()).isEqualTo(changed.rules());
  }

  @Test
  void changedProgramTakesTheScheduleOver() {
    register(minutely());
    put(job(NAME, every(HOUR)));
    register(job(NAME, every(HOUR.multipliedBy(2))));
    assertThat(found().state().definedBy()).isEqualTo(DefinedBy.CODE);
    assertThat(next()).isEqualTo(now().plus(HOUR.multipliedBy(2)));
  }

  @Test
  void programThatSaysWhatPeopleHaveSaidTakesItOverAsItIs() {
    RecurringJob<String, String> job = minutely();
    put(job);
    pause(true);
    Recurrence.State before = found().state();
    register(job);
    assertThat(found().state().next()).isEqualTo(before.next());
    assertThat(found().state().paused()).isTrue();
    assertThat(found().state().definedBy()).isEqualTo(DefinedBy.CODE);
  }

  @Test
  void oldAndNewVersionSideBySideFireEachInstantOnce() {
    RecurringJob<String, String> older = minutely();
    RecurringJob<String, String> newer =
        job(NAME, every(Duration.ofSeconds(30))).missed(Missed.SKIP);
    register(older);
    fireAfter(MINUTE);
    bench().completeNext();
    register(newer);
    fireAfter(Duration.ofSeconds(30));
    // An old node that is started again says what it has said: whoever started last is right.
    register(older);
    fireAfter(Duration.ofSeconds(30));
    register(newer);
    fireAfter(Duration.ofSeconds(30));
    assertThat(madeFor()).doesNotHaveDuplicates();
    assertThat(found().rules()).isEqualTo(newer.rules());
  }

  @Test
  void removedScheduleComesBackWithTheProgramThatHasIt() {
    RecurringJob<String, String> code = minutely();
    register(code);
    schedules().remove(List.of(new Schedules.Key(Bench.QUEUE, NAME)));
    assertThat(fireAfter(MINUTE)).isZero();
    register(code);
    assertThat(next()).isAfter(now());
  }
}
