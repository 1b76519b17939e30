package dev.jobmill.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import dev.jobmill.time.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A memory store with one worker, and its verbs in the short form in which tests read best.
final class Yard {
  static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  static final Outcome FINE = new Outcome.Completed(null);

  final ManualTime time = new ManualTime(START);
  final MemoryJobStore store;
  private final AtomicLong lastId = new AtomicLong();
  private long claims;

  Yard() {
    this(MemoryJobStore.builder());
  }

  Yard(MemoryJobStore.Builder builder) {
    store = builder.time(time).build();
    store
        .registries()
        .announce(
            new WorkerInfo(
                "w",
                "here",
                1,
                1,
                List.of(new ClaimRequest.HandledType("t", 1)),
                List.of(),
                START));
  }

  JobSpec.Builder spec() {
    JobId id = new JobId(new UUID(lastId.incrementAndGet(), 0));
    return JobSpec.builder(id, "t", Content.json("1")).queue("q");
  }

  Admittance admit(JobSpec.Builder... jobs) {
    List<JobSpec> specs = List.of(jobs).stream().map(JobSpec.Builder::build).toList();
    return store
        .admission()
        .admit(List.of(new AdmitGroup(specs.getFirst().queue(), specs)))
        .getFirst();
  }

  /// The job that is in the store afterwards.
  JobId let(JobSpec.Builder job) {
    Admittance admittance = admit(job);
    assertThat(admittance).isInstanceOf(Admittance.Admitted.class);
    return ((Admittance.Admitted) admittance).entries().getFirst().id();
  }

  static Dependency on(JobId job, Dependency.OnFailure rule) {
    return new Dependency("q", job, rule);
  }

  @Nullable Job find(JobId id) {
    return store.lookup().find(List.of(id)).get(id);
  }

  Job job(JobId id) {
    Job job = find(id);
    if (job == null) {
      throw new AssertionError("job " + id + " is unknown");
    }
    return job;
  }

  JobState state(JobId id) {
    return job(id).state();
  }

  List<Job> claim(int limit) {
    return store
        .claims()
        .claim(
            new ClaimRequest(
                "w",
                ++claims,
                Duration.ofDays(999),
                limit,
                List.of(
                    new ClaimRequest.Demand(
                        "q", List.of(new ClaimRequest.HandledType("t", 1)), limit))))
        .jobs();
  }

  void report(Job run, Outcome outcome) {
    assertThat(store.claims().report(List.of(new Report(RunKey.of(run), outcome))))
        .containsExactly(Applied.APPLIED);
  }

  static JobKey key(JobId id) {
    return new JobKey("q", id);
  }

  void cancel(JobId id) {
    store.admission().cancel(List.of(key(id)), "me");
  }

  long waiting() {
    return store.queues().queues().stream()
        .filter(queue -> queue.name().equals("q"))
        .mapToLong(queue -> queue.waiting())
        .sum();
  }
}
