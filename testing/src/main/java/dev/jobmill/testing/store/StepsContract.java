package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.store.Steps;
import dev.jobmill.store.Steps.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// [Steps].
abstract class StepsContract extends ContractPart {
  private static StepKept step(RunKey run, String name, String json) {
    return new StepKept(run, name, Content.json(json));
  }

  private Answer keep(Job run, String name, String json) {
    List<Answer> answers = bench().store().steps().keep(List.of(step(RunKey.of(run), name, json)));
    assertThat(answers).hasSize(1);
    return answers.getFirst();
  }

  private Map<String, Content> kept(Job job) {
    return bench().store().steps().of(job.id());
  }

  private Job afterRetry(Job run) {
    bench().report(run, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    return bench().claimOne();
  }

  @Test
  void stepsAreKeptByteForByteInTheirOrder() {
    Job run = bench().running();
    byte[] large = new byte[Steps.CONTENT_BYTES_MAX];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (31 * i);
    }
    StepKept own = new StepKept(RunKey.of(run), "other", Content.of("sealed", large));
    String longest = "n".repeat(Steps.NAME_CHARS_MAX);
    assertThat(keep(run, "ship", "{\"to\":\"Zürich\"}")).isEqualTo(Answer.KEPT);
    assertThat(bench().store().steps().keep(List.of(own))).containsExactly(Answer.KEPT);
    assertThat(keep(run, longest, "null")).isEqualTo(Answer.KEPT);
    assertThat(keep(run, "a b/c", "1")).isEqualTo(Answer.KEPT);
    assertThat(List.copyOf(kept(run).entrySet()))
        .containsExactly(
            Map.entry("ship", Content.json("{\"to\":\"Zürich\"}")),
            Map.entry("other", own.content()),
            Map.entry(longest, Content.json("null")),
            Map.entry("a b/c", Content.json("1")));
  }

  @Test
  void jobWithoutStepsHasNone() {
    assertThat(kept(bench().running())).isEmpty();
    assertThat(bench().store().steps().of(bench().nextId())).isEmpty();
    assertThat(bench().store().steps().keep(List.of())).isEmpty();
  }

  @Test
  void laterRunFindsTheStepsOfTheOnesBefore() {
    Job run = bench().running();
    keep(run, "charge", "1");
    Job second = afterRetry(run);
    assertThat(kept(second)).containsOnlyKeys("charge");
    keep(second, "ship", "2");
    bench().report(second, new Outcome.Snoozed(Duration.ofSeconds(1)));
    bench().time().advance(Duration.ofSeconds(1));
    bench().promoteAll();
    assertThat(kept(bench().claimOne()).keySet()).containsExactly("charge", "ship");
  }

  @Test
  void stepsOutliveTheWorkerThatKeptThem() {
    bench().outlastLeaseGrace();
    Job run = bench().running();
    keep(run, "charge", "1");
    assertThat(bench().passTime(Bench.LEASE.plusSeconds(20))).isEqualTo(1);
    assertThat(keep(run, "ship", "2")).isEqualTo(Answer.SUPERSEDED);
    assertThat(kept(run)).containsOnlyKeys("charge");
  }

  @Test
  void runThatHasLostItsJobKeepsNothing() {
    Job run = bench().running();
    bench().release(run);
    assertThat(keep(run, "a", "1")).isEqualTo(Answer.SUPERSEDED);
    Job again = bench().claimOne();
    assertThat(keep(run, "a", "1")).isEqualTo(Answer.SUPERSEDED);
    assertThat(keep(again, "b", "2")).isEqualTo(Answer.KEPT);
    RunKey elsewhere = new RunKey("other", run.id(), again.run());
    RunKey later = new RunKey(Bench.QUEUE, run.id(), again.run() + 1);
    RunKey unknown = new RunKey(Bench.QUEUE, bench().nextId(), 1);
    assertThat(
            bench()
                .store()
                .steps()
                .keep(
                    List.of(
                        step(elsewhere, "c", "3"), step(later, "d", "4"), step(unknown, "e", "5"))))
        .containsOnly(Answer.SUPERSEDED);
    bench().report(again, new Outcome.Completed(null));
    assertThat(keep(again, "f", "6")).isEqualTo(Answer.SUPERSEDED);
    assertThat(kept(run)).containsExactly(Map.entry("b", Content.json("2")));
  }

  @Test
  void runThatIsToBeCancelledMayKeep() {
    Job run = bench().cancelling();
    assertThat(keep(run, "charge", "1")).isEqualTo(Answer.KEPT);
    bench().release(run);
    assertThat(kept(run)).containsOnlyKeys("charge");
  }

  @Test
  void keepingTheSameStepAgainChangesNothing() {
    Job run = bench().running();
    keep(run, "charge", "1");
    keep(run, "ship", "2");
    assertThat(keep(run, "charge", "1")).isEqualTo(Answer.KEPT);
    assertThat(kept(run).keySet()).containsExactly("charge", "ship");
  }

