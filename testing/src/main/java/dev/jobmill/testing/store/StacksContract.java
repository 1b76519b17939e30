package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.jobmill.job.Job;
import dev.jobmill.store.Applied;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import dev.jobmill.store.Stacks.LiveStack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.Stacks], and what renewals say of it.
abstract class StacksContract extends ContractPart {
  private Stacks stacks() {
    return bench().store().stacks();
  }

  private Applied ask(Job job) {
    return stacks().ask(List.of(JobKey.of(job))).getFirst();
  }

  @Test
  void runThatIsAskedForIsToldToItsWorkerUntilItAnswers() {
    Job run = bench().running();
    RunKey key = RunKey.of(run);
    assertThat(ask(run)).isEqualTo(Applied.APPLIED);
    assertThat(bench().renew("w-1", run).sample()).containsExactly(key);
    assertThat(bench().renew("w-1", run).sample()).containsExactly(key);
    assertThat(stacks().read(run.id())).isEmpty();

    assertThat(stacks().write(key, "\"thread\"\n\tat ähm.Är.run\n")).isEqualTo(Applied.APPLIED);
    assertThat(bench().renew("w-1", run).sample()).isEmpty();
    assertThat(stacks().read(run.id()))
        .contains(new LiveStack(1, bench().time().now(), "\"thread\"\n\tat ähm.Är.run\n"));
    assertThat(JobView.of(bench().find(run))).isEqualTo(JobView.of(run));
  }

  @Test
  void onlyTheWorkerThatHasTheRunIsAsked() {
    Job mine = bench().running();
    bench().admit();
    Job other = bench().claim("w-2", 1).getFirst();
    assertThat(stacks().ask(List.of(JobKey.of(mine), JobKey.of(other))))
        .containsExactly(Applied.APPLIED, Applied.APPLIED);
    assertThat(bench().renew("w-1", mine).sample()).containsExactly(RunKey.of(mine));
    assertThat(bench().renew("w-2", other).sample()).containsExactly(RunKey.of(other));
  }

  @Test
  void whatNobodyCanAnswerIsRefused() {
    Job waiting = bench().admit();
    assertThat(ask(waiting)).isEqualTo(Applied.SUPERSEDED);
    JobKey unknown = new JobKey(Bench.QUEUE, bench().nextId());
    assertThat(stacks().ask(List.of(unknown))).containsExactly(Applied.SUPERSEDED);
    Job run = bench().claimOne();
    JobKey elsewhere = new JobKey("elsewhere", run.id());
    assertThat(stacks().ask(List.of(elsewhere))).containsExactly(Applied.SUPERSEDED);
    bench().store().registries().withdraw("w-1");
    assertThat(ask(run)).isEqualTo(Applied.SUPERSEDED);
    assertThat(stacks().ask(List.of())).isEmpty();
  }

  /// Its thread may go on.
  @Test
  void latestRunIsAnsweredForAfterItsEnd() {
    Job run = bench().running();
    bench().report(run, Bench.retryIn(Duration.ofMinutes(5)));
    assertThat(ask(run)).isEqualTo(Applied.APPLIED);
    assertThat(bench().renew("w-1").sample()).containsExactly(RunKey.of(run));
    assertThat(stacks().write(RunKey.of(run), "still here\n")).isEqualTo(Applied.APPLIED);
    assertThat(stacks().read(run.id())).map(LiveStack::text).contains("still here\n");
  }

  @Test
  void earlierRunsAreNeitherAskedForNorAnsweredFor() {
    Job first = bench().running();
    ask(first);
    bench().report(first, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    Job second = bench().claimOne();
    assertThat(second.run()).isEqualTo(2);
    assertThat(bench().renew("w-1", second).sample()).isEmpty();
    assertThat(stacks().write(RunKey.of(first), "late\n")).isEqualTo(Applied.SUPERSEDED);
    assertThat(stacks().read(first.id())).isEmpty();
  }

  @Test
  void askingAgainForgetsTheStackThatIsKept() {
    Job run = bench().running();
    ask(run);
    stacks().write(RunKey.of(run), "old\n");
    assertThat(ask(run)).isEqualTo(Applied.APPLIED);
    assertThat(stacks().read(run.id())).isEmpty();
    assertThat(bench().renew("w-1", run).sample()).containsExactly(RunKey.of(run));
    stacks().write(RunKey.of(run), "new\n");
    stacks().write(RunKey.of(run), "newer\n");
    assertThat(stacks().read(run.id())).map(LiveStack::text).contains("newer\n");
  }

  @Test
  void askThatIsNotAnsweredEndsByItself() {
    Job run = bench().running();
    ask(run);
    bench().time().advance(Stacks.ASK_LASTS.minusMillis(1));
    assertThat(bench().renew("w-1", run).sample()).isNotEmpty();
    bench().time().advance(Duration.ofMillis(1));
    assertThat(bench().renew("w-1", run).sample()).isEmpty();
    Job other = bench().running();
    ask(other);
    assertThat(bench().renew("w-1", run, other).sample()).containsExactly(RunKey.of(other));
  }

  @Test
  void textIsBounded() {
    Job run = bench().running();
    String longest = "x".repeat(Stacks.TEXT_CHARS_MAX);
    assertThat(stacks().write(RunKey.of(run), longest)).isEqualTo(Applied.APPLIED);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> stacks().write(RunKey.of(run), longest + "x"));
    assertThat(stacks().read(run.id())).map(LiveStack::text).contains(longest);
  }

  @Test
  void stackGoesWithItsJob() {
    Job run = bench().running();
    ask(run);
    stacks().write(RunKey.of(run), "text\n");
    bench().report(run, new Outcome.Completed(null));
    assertThat(stacks().read(run.id())).isPresent();
    assertThat(bench().delete(run).changed()).isTrue();
    assertThat(stacks().read(run.id())).isEmpty();
    assertThat(stacks().write(RunKey.of(run), "text\n")).isEqualTo(Applied.SUPERSEDED);
  }

  @Test
  void askIsHintedToTheWorkerAndItsAnswerToWhoeverAsks() {
    Job run = bench().running();
    Hints.assertHinted(bench().store(), hint -> hint.cancelling().contains("w-1"), () -> ask(run));
    Hints.assertHinted(
        bench().store(),
        hint -> hint.cancelling().isEmpty() && hint.queued().isEmpty(),
        () -> stacks().write(RunKey.of(run), "text\n"));
  }
}
