package dev.jobmill.benchmarks;

import dev.jobmill.Jobmill;
import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobClient;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a claim takes while jobs that may not be claimed stand in front.
final class ClaimCost {
  static final int CLAIMS = 400;
  static final int LIMIT = 50;
  private static final String WORKER = "w-benchmark";

  /// Whose jobs stand in front. A further reason to pass jobs over (a type that is paused) is one
  /// more constant here, with what has to be done to the store before the claims.
  enum Front {
    NOBODY("nothing in front"),
    UNHANDLED("unhandled type in front"),
    NEWER("unhandled newer version in front");

    final String words;

    Front(String words) {
      this.words = words;
    }

    private @Nullable JobType<Content, Content> type() {
      return switch (this) {
        case NOBODY -> null;
        case UNHANDLED -> JobType.of("unhandled", Content.class, Content.class);
        case NEWER -> EngineCycle.NOOP.version(2);
      };
    }
  }

  private ClaimCost() {}

  /// Milliseconds of each claim of [#LIMIT] jobs, with `front` jobs ahead of them in the queue.
  static Percentiles run(JobStore store, Front kind, int front) {
    JobClient client = Jobmill.clientOf(store);
    JobType<Content, Content> ahead = kind.type();
    if (ahead != null) {
      submit(client, ahead, front);
    }
    submit(client, EngineCycle.NOOP, CLAIMS * LIMIT);
    List<ClaimRequest.HandledType> types =
        List.of(new ClaimRequest.HandledType(EngineCycle.NOOP.name(), EngineCycle.NOOP.version()));
    store
        .registries()
        .announce(new WorkerInfo(WORKER, "localhost", 1, LIMIT, types, List.of(), Instant.now()));
    double[] millis = new double[CLAIMS];
    for (int claim = 1; claim <= CLAIMS; claim++) {
      long begin = System.nanoTime();
      List<Job> jobs =
          store
              .claims()
              .claim(
                  new ClaimRequest(
                      WORKER,
                      claim,
                      Duration.ofMinutes(5),
                      LIMIT,
                      List.of(new ClaimRequest.Demand(JobType.DEFAULT_QUEUE, types, LIMIT))))
              .jobs();
      millis[claim - 1] = BareLoop.seconds(begin) * 1e3;
      if (jobs.size() != LIMIT) {
        throw new IllegalStateException("a claim gave " + jobs.size() + " jobs: not a measure");
      }
    }
    return new Percentiles(millis);
  }

  private static void submit(JobClient client, JobType<Content, Content> type, int jobs) {
    Content payload = EngineCycle.payload();
    for (int sent = 0; sent < jobs; sent += BareLoop.BATCH) {
      List<JobRequest<Content, Content>> batch = new ArrayList<>(BareLoop.BATCH);
      for (int i = sent; i < Math.min(jobs, sent + BareLoop.BATCH); i++) {
        batch.add(JobRequest.of(type, payload));
      }
      client.submitAll(batch);
    }
  }
}
