package dev.jobmill.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attempt;
import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobEvent;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobIds;
import dev.jobmill.job.JobSpec;
import dev.jobmill.job.JobState;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Counts;
import dev.jobmill.store.Lookup;
import dev.jobmill.time.Chance;
import dev.jobmill.time.ManualTime;
import dev.jobmill.wire.JsonCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PredecessorsTest {
  record Total(int cents) {}

  private static final JobType<String, Total> SUM = JobType.of("sum", String.class, Total.class);
  private static final JobType<String, String> NAME =
      JobType.of("name", String.class, String.class).alias("title");

  private final ManualTime time = ManualTime.standing();
  private final JobIds ids = new JobIds(time, Chance.from(new Random(5)));
  private final StoreCalls calls = new StoreCalls();
  private final Known known = new Known();
  private final List<Dependency> after = new ArrayList<>();

  @AfterEach
  void close() {
    calls.close();
  }

  @Test
  void theResultOfTheOneJobOfATypeIsReadAsItsType() {
    add("name", JobState.COMPLETED, "\"Ada\"");
    add("sum", JobState.COMPLETED, "{\"cents\":250}");
    Predecessors before = predecessors();
    assertThat(before.resultOf(SUM)).isEqualTo(new Total(250));
    assertThat(before.resultOf(NAME)).isEqualTo("Ada");
  }

  @Test
  void theyAreLookedUpOnceAndOnlyWhenSomebodyAsks() {
    add("sum", JobState.COMPLETED, "{\"cents\":1}");
    Predecessors before = predecessors();
    assertThat(before.ids()).hasSize(1);
    assertThat(known.looks).isZero();
    before.resultOf(SUM);
    before.resultsOf(SUM);
    before.resultsOf(NAME);
    assertThat(known.looks).isEqualTo(1);
  }

  @Test
  void aLookThatFailedIsTriedAgain() {
    add("sum", JobState.COMPLETED, "{\"cents\":1}");
    known.away = true;
    Predecessors before = predecessors();
    assertThatThrownBy(() -> before.resultOf(SUM)).isInstanceOf(StoreUnavailable.class);
    known.away = false;
    assertThat(before.resultOf(SUM)).isEqualTo(new Total(1));
  }

  @Test
  void resultsComeInTheOrderInWhichTheJobsWereNamed() {
    for (int i = 0; i < 350; i++) {
      add("sum", JobState.COMPLETED, "{\"cents\":" + i + "}");
    }
    assertThat(predecessors().resultsOf(SUM))
        .extracting(Total::cents)
        .hasSize(350)
        .isSorted()
        .startsWith(0)
        .endsWith(349);
  }

  @Test
  void oneThatGaveNothingOrDidNotCompleteHasNoResult() {
    add("sum", JobState.COMPLETED, null);
    add("name", JobState.FAILED, null);
    Predecessors before = predecessors();
    assertThat(before.resultOf(SUM)).isNull();
    assertThat(before.resultOf(NAME)).isNull();
    assertThat(before.resultsOf(NAME)).isEmpty();
  }

  @Test
  void aJobUnderAFormerNameCounts() {
    add("title", JobState.COMPLETED, "\"Ada\"");
    assertThat(predecessors().resultOf(NAME)).isEqualTo("Ada");
  }

  @Test
  void noneOrSeveralOfATypeAreRefusedByName() {
    add("sum", JobState.COMPLETED, "{\"cents\":1}");
    add("sum", JobState.COMPLETED, "{\"cents\":2}");
    Predecessors before = predecessors();
    assertThatThrownBy(() -> before.resultOf(SUM))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll("2 jobs of type sum", "resultsOf");
    assertThatThrownBy(() -> before.resultOf(NAME))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("0 jobs of type name");
  }

  private void add(String type, JobState state, @Nullable String result) {
    JobSpec spec = JobSpec.builder(ids.next(), type, Content.json("\"x\"")).build();
    Job job =
        Job.builder(spec, state, time.now())
            .result(result == null ? null : Content.json(result))
            .build();
    known.jobs.put(job.id(), job);
    after.add(Dependency.on(job));
  }

  private Predecessors predecessors() {
    JobSpec spec = JobSpec.builder(ids.next(), "t", Content.json("1")).after(after).build();
    Job job = Job.builder(spec, JobState.PROCESSING, time.now()).run(1).build();
    return new Predecessors(job, known, calls, new JsonCodec());
  }

  /// Knows some jobs and counts how often it is asked.
  private static final class Known implements Lookup {
    private final Map<JobId, Job> jobs = new HashMap<>();
    private volatile boolean away;
    private volatile int looks;

    @Override
    public synchronized Map<JobId, Job> find(Collection<JobId> wanted) {
      looks++;
      if (away) {
        throw new StoreUnavailable("away on purpose");
      }
      Map<JobId, Job> found = new HashMap<>(jobs);
      found.keySet().retainAll(wanted);
      return found;
    }

    @Override
    public List<Job> list(JobFilter filter, @Nullable JobId before, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Counts count() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Attempt> attempts(JobId id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<LogLine> log(JobId id, int last) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<JobEvent> events(JobId id) {
      throw new UnsupportedOperationException();
    }
  }
}
