package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Missed;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Once;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.Schedules;
import dev.jobmill.store.Upkeep.Pass;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// [Schedules#fire]: each instant makes one job.
abstract class SchedulesContract extends SchedulesPart {
  @Test
  void instantMakesAJobThatIsDueThen() {
    put(minutely());
    Instant first = now().plus(MINUTE);
    assertThat(next()).isEqualTo(first);
    assertThat(fireAfter(MINUTE.minusMillis(1))).isZero();
    assertThat(made()).isEmpty();

    assertThat(fireAfter(Duration.ofMillis(1))).isEqualTo(1);
    Job job = made().getFirst();
    assertThat(made()).hasSize(1);
    assertThat(job.dueAt()).isEqualTo(first);
    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(job.type()).isEqualTo(Bench.TYPE);
    assertThat(job.payload().text()).isEqualTo("\"x\"");
    assertThat(job.tags()).containsExactly("schedule:" + NAME);
    assertThat(next()).isEqualTo(first.plus(MINUTE));
    assertThat(found().state().lastFired()).isEqualTo(first);
    assertThat(bench().claimOne().id()).isEqualTo(job.id());
  }

  @Test
  void firingAgainMakesNothing() {
    put(minutely());
    fireAfter(MINUTE);
    assertThat(bench().fireAll()).isZero();
    assertThat(bench().fireAll()).isZero();
    assertThat(made()).hasSize(1);
  }

  @Test
  void instantIsNotMadeAgainWhenItsJobIsForgotten() {
    put(minutely());
    fireAfter(MINUTE);
    bench().completeNext();
    bench().delete(made().getFirst());
    assertThat(bench().fireAll()).isZero();
    assertThat(made()).isEmpty();
  }

  @Test
  void passSaysExactlyWhenToCallAgain() {
    Pass idle = schedules().fire(10);
    assertThat(idle.done()).isZero();
    assertThat(idle.next()).isBetween(Duration.ofSeconds(1), MINUTE);
    put(job(NAME, Once.at(now().plusMillis(31_234))));
    put(job("other", Once.at(now().plusMillis(41_234))));
    assertThat(schedules().fire(10)).isEqualTo(new Pass(0, Duration.ofMillis(31_234)));
    bench().time().advance(Duration.ofMillis(31_234));
    assertThat(schedules().fire(10)).isEqualTo(new Pass(1, Duration.ofSeconds(10)));
  }

  @Test
  void passMakesNoMoreJobsThanItMay() {
    put(job(NAME, every(Duration.ofSeconds(10))).overlap(Overlap.ALLOW));
    put(job("other", every(Duration.ofSeconds(20))).overlap(Overlap.ALLOW));
    bench().time().advance(MINUTE);
    assertThat(schedules().fire(4)).isEqualTo(new Pass(4, Duration.ZERO));
    assertThat(schedules().fire(4)).isEqualTo(new Pass(4, Duration.ZERO));
    assertThat(schedules().fire(4)).isEqualTo(new Pass(1, Duration.ofSeconds(10)));
    assertThat(made()).hasSize(6);
    assertThat(made("other")).hasSize(3);
  }

  @Test
  void instantsThatAreAMinuteLateAreNotMissed() {
    Instant start = now();
    put(minutely().missed(Missed.SKIP));
    fireAfter(MINUTE.multipliedBy(2));
    assertThat(madeFor()).containsExactly(start.plus(MINUTE), start.plus(MINUTE.multipliedBy(2)));
  }

  @Test
  void missedInstantsAreLeftOut() {
    Instant start = now();
    put(minutely().missed(Missed.SKIP));
    fireAfter(MINUTE.multipliedBy(10).plusMillis(1));
    assertThat(madeFor()).containsExactly(start.plus(MINUTE.multipliedBy(10)));
    fireAfter(MINUTE.multipliedBy(5).minusSeconds(1));
    assertThat(madeFor()).hasSize(2).endsWith(start.plus(MINUTE.multipliedBy(14)));
  }

  @Test
  void oneJobStandsForAllMissedInstants() {
    Instant start = now();
    put(job(NAME, every(Duration.ofHours(1))).overlap(Overlap.ALLOW).missed(Missed.ONCE));
    fireAfter(Duration.ofHours(50).plusMinutes(30));
    assertThat(madeFor()).containsExactly(start.plus(Duration.ofHours(50)));
    assertThat(next()).isEqualTo(start.plus(Duration.ofHours(51)));
  }

