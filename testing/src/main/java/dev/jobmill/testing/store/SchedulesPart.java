package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Overlap;
import dev.jobmill.job.Recurrence;
import dev.jobmill.job.Recurrence.DefinedBy;
import dev.jobmill.job.RecurringJob;
import dev.jobmill.schedule.Every;
import dev.jobmill.schedule.Schedule;
import dev.jobmill.store.Schedules;
import dev.jobmill.wire.JsonCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A part of the contract that is about [Schedules]: jobs of queue `q` and type `t` are made once a
/// minute, the first a minute after the start.
abstract class SchedulesPart extends ContractPart {
  static final JobType<String, String> TYPE =
      JobType.of(Bench.TYPE, String.class, String.class).queue(Bench.QUEUE);
  static final Duration MINUTE = Duration.ofMinutes(1);
  static final String NAME = "nightly";

  Schedules schedules() {
    return bench().store().schedules();
  }

  Instant now() {
    return bench().time().now();
  }

  Schedule every(Duration interval) {
    return Every.of(interval).from(now().plus(interval));
  }

  static RecurringJob<String, String> job(String name, Schedule schedule) {
    return RecurringJob.of(name, schedule, JobRequest.of(TYPE, "x"));
  }

  /// A minute apart; an instant is made whatever has become of the one before.
  RecurringJob<String, String> minutely() {
    return job(NAME, every(MINUTE)).overlap(Overlap.ALLOW);
  }

  static Schedules.Put said(RecurringJob<?, ?> job, DefinedBy by) {
    return new Schedules.Put(
        job.name(), job.template(new JsonCodec()), job.rules(), by, job.isPaused(), null);
  }

  Recurrence put(RecurringJob<?, ?> job) {
    return put(said(job, DefinedBy.PEOPLE));
  }

  Recurrence put(Schedules.Put said) {
    return schedules().put(List.of(said)).getFirst();
  }

  void pause(boolean paused) {
    assertThat(schedules().pause(List.of(new Schedules.Key(Bench.QUEUE, NAME)), paused))
        .containsExactly(true);
  }

  Recurrence found() {
    List<Recurrence> found = schedules().find(List.of(NAME));
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  Instant next() {
    return found().next().orElseThrow();
  }

  Recurrence.Skip skip() {
    Recurrence.Skip skip = found().state().lastSkip();
    if (skip == null) {
      throw new AssertionError("no instant was left out");
    }
    return skip;
  }

  /// Time passes and then somebody looks.
  int fireAfter(Duration span) {
    bench().time().advance(span);
    return bench().fireAll();
  }

  List<Job> made() {
    return made(NAME);
  }

  /// The jobs of a schedule, oldest instant first.
  List<Job> made(String name) {
    JobFilter filter = JobFilter.ALL.tag(Recurrence.tag(name));
    return bench().store().lookup().list(filter, null, Bench.ALL).reversed();
  }

  List<Instant> madeFor() {
    return made().stream().map(Job::dueAt).toList();
  }
}