  @Test
  void whatWasKeptFirstStays() {
    Job run = bench().running();
    keep(run, "charge", "1");
    assertThat(keep(run, "charge", "2")).isEqualTo(Answer.KEPT);
    Job second = afterRetry(run);
    assertThat(keep(second, "charge", "3")).isEqualTo(Answer.KEPT);
    assertThat(kept(run)).containsExactly(Map.entry("charge", Content.json("1")));
  }

  @Test
  void manyAreAnsweredInOrder() {
    Job one = bench().running();
    Job other = bench().running();
    Job over = bench().ended(Bench.failed());
    List<StepKept> steps =
        List.of(
            step(RunKey.of(one), "a", "1"),
            step(RunKey.of(over), "a", "2"),
            step(RunKey.of(other), "a", "3"),
            step(RunKey.of(one), "a", "4"),
            step(RunKey.of(one), "b", "5"));
    assertThat(bench().store().steps().keep(steps))
        .containsExactly(Answer.KEPT, Answer.SUPERSEDED, Answer.KEPT, Answer.KEPT, Answer.KEPT);
    assertThat(kept(one).values()).containsExactly(Content.json("1"), Content.json("5"));
    assertThat(kept(other).values()).containsExactly(Content.json("3"));
    assertThat(kept(over)).isEmpty();
  }

  @Test
  void jobHasNoMoreStepsThanItMay() {
    Job run = bench().running();
    List<StepKept> steps = new ArrayList<>();
    for (int i = 0; i <= Steps.COUNT_MAX; i++) {
      steps.add(step(RunKey.of(run), "step-" + i, "" + i));
    }
    List<Answer> answers = bench().store().steps().keep(steps);
    assertThat(answers.subList(0, Steps.COUNT_MAX)).containsOnly(Answer.KEPT);
    assertThat(answers.getLast()).isEqualTo(Answer.FULL);
    assertThat(keep(run, "step-0", "0")).isEqualTo(Answer.KEPT);
    Job second = afterRetry(run);
    assertThat(keep(second, "more", "1")).isEqualTo(Answer.FULL);
    assertThat(kept(run)).hasSize(Steps.COUNT_MAX).doesNotContainKey("more");
  }

  @Test
  void jobKeepsNoMoreBytesThanItMay() {
    Job run = bench().running();
    byte[] large = new byte[Steps.CONTENT_BYTES_MAX];
    int most = (int) (Steps.JOB_BYTES_MAX / large.length);
    for (int i = 0; i < most; i++) {
      StepKept one = new StepKept(RunKey.of(run), "step-" + i, Content.of("raw", large));
      assertThat(bench().store().steps().keep(List.of(one))).containsExactly(Answer.KEPT);
    }
    assertThat(keep(run, "more", "1")).isEqualTo(Answer.FULL);
    assertThat(kept(run)).hasSize(most);
  }

  @Test
  void tooLargeAStepCannotBeWritten() {
    RunKey run = RunKey.of(bench().running());
    Content tooLarge = Content.of("raw", new byte[Steps.CONTENT_BYTES_MAX + 1]);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> new StepKept(run, "report", tooLarge))
        .withMessageContaining("report")
        .withMessageContaining("" + Steps.CONTENT_BYTES_MAX);
    for (String name : List.of("", "n".repeat(Steps.NAME_CHARS_MAX + 1))) {
      assertThatExceptionOfType(InvalidRequest.class)
          .isThrownBy(() -> step(run, name, "1"))
          .withMessageContaining("" + Steps.NAME_CHARS_MAX);
    }
  }

  @Test
  void retryByHandGoesOnWithTheSteps() {
    Job run = bench().running();
    keep(run, "charge", "1");
    bench().report(run, Bench.failed());
    assertThat(kept(run)).containsOnlyKeys("charge");
    bench().retry(run);
    Job again = bench().claimOne();
    assertThat(kept(again)).containsOnlyKeys("charge");
    assertThat(keep(again, "ship", "2")).isEqualTo(Answer.KEPT);
    assertThat(kept(again).keySet()).containsExactly("charge", "ship");
  }

  @Test
  void stepsAreForgottenWithTheirJob() {
    Job pruned = bench().running();
    keep(pruned, "charge", "1");
    bench().report(pruned, new Outcome.Completed(null));
    bench().time().advance(bench().retention().plusSeconds(1));
    bench().pruneAll();
    assertThat(kept(pruned)).isEmpty();
    Job deleted = bench().running();
    keep(deleted, "charge", "1");
    bench().report(deleted, new Outcome.Completed(null));
    bench().delete(deleted);
    assertThat(kept(deleted)).isEmpty();
    for (Job job : List.of(pruned, deleted)) {
      bench().admitGroup(job.spec());
      Job afresh = bench().claimOne();
      assertThat(afresh.run()).isEqualTo(1);
      assertThat(kept(afresh)).isEmpty();
      assertThat(keep(afresh, "charge", "2")).isEqualTo(Answer.KEPT);
      assertThat(kept(afresh)).containsExactly(Map.entry("charge", Content.json("2")));
    }
  }
}
