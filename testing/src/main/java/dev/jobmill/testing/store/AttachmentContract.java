package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobFilter;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.Outcome;
import dev.jobmill.store.RunKey;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// [Attachments].
abstract class AttachmentContract extends ContractPart {
  private static final String SHA256 = "0123456789abcdef".repeat(4);

  private static Attachment named(String name) {
    return new Attachment(name, "application/json", 3, SHA256);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private Applied write(
      Job run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
    return bench().store().attachments().write(RunKey.of(run), name, index, bytes, finished);
  }

  private Applied attach(Job run, String name, int... values) {
    return write(run, name, 0, bytes(values), named(name));
  }

  private void assertReads(Job job, String name, int index, byte[] expected) {
    assertThat(bench().store().attachments().read(job.id(), name, index))
        .hasValueSatisfying(read -> assertThat(read).isEqualTo(expected));
  }

  private void assertNothing(Job job, String name, int index) {
    assertThat(bench().store().attachments().read(job.id(), name, index)).isEmpty();
  }

  @Test
  void piecesAreKeptByteForByte() {
    Job run = bench().running();
    byte[] first = new byte[Attachments.PIECE_BYTES];
    byte[] second = new byte[Attachments.PIECE_BYTES];
    new Random(1).nextBytes(first);
    new Random(2).nextBytes(second);
    Attachment whole =
        new Attachment("layers.json", "application/json", 2L * Attachments.PIECE_BYTES + 1, SHA256);
    assertThat(write(run, "layers.json", 0, first, null)).isEqualTo(Applied.APPLIED);
    assertThat(write(run, "layers.json", 1, second, null)).isEqualTo(Applied.APPLIED);
    assertThat(write(run, "layers.json", 2, bytes(-1), whole)).isEqualTo(Applied.APPLIED);

    assertThat(bench().find(run).attachments()).containsExactly(whole);
    bench().report(run, new Outcome.Completed(null));
    Job done = bench().find(run);
    assertThat(done.attachments()).containsExactly(whole);
    assertReads(done, "layers.json", 0, first);
    assertReads(done, "layers.json", 1, second);
    assertReads(done, "layers.json", 2, bytes(-1));
    assertNothing(done, "layers.json", 3);
    assertNothing(done, "other", 0);
    assertThat(bench().store().attachments().read(bench().nextId(), "layers.json", 0)).isEmpty();
  }

  @Test
  void emptyAttachmentIsKept() {
    Job run = bench().running();
    attach(run, "empty");
    assertThat(bench().find(run).attachments()).hasSize(1);
    assertReads(run, "empty", 0, new byte[0]);
  }

  @Test
  void unfinishedAttachmentIsNotShown() {
    Job run = bench().running();
    write(run, "a", 0, bytes(1), null);
    write(run, "a", 1, bytes(2), null);
    assertThat(bench().find(run).attachments()).isEmpty();
    assertNothing(run, "a", 0);
    bench().report(run, new Outcome.Completed(null));
    assertThat(bench().find(run).attachments()).isEmpty();
    assertNothing(run, "a", 0);
  }

  @Test
  void attachmentsAreShownByName() {
    Job run = bench().running();
    for (String name : List.of("b", "a.b", "Z", "a", "10", "9")) {
      attach(run, name, 1);
    }
    assertThat(bench().find(run).attachments())
        .extracting(Attachment::name)
        .containsExactly("10", "9", "Z", "a", "a.b", "b");
    bench().report(run, Bench.failed());
    assertThat(bench().store().lookup().list(JobFilter.ALL, null, 1).getFirst().attachments())
        .hasSize(6);
  }

  @Test
  void samePieceMayBeWrittenAgain() {
    Job run = bench().running();
    write(run, "a", 0, bytes(1), null);
    write(run, "a", 0, bytes(1), null);
    write(run, "a", 1, bytes(2), named("a"));
    write(run, "a", 1, bytes(2), named("a"));
    assertThat(bench().find(run).attachments()).containsExactly(named("a"));
    assertReads(run, "a", 0, bytes(1));
    assertReads(run, "a", 1, bytes(2));
  }

  @Test
  void firstPieceDropsWhatWasWrittenUnderTheSameNameBefore() {
    Job run = bench().running();
    attach(run, "other", 9);
    write(run, "a", 0, bytes(1), null);
    write(run, "a", 1, bytes(2), named("a"));
    write(run, "a", 0, bytes(3), null);
    assertThat(bench().find(run).attachments()).containsExactly(named("other"));
    assertNothing(run, "a", 0);
    Attachment shorter = new Attachment("a", "text/plain", 1, "f".repeat(64));
    write(run, "a", 0, bytes(4), shorter);
    assertThat(bench().find(run).attachments()).containsExactly(shorter, named("other"));
    assertReads(run, "a", 0, bytes(4));
    assertNothing(run, "a", 1);
  }

  @Test
  void runThatHasLostItsJobWritesNothing() {
    Job run = bench().running();
    bench().release(run);
    assertThat(attach(run, "a", 1)).isEqualTo(Applied.SUPERSEDED);
    Job again = bench().claimOne();
    assertThat(attach(run, "a", 1)).isEqualTo(Applied.SUPERSEDED);
    assertThat(attach(again, "b", 1)).isEqualTo(Applied.APPLIED);
    bench().report(again, new Outcome.Completed(null));
    assertThat(attach(again, "c", 1)).isEqualTo(Applied.SUPERSEDED);
    assertThat(bench().find(run).attachments()).containsExactly(named("b"));
    RunKey elsewhere = new RunKey("other", run.id(), again.run());
    assertThat(bench().store().attachments().write(elsewhere, "a", 0, bytes(1), null))
        .isEqualTo(Applied.SUPERSEDED);
  }

  @Test
  void runThatIsToBeCancelledMayWrite() {
    Job run = bench().cancelling();
    assertThat(attach(run, "a", 1)).isEqualTo(Applied.APPLIED);
    bench().release(run);
    assertThat(bench().find(run).attachments()).containsExactly(named("a"));
  }

  @Test
  void newRunBeginsWithoutTheAttachmentsOfTheOldOne() {
    Job run = bench().running();
    attach(run, "a", 1);
    attach(run, "b", 1);
    bench().report(run, Bench.retryIn(Duration.ZERO));
    bench().promoteAll();
    Job again = bench().claimOne();
    assertThat(again.attachments()).isEmpty();
    assertThat(bench().find(run).attachments()).isEmpty();
    assertNothing(run, "a", 0);
    write(again, "a", 0, bytes(7), null);
    write(again, "a", 1, bytes(8), named("a"));
    assertThat(bench().find(run).attachments()).containsExactly(named("a"));
    assertReads(run, "a", 0, bytes(7));
    assertReads(run, "a", 1, bytes(8));
  }

  @Test
  void attachmentsOfTheLastRunAreShownWhileTheJobWaitsForTheNext() {
    Job run = bench().running();
    attach(run, "a", 1);
    bench().report(run, Bench.retryIn(Duration.ofHours(1)));
    assertThat(bench().find(run).attachments()).containsExactly(named("a"));
    assertReads(run, "a", 0, bytes(1));
  }

  @Test
  void runHasNoMoreAttachmentsThanItMay() {
    Job run = bench().running();
    for (int i = 1; i < Attachment.COUNT_MAX; i++) {
      attach(run, "a" + i, i);
    }
    write(run, "unfinished", 0, bytes(1), null);
    assertThatExceptionOfType(InvalidRequest.class)
        .isThrownBy(() -> attach(run, "more", 1))
        .withMessageContaining("" + Attachment.COUNT_MAX);
    assertThat(attach(run, "a1", 5)).isEqualTo(Applied.APPLIED);
    assertThat(write(run, "unfinished", 1, bytes(1), named("unfinished")))
        .isEqualTo(Applied.APPLIED);
    assertThat(bench().find(run).attachments()).hasSize(Attachment.COUNT_MAX);
    // The next run counts anew.
    bench().release(run);
    assertThat(attach(bench().claimOne(), "more", 1)).isEqualTo(Applied.APPLIED);
  }

  @Test
  void attachmentsOfJobsAreTheirOwn() {
    Job one = bench().running();
    Job other = bench().running();
    attach(one, "a", 1);
    attach(other, "a", 2);
    assertReads(one, "a", 0, bytes(1));
    assertReads(other, "a", 0, bytes(2));
  }

  @Test
  void attachmentsAreForgottenWithTheirJob() {
    Job run = bench().running();
    attach(run, "a", 1);
    bench().report(run, new Outcome.Completed(null));
    bench().time().advance(bench().retention().plusSeconds(1));
    bench().pruneAll();
    assertNothing(run, "a", 0);
    bench().admitGroup(run.spec());
    Job again = bench().claimOne();
    assertThat(again.run()).isEqualTo(1);
    assertThat(again.attachments()).isEmpty();
    assertNothing(run, "a", 0);
  }
}
