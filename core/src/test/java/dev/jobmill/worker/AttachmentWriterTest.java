package dev.jobmill.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class AttachmentWriterTest {
  private static final int PIECE = Attachments.PIECE_BYTES;
  private static final RunKey RUN =
      new RunKey("q", JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab"), 3);

  private final Kept kept = new Kept();
  private final StoreCalls calls = new StoreCalls();
  private final AttachmentWriter writer = new AttachmentWriter(RUN, kept, calls);

  @AfterEach
  void close() {
    calls.close();
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "1,1",
    "262143,1",
    "262144,1",
    "262145,2",
    "524288,2",
    "524289,3",
  })
  void allPiecesButTheLastAreFullAndTheLastSaysWhatItBecame(int bytes, int pieces)
      throws IOException {
    writer.write("a", "text/plain", new Counted(bytes));
    assertThat(kept.lengths).hasSize(pieces);
    assertThat(kept.lengths.subList(0, pieces - 1)).allMatch(length -> length == PIECE);
    assertThat(kept.lengths.stream().mapToInt(length -> length).sum()).isEqualTo(bytes);
    assertThat(kept.finished).singleElement().extracting(Attachment::bytes).isEqualTo((long) bytes);
  }

  @Test
  void theDigestIsThatOfTheContent() throws IOException {
    writer.write("a", "text/plain", new ByteArrayInputStream("abc".getBytes(UTF_8)));
    assertThat(kept.finished)
        .containsExactly(
            new Attachment(
                "a",
                "text/plain",
                3,
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  }

  @Test
  void neverMoreThanOnePieceIsInMemory() throws IOException {
    Counted content = new Counted(20 * 1024 * 1024 + 7);
    kept.source = content;
    writer.write("a", "text/plain", content);
    assertThat(kept.total).isEqualTo(20 * 1024 * 1024 + 7);
    assertThat(kept.mostAhead).isLessThanOrEqualTo(PIECE + 1);
  }

  @Test
  void whatIsTooLargeIsRefusedWhereItBecomesTooLarge() {
    Counted content = new Counted(Attachment.BYTES_MAX + 10 * PIECE);
    assertThatThrownBy(() -> writer.write("a", "text/plain", content))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContainingAll("attachment a", "268435456");
    assertThat(kept.finished).isEmpty();
    assertThat(content.read).isLessThanOrEqualTo(Attachment.BYTES_MAX + PIECE + 1);
  }

  @Test
  void namesAndMediaTypesAreCheckedBeforeAnythingIsWritten() {
    assertThatThrownBy(() -> writer.write("a b", "text/plain", new Counted(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'a b'");
    assertThatThrownBy(() -> writer.write("a", "text", new Counted(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("'text'");
    assertThat(kept.lengths).isEmpty();
  }

  @Test
  void aRunThatHasLostItsJobIsToldSo() {
    kept.supersededFrom = 1;
    Counted content = new Counted(10L * PIECE);
    assertThatThrownBy(() -> writer.write("a", "text/plain", content))
        .isInstanceOf(CancelledRun.class)
        .hasMessageContaining("run 3");
    assertThat(kept.lengths).hasSize(2);
  }

  @Test
  void aPieceWhoseAnswerWasLostIsWrittenAgain() throws IOException {
    kept.lostAnswers = 2;
    writer.write("a", "text/plain", new Counted(5));
    assertThat(kept.lengths).containsExactly(5, 5, 5);
  }

  @Test
  void aThreadThatWasInterruptedCanStillWriteAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    writer.write("a", "text/plain", new Counted(5));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(kept.interrupted).isFalse();
  }

  @Test
  void theStoreIsCalledOnPlatformThreadsOnly() throws Exception {
    Thread.ofVirtual()
        .start(() -> {
          try {
            writer.write("a", "text/plain", new Counted(5));
          } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
          }
        })
        .join();
    assertThat(kept.virtual).isFalse();
    assertThat(kept.finished).hasSize(1);
  }

  @Test
  void oneNameIsWrittenByOneThreadAtATimeAndOthersBesideIt() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    InputStream slow =
        new InputStream() {
          @Override
          public int read() {
            reading.countDown();
            try {
              gate.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
            return -1;
          }
        };
    Thread first =
        Thread.ofPlatform()
            .start(() -> {
              try {
                writer.write("a", "text/plain", slow);
              } catch (IOException | RuntimeException failed) {
                failures.add(failed);
              }
            });
    reading.await();
    assertThatThrownBy(() -> writer.write("a", "text/plain", new Counted(1)))
        .isInstanceOf(InvalidRequest.class)
        .hasMessageContaining("another thread");
    writer.write("b", "text/plain", new Counted(1));
    gate.countDown();
    first.join();
    writer.write("a", "text/plain", new Counted(1));
    assertThat(failures).isEmpty();
    assertThat(kept.finished).extracting(Attachment::name).containsExactly("b", "a", "a");
  }

  @Test
  void contentThatCannotBeReadIsTheCallersFailureAndTheNameIsFreeAgain() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("bad disk");
          }
        };
    assertThatThrownBy(() -> writer.write("a", "text/plain", broken)).hasMessage("bad disk");
    writer.write("a", "text/plain", new Counted(1));
    assertThat(kept.finished).hasSize(1);
  }

  @Test
  void afterTheWorkerHasEndedNothingIsWritten() {
    calls.close();
    assertThatThrownBy(() -> writer.write("a", "text/plain", new Counted(1)))
        .isInstanceOf(CancelledRun.class);
    assertThat(kept.lengths).isEmpty();
  }

  /// So many bytes, made as they are read.
  private static final class Counted extends InputStream {
    private final long length;
    private volatile long read;

    private Counted(long length) {
      this.length = length;
    }

    @Override
    public int read() {
      return read < length ? (int) (read++ % 251) : -1;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      int n = (int) Math.min(count, length - read);
      if (n == 0) {
        return count == 0 ? 0 : -1;
      }
      read += n;
      return n;
    }
  }

  /// Keeps the lengths of what it is given.
  private static final class Kept implements Attachments {
    private final List<Integer> lengths = Collections.synchronizedList(new ArrayList<>());
    private final List<Attachment> finished = Collections.synchronizedList(new ArrayList<>());
    private volatile int supersededFrom = Integer.MAX_VALUE;
    private volatile int lostAnswers;
    private volatile @Nullable Counted source;
    private volatile long total;
    private volatile long mostAhead;
    private volatile boolean interrupted;
    private volatile boolean virtual;

    @Override
    public synchronized Applied write(
        RunKey run, String name, int index, byte[] bytes, @Nullable Attachment whole) {
      Counted counted = source;
      if (counted != null) {
        mostAhead = Math.max(mostAhead, counted.read - total);
      }
      total += bytes.length;
      lengths.add(bytes.length);
      interrupted |= Thread.currentThread().isInterrupted();
      virtual |= Thread.currentThread().isVirtual();
      if (lostAnswers > 0) {
        lostAnswers--;
        throw new OutcomeUnknown("lost on purpose");
      }
      if (index >= supersededFrom) {
        return Applied.SUPERSEDED;
      }
      if (whole != null) {
        finished.add(whole);
      }
      return Applied.APPLIED;
    }

    @Override
    public Optional<byte[]> read(JobId job, String name, int index) {
      throw new UnsupportedOperationException();
    }
  }
}
