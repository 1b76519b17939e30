package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.store.Admission;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.ClaimRequest.HandledType;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Registries.WorkerInfo;
import dev.jobmill.time.Chance;
import dev.jobmill.time.SystemTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The verbs of a store in the form in which these tests read best.
final class Jobs {
  static final String QUEUE = "q";
  private static final HandledType TYPE = new HandledType("t", 1);
  private static final JobIds IDS = new JobIds(SystemTime.SYSTEM, Chance.system());

  private Jobs() {}

  static JobSpec spec() {
    return JobSpec.builder(IDS.next(), "t", Content.json("{}")).queue(QUEUE).build();
  }

  static JobId admit(Admission admission) {
    JobSpec spec = spec();
    Admittance answer = admission.admit(List.of(new AdmitGroup(QUEUE, List.of(spec)))).getFirst();
    if (!(answer instanceof Admittance.Admitted)) {
      throw new AssertionError("not admitted: " + answer);
    }
    return spec.id();
  }

  static void announce(JobStore store, String worker) {
    store
        .registries()
        .announce(new WorkerInfo(worker, "here", 1, 1, List.of(TYPE), List.of(), Instant.EPOCH));
  }

  static List<Job> claim(JobStore store, String worker, long claimId, int limit) {
    Demand demand = new Demand(QUEUE, List.of(TYPE), limit);
    return store
        .claims()
        .claim(new ClaimRequest(worker, claimId, Duration.ofMinutes(1), limit, List.of(demand)))
        .jobs();
  }
}
