package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.ClaimRequest.Demand;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads at once. The clock stands still meanwhile, so that nothing is reaped. The bound on
/// time is for a store that loses a job, for which the workers would wait for ever.
@Timeout(120)
abstract class ConcurrencyContract extends ContractPart {
  private static final int SUBMITTERS = 4;
  private static final int WORKERS = 4;
  private static final int JOBS = 2_000;

  @Test
  void everyRunIsGivenToOneWorkerAndAllJobsEnd() {
    JobStore store = bench().store();
    Set<RunKey> given = ConcurrentHashMap.newKeySet();
    AtomicInteger doubled = new AtomicInteger();
    AtomicInteger left = new AtomicInteger(JOBS);
    List<Callable<Void>> work = new ArrayList<>();
    for (int i = 0; i < SUBMITTERS; i++) {
      work.add(() -> submit(store, JOBS / SUBMITTERS));
    }
    for (int i = 0; i < WORKERS; i++) {
      String worker = "worker-" + i;
      bench().announce(worker);
      work.add(() -> workOff(store, worker, given, doubled, left));
    }
    Together.run(work);

    assertThat(doubled).describedAs("runs that were given twice").hasValue(0);
    assertThat(store.lookup().count().of(JobState.COMPLETED)).isEqualTo(JOBS);
    assertThat(StoreInvariants.listAll(store.lookup()))
        .hasSize(JOBS)
        .allMatch(job -> job.state() == JobState.COMPLETED);
    // One in ten runs was released once.
    assertThat(given).hasSizeGreaterThan(JOBS);
  }

  private Void submit(JobStore store, int jobs) {
    for (int done = 0; done < jobs; done += 10) {
      List<JobSpec> specs = IntStream.range(0, 10).mapToObj(i -> bench().spec().build()).toList();
      assertThat(store.admission().admit(List.of(new AdmitGroup(Bench.QUEUE, specs))))
          .hasOnlyElementsOfType(Admitted.class);
    }
    return null;
  }

  private static Void workOff(
      JobStore store, String worker, Set<RunKey> given, AtomicInteger doubled, AtomicInteger left) {
    Demand demand = new Demand(Bench.QUEUE, List.of(Bench.HANDLED), 25);
    for (long claimId = 1; left.get() > 0 && !Thread.currentThread().isInterrupted(); claimId++) {
      List<Job> claimed =
          store
              .claims()
              .claim(new ClaimRequest(worker, claimId, Bench.LEASE, 25, List.of(demand)))
              .jobs();
      for (Job job : claimed) {
        if (!given.add(RunKey.of(job))) {
          doubled.incrementAndGet();
        }
      }
      List<Job> kept = claimed.stream().filter(job -> !isReleased(job)).toList();
      List<RunKey> released =
          claimed.stream().filter(ConcurrencyContract::isReleased).map(RunKey::of).toList();
      assertThat(store.claims().release(released)).containsOnly(appliedFor(released));
      assertThat(
              store
                  .claims()
                  .report(
                      kept.stream()
                          .map(job -> new Report(RunKey.of(job), new Outcome.Completed(null)))
                          .toList()))
          .containsOnly(appliedFor(kept));
      left.addAndGet(-kept.size());
    }
    return null;
  }

  private static boolean isReleased(Job job) {
    return job.run() == 1 && Math.floorMod(job.id().hashCode(), 10) == 0;
  }

  private static Applied[] appliedFor(List<?> items) {
    return items.isEmpty() ? new Applied[0] : new Applied[] {Applied.APPLIED};
  }

  @Test
  void jobThatManySubmitAtOnceIsAdmittedOnce() {
    JobStore store = bench().store();
    List<JobSpec> specs = IntStream.range(0, 50).mapToObj(i -> bench().spec().build()).toList();
    ConcurrentHashMap<JobId, Integer> fresh = new ConcurrentHashMap<>();
    Callable<Void> submitter =
        () -> {
          for (JobSpec spec : specs) {
            Admitted answer =
                (Admitted) store.admission().admit(List.of(Bench.group(spec))).getFirst();
            if (!answer.entries().getFirst().duplicate()) {
              fresh.merge(spec.id(), 1, Integer::sum);
            }
          }
          return null;
        };
    Together.run(List.of(submitter, submitter, submitter, submitter));
    assertThat(fresh).hasSize(50).allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    assertThat(bench().claim(100)).hasSize(50);
  }

  @Test
  void cancelAndReportOfTheSameRunAgreeOnOneEnd() {
    JobStore store = bench().store();
    bench().admit(200);
    List<Job> runs = bench().claim(200);
    ConcurrentHashMap<JobId, Boolean> cancelled = new ConcurrentHashMap<>();
    Together.run(
        List.of(
            () -> {
              for (Job run : runs) {
                cancelled.put(run.id(), bench().cancel(run).changed());
              }
              return null;
            },
            () -> {
              for (Job run : runs) {
                store.claims().report(List.of(new Report(RunKey.of(run), Bench.failed())));
              }
              return null;
            }));
    for (Job run : runs) {
      assertThat(bench().stateOf(run))
          .isEqualTo(
              Boolean.TRUE.equals(cancelled.get(run.id())) ? JobState.CANCELLED : JobState.FAILED);
      assertThat(store.lookup().attempts(run.id())).hasSize(1);
    }
  }
}
