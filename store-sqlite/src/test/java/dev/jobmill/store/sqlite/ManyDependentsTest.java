package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Failure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.store.AdmitGroup;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// More dependents than one transaction looks at.
class ManyDependentsTest {
  private static final int MANY = 2_400;

  @TempDir Path folder;
  private SqliteJobStore store;

  @BeforeEach
  void open() {
    store = SqliteJobStore.at(folder.resolve("jobs.db"));
    Jobs.announce(store, "w");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void submit(List<JobSpec> specs) {
    for (int from = 0; from < specs.size(); from += 1_000) {
      List<JobSpec> slice = specs.subList(from, Math.min(specs.size(), from + 1_000));
      store.admission().admit(List.of(new AdmitGroup(Jobs.QUEUE, slice)));
    }
  }

  private static JobSpec after(JobId first) {
    return Jobs.spec().toBuilder()
        .after(List.of(new Dependency(Jobs.QUEUE, first, OnFailure.CANCEL)))
        .build();
  }

  private void end(long claim, Outcome outcome) {
    Job job = Jobs.claim(store, "w", claim, 1).getFirst();
    store.claims().report(List.of(new Report(RunKey.of(job), outcome)));
  }

  private long count(JobState state) {
    return store.lookup().count().of(state);
  }

  private int releaseAll() {
    int passes = 0;
    boolean more = true;
    while (more) {
      more = store.upkeep().release(1_000).next().isZero();
      passes++;
    }
    return passes;
  }

  @Test
  void areDecidedByTheEndThatTheyWaitedForThoughAnotherFollows() {
    JobId first = Jobs.admit(store.admission());
    List<JobSpec> specs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      specs.add(after(first));
    }
    submit(specs);

    end(1, new Outcome.Failed(Failure.of("Oops", "on purpose"), null));
    store.admission().retry(List.of(new JobKey(Jobs.QUEUE, first)), "me");
    end(2, new Outcome.Completed(null));
    releaseAll();

    assertThat(count(JobState.CANCELLED)).isEqualTo(MANY);
    assertThat(count(JobState.QUEUED)).isZero();
  }

  @Test
  void chainThatEndsIsWorkedOffInFewPasses() {
    JobId first = Jobs.admit(store.admission());
    List<JobSpec> specs = new ArrayList<>();
    JobId last = first;
    for (int i = 0; i < MANY; i++) {
      JobSpec next = after(last);
      specs.add(next);
      last = next.id();
    }
    submit(specs);

    store.admission().cancel(List.of(new JobKey(Jobs.QUEUE, first)), "me");

    assertThat(releaseAll()).isLessThan(5);
    assertThat(count(JobState.CANCELLED)).isEqualTo(MANY + 1);
  }

  @Test
  void oneThatIsNamedTwiceCountsOnce() {
    JobId first = Jobs.admit(store.admission());
    Dependency edge = new Dependency(Jobs.QUEUE, first, OnFailure.CANCEL);
    submit(List.of(Jobs.spec().toBuilder().after(List.of(edge, edge)).build()));
    end(1, new Outcome.Completed(null));
    assertThat(count(JobState.QUEUED)).isEqualTo(1);
  }
}