  @Test
  void latestMissedInstantsAreCaughtUpWith() {
    Instant start = now();
    put(job(NAME, every(Duration.ofHours(1))).missed(Missed.catchUp(3)));
    fireAfter(Duration.ofHours(50).plusMinutes(30));
    assertThat(madeFor())
        .containsExactly(
            start.plus(Duration.ofHours(48)),
            start.plus(Duration.ofHours(49)),
            start.plus(Duration.ofHours(50)));
    assertThat(fireAfter(Duration.ofMinutes(30))).isEqualTo(1);
  }

  @Test
  void yearsOfAbsenceOfAScheduleOfEverySecondAreBounded() {
    put(job(NAME, every(Duration.ofSeconds(1))).missed(Missed.catchUp(Missed.MOST)));
    bench().time().advance(Duration.ofDays(5_000));
    Instant now = now();
    int passes = 1;
    while (schedules().fire(500).next().isZero()) {
      assertThat(++passes).isLessThan(20);
    }
    // Those that were missed, and those of the last minute, which are only late.
    List<Instant> made =
        StoreInvariants.listAll(bench().store().lookup()).reversed().stream()
            .map(Job::dueAt)
            .toList();
    assertThat(made).hasSize(Missed.MOST + 61).isSorted().doesNotHaveDuplicates();
    assertThat(made.getLast()).isEqualTo(now);
    assertThat(next()).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void instantIsLeftOutWhileAJobWaitsOrRuns() {
    put(minutely().overlap(Overlap.SKIP));
    fireAfter(MINUTE);
    Instant first = now();
    fireAfter(MINUTE);
    assertThat(madeFor()).containsExactly(first);
    Job run = bench().claimOne();
    fireAfter(MINUTE);
    assertThat(madeFor()).containsExactly(first);
    assertThat(found().state().lastFired()).isEqualTo(first);
    Recurrence.Skip skip = skip();
    assertThat(skip.at()).isEqualTo(now());
    assertThat(skip.why()).contains(run.id().toString());
    bench().report(run, Bench.failed());
    fireAfter(MINUTE);
    assertThat(madeFor()).containsExactly(first, now());
  }

  @Test
  void oneJobMayWaitBehindTheOneThatRuns() {
    put(minutely().overlap(Overlap.QUEUE_ONE));
    fireAfter(MINUTE);
    bench().claimOne();
    fireAfter(MINUTE);
    assertThat(made()).hasSize(2);
    fireAfter(MINUTE);
    assertThat(made()).hasSize(2);
  }

  @Test
  void jobsMayOverlapWhereThatIsAllowed() {
    put(minutely());
    fireAfter(MINUTE);
    bench().claimOne();
    fireAfter(MINUTE);
    fireAfter(MINUTE);
    assertThat(made()).hasSize(3);
  }

  @Test
  void fullQueueLeavesAnInstantOutAndNobodyElse() {
    put(minutely());
    put(RecurringJob.of("other", every(MINUTE), JobRequest.of(TYPE, "x").queue("elsewhere")));
    bench().store().queues().limitQueue(Bench.QUEUE, 0L);
    fireAfter(MINUTE);
    assertThat(made()).isEmpty();
    assertThat(made("other")).hasSize(1);
    Recurrence.Skip skip = skip();
    assertThat(skip.at()).isEqualTo(now());
    assertThat(skip.why()).contains(Bench.QUEUE, "full");
    assertThat(found().state().lastFired()).isNull();
    assertThat(next()).isEqualTo(now().plus(MINUTE));
    bench().store().queues().limitQueue(Bench.QUEUE, 1L);
    fireAfter(MINUTE);
    assertThat(madeFor()).containsExactly(now());
  }

  @Test
  void pausedScheduleMakesNothingAndDoesNotMakeUpForIt() {
    put(minutely());
    pause(true);
    pause(true);
    assertThat(found().next()).isEmpty();
    assertThat(fireAfter(MINUTE.multipliedBy(5).plusSeconds(30))).isZero();
    pause(false);
    assertThat(bench().fireAll()).isZero();
    assertThat(next()).isEqualTo(now().plusSeconds(30));
    fireAfter(Duration.ofSeconds(30));
    assertThat(madeFor()).containsExactly(now());
  }

  @Test
  void resumedBeforeItsInstantItGoesOnAsIfNothingHadBeen() {
    put(minutely());
    Instant first = next();
    pause(true);
    bench().time().advance(Duration.ofSeconds(59));
    pause(false);
    assertThat(next()).isEqualTo(first);
  }

  @Test
  void scheduleMayRestFromTheBeginning() {
    put(minutely().paused());
    assertThat(fireAfter(MINUTE)).isZero();
    assertThat(found().state().paused()).isTrue();
  }

  @Test
  void startAndEndAreKept() {
    Instant start = now();
    put(
        minutely()
            .startsAt(start.plus(MINUTE.multipliedBy(3)))
            .endsAt(start.plus(MINUTE.multipliedBy(5))));
    for (int i = 0; i < 10; i++) {
      fireAfter(MINUTE);
    }
    assertThat(madeFor())
        .containsExactly(
            start.plus(MINUTE.multipliedBy(3)),
            start.plus(MINUTE.multipliedBy(4)),
            start.plus(MINUTE.multipliedBy(5)));
    assertThat(found().next()).isEmpty();
  }

  @Test
  void missedInstantsAfterTheEndAreNone() {
    Instant start = now();
    put(minutely().missed(Missed.ONCE).endsAt(start.plus(MINUTE.multipliedBy(5))));
    fireAfter(Duration.ofDays(1));
    assertThat(madeFor()).containsExactly(start.plus(MINUTE.multipliedBy(5)));
    assertThat(found().next()).isEmpty();
  }

  @Test
  void jitterDelaysTheFiringAndNothingElse() {
    Instant first = now().plus(MINUTE);
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      put(job("s-" + i, Once.at(now().plusSeconds(30))).jitter(Duration.ofSeconds(10)));
      waits.add(schedules().fire(1).next());
      schedules().remove(List.of(new Schedules.Key(Bench.QUEUE, "s-" + i)));
    }
    assertThat(waits).doesNotHaveDuplicates().hasSize(20);
    put(minutely().jitter(Duration.ofSeconds(10)));
    while (made().isEmpty()) {
      assertThat(now()).isBefore(first.plusMillis(10_001));
      Pass pass = schedules().fire(1);
      bench().time().advance(pass.next());
    }
    assertThat(now()).isAfter(first);
    assertThat(madeFor()).containsExactly(first);
    assertThat(next()).isEqualTo(first.plus(MINUTE));
  }

