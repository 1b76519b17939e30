package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.Content;
import dev.jobmill.job.Due;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.job.JobState;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.job.Unique;
import dev.jobmill.store.Admittance.Admitted;
import dev.jobmill.store.Admittance.Entry;
import dev.jobmill.store.Change;
import dev.jobmill.store.JobKey;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.Note;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.Queues.QueueInfo;
import dev.jobmill.store.Queues.TypeInfo;
import dev.jobmill.store.RunKey;
import dev.jobmill.store.StepKept;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [dev.jobmill.store.JobStore#close] and what remains after it.
abstract class CloseContract extends ContractPart {
  private static final Change PROMPTLY = new Change.Reschedule(Due.NOW);

  abstract @Nullable JobStore reopen(JobStore store, TimeSource time);

  @Test
  void storeSaysWhichItIs() {
    assertThat(bench().store().describe()).isNotBlank();
  }

  @Test
  void closedStoreIsUnavailable() {
    // The source is JobStore: "All operations … throw StoreUnavailable when the store is away".
    Job run = bench().running();
    JobStore store = bench().store();
    bench().close();
    List<ThrowingCallable> operations =
        List.of(
            () -> store.admission().admit(List.of(Bench.group(bench().spec().build()))),
            () -> store.admission().cancel(List.of(JobKey.of(run)), "ann"),
            () -> store.admission().retry(List.of(JobKey.of(run)), "ann"),
            () -> bench().claim(1),
            () -> bench().renew("w-1", run),
            () -> bench().note(new Note(RunKey.of(run), null, 1, List.of())),
            () -> bench().report(run, Bench.failed()),
            () -> bench().release(run),
            () -> store.lookup().find(List.of(run.id())),
            () -> store.lookup().list(JobFilter.ALL, null, 1),
            () -> store.lookup().count(),
            () -> store.lookup().attempts(run.id()),
            () -> store.lookup().log(run.id(), 1),
            () -> store.lookup().events(run.id()),
            () -> store.upkeep().promote(1),
            () -> store.upkeep().reap(1),
            () -> store.upkeep().prune(1),
            () -> store.upkeep().release(1),
            () -> store.upkeep().expire(1),
            () -> store.admission().change(List.of(JobKey.of(run)), PROMPTLY, "ann"),
            () -> store.admission().delete(List.of(JobKey.of(run))),
            () -> store.queues().queues(),
            () -> store.queues().types(),
            () -> store.queues().pauseQueue("q", true),
            () -> store.queues().pauseType("t", true),
            () -> store.queues().limitQueue("q", 1L),
            () -> store.attachments().write(RunKey.of(run), "a", 0, new byte[1], null),
            () -> store.attachments().read(run.id(), "a", 0),
            () -> store.stacks().ask(List.of(JobKey.of(run))),
            () -> store.stacks().write(RunKey.of(run), "stack"),
            () -> store.stacks().read(run.id()),
            () -> store.steps().keep(List.of(charged(run))),
            () -> store.steps().of(run.id()),
            () -> store.registries().workers(),
            () -> store.registries().announce(Bench.worker("w-2", bench())),
            () -> store.registries().withdraw("w-1"));
    for (int i = 0; i < operations.size(); i++) {
      assertThatExceptionOfType(StoreUnavailable.class)
          .describedAs("operation %s", i)
          .isThrownBy(operations.get(i))
          .withMessageContaining("closed");
    }
  }

  private static StepKept charged(Job run) {
    return new StepKept(RunKey.of(run), "charge", Content.json("1"));
  }

  @Test
  void storeMayBeClosedTwice() {
    bench().close();
    bench().store().close();
    assertThat(bench().isClosed()).isTrue();
  }

  @Test
  void whatWasAcknowledgedIsThereAfterReopening() {
    Job cancelled = bench().admit();
    bench().cancel(cancelled);
    Job completed = bench().completed();
    Job retrying = bench().running();
    bench()
        .note(
            new Note(
                RunKey.of(retrying),
                null,
                1,
                List.of(new LogLine(1, bench().time().now(), LogLine.Level.INFO, "hello"))));
    bench().report(retrying, Bench.retryIn(Duration.ofSeconds(5)));
    Job scheduled = bench().admitLater(Duration.ofHours(1));
    Job queued = bench().admit();
    Job later = bench().admit();
    List<Job> jobs = List.of(cancelled, completed, retrying, scheduled, queued, later);
    List<JobView> before = jobs.stream().map(job -> JobView.of(bench().find(job))).toList();

    JobStore reopened = reopen(bench().store(), bench().time());
    assumeThat(reopened).describedAs("the store keeps its jobs when it is closed").isNotNull();
    if (reopened != null) {
      bench().replaceStore(reopened);
    }

    assertThat(jobs.stream().map(job -> JobView.of(bench().find(job)))).isEqualTo(before);
    assertThat(bench().store().lookup().attempts(retrying.id())).hasSize(1);
    assertThat(bench().store().lookup().events(cancelled.id())).hasSize(1);
    assertThat(bench().store().lookup().count().of(JobState.QUEUED)).isEqualTo(2);
    assertThat(bench().claim("w-2", 10))
        .extracting(Job::id)
        .containsExactly(queued.id(), later.id());
    Job newer = bench().admit();
    assertThat(bench().claim("w-2", 10)).extracting(Job::id).containsExactly(newer.id());
    bench().time().advance(Duration.ofSeconds(5));
    assertThat(bench().promoteAll()).isEqualTo(1);
  }

  @Test
  void rulesAreThereAfterReopening() {
    Unique key = Unique.by("k").during(Duration.ofHours(1));
    bench().admit(bench().spec().unique(key));
    Job done = bench().claimOne();
    Attachment attachment = new Attachment("a", "x/y", 1, "0".repeat(64));
    bench().store().attachments().write(RunKey.of(done), "a", 0, new byte[] {7}, attachment);
    bench().store().steps().keep(List.of(charged(done)));
    bench().report(done, new Outcome.Completed(null));
    Job first = bench().admit();
    Job second =
        bench().admit(bench().specAfter(first).deadline(new Due.After(Duration.ofHours(1))));
    bench().store().queues().limitQueue("limited", 1L);
    bench().store().queues().limitQueue("open", null);
    bench().store().queues().pauseQueue("paused", true);
    bench().store().queues().pauseType("p", true);
    List<QueueInfo> queues = bench().store().queues().queues();
    List<TypeInfo> types = bench().store().queues().types();

    JobStore reopened = reopen(bench().store(), bench().time());
    assumeThat(reopened).describedAs("the store keeps its jobs when it is closed").isNotNull();
    if (reopened != null) {
      bench().replaceStore(reopened);
    }

    assertThat(bench().store().queues().queues()).isEqualTo(queues);
    assertThat(bench().store().queues().types()).isEqualTo(types);
    assertThat(bench().find(done).attachments()).containsExactly(attachment);
    assertThat(bench().store().attachments().read(done.id(), "a", 0)).isPresent();
    assertThat(bench().store().steps().of(done.id())).containsOnlyKeys("charge");
    assertThat(bench().admitGroup(bench().spec().unique(key).build()))
        .isEqualTo(new Admitted(List.of(new Entry(done.id(), true))));
    assertThat(bench().find(second).deadline()).isEqualTo(second.deadline());
    assertThat(bench().delete(first).changed()).isFalse();
    Job run = bench().claim("w-2", 10).getFirst();
    assertThat(run.id()).isEqualTo(first.id());
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().stateOf(second)).isEqualTo(JobState.QUEUED);
    bench().time().advance(Duration.ofHours(1));
    assertThat(bench().expireAll()).isEqualTo(1);
  }
}