  @Test
  void scheduleThatIsRemovedMakesNothingMore() {
    put(minutely());
    fireAfter(MINUTE);
    Schedules.Key key = new Schedules.Key(Bench.QUEUE, NAME);
    assertThat(schedules().remove(List.of(key, new Schedules.Key(Bench.QUEUE, "unknown"))))
        .containsExactly(true, false);
    assertThat(schedules().remove(List.of(key))).containsExactly(false);
    assertThat(fireAfter(MINUTE)).isZero();
    assertThat(made()).hasSize(1);
    assertThat(schedules().find(List.of(NAME))).isEmpty();
  }

  @Test
  void jobOfATypeThatAnOldNodeDoesNotKnowWaitsForANewOne() {
    JobType<String, String> newType =
        JobType.of("new", String.class, String.class).queue(Bench.QUEUE).version(2);
    put(RecurringJob.of(NAME, every(MINUTE), JobRequest.of(newType, "x")));
    bench().announce(Bench.WORKER);
    assertThat(fireAfter(MINUTE)).isEqualTo(1);
    assertThat(bench().claim(10)).isEmpty();
    Demand newer = new Demand(Bench.QUEUE, List.of(new HandledType("new", 2)), 10);
    assertThat(bench().claim("w-2", 10, newer)).hasSize(1);
  }

  @Test
  void whoeverWaitsIsHintedOfAScheduleAndOfItsJobs() {
    Hints.assertHinted(bench().store(), hint -> hint.pending(), () -> put(minutely()));
    Hints.assertHinted(
        bench().store(), hint -> hint.queued().contains(Bench.QUEUE), () -> fireAfter(MINUTE));
  }

  @Test
  void schedulesAreListedByNamePageByPage() {
    List<String> names = List.of("B", "a", "a.b", "b", "c");
    Stream.of("c", "a", "b", "a.b", "B").forEach(name -> put(job(name, every(MINUTE))));
    put(RecurringJob.of("a", every(MINUTE), JobRequest.of(TYPE, "x").queue("z")));
    List<Recurrence> listed = new ArrayList<>();
    List<Recurrence> page = schedules().list(null, 2);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      listed.addAll(page);
      page = schedules().list(Schedules.Key.of(listed.getLast()), 2);
    }
    assertThat(listed.stream().map(Recurrence::name).distinct()).containsExactlyElementsOf(names);
    assertThat(listed).hasSize(6);
    assertThat(schedules().find(List.of("c", "a", "unknown", "a")))
        .extracting(one -> one.name() + " in " + one.template().queue())
        .containsExactly("a in q", "a in z", "c in q");
  }

  @Test
  void idsOfJobsFollowFromNameAndInstant() {
    put(minutely());
    Instant first = next();
    fireAfter(MINUTE);
    JobId id = made().getFirst().id();
    assertThat(id.value().version()).isEqualTo(7);
    assertThat(id.value().getMostSignificantBits() >>> 16).isEqualTo(first.toEpochMilli());
  }
}
