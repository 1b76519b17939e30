package dev.jobmill.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Attachment;
import dev.jobmill.job.JobId;
import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.store.Applied;
import dev.jobmill.store.Attachments;
import dev.jobmill.store.RunKey;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttachmentStreamTest {
  private static final JobId JOB = JobId.parse("0199a5b1-7c3e-7d2a-9f00-1234567890ab");

  private final Pieces pieces = new Pieces();

  @Test
  void piecesAreReadOneAfterTheOtherAndOnlyWhenTheyAreWanted() throws Exception {
    pieces.add("one ", "two ", "three");
    try (AttachmentStream stream = stream("one two three")) {
      assertThat(pieces.reads).isZero();
      assertThat((char) stream.read()).isEqualTo('o');
      assertThat(pieces.reads).isEqualTo(1);
      assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("ne two three");
      assertThat(pieces.reads).isEqualTo(3);
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void anEmptyOneEndsAtOnce() throws Exception {
    pieces.add("");
    try (AttachmentStream stream = stream("")) {
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void oneThatIsDeletedWhileItIsReadDoesNotLookWhole() throws Exception {
    pieces.add("one ");
    try (AttachmentStream stream = stream("one two")) {
      assertThat(new String(stream.readNBytes(4), UTF_8)).isEqualTo("one ");
      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("deleted or replaced");
    }
  }

  @Test
  void oneThatIsReplacedByAnotherOfTheSameLengthDoesNotLookWhole() throws Exception {
    pieces.add("one ", "six");
    try (AttachmentStream stream = stream("one two")) {
      assertThatThrownBy(stream::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("deleted or replaced");
    }
  }

  @Test
  void oneThatIsReplacedByALongerOneDoesNotLookWhole() throws Exception {
    pieces.add("one two three");
    try (AttachmentStream stream = stream("one two")) {
      assertThatThrownBy(stream::read).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aStoreThatGoesAwayIsAProblemOfReading() throws Exception {
    pieces.away = true;
    try (AttachmentStream stream = stream("one two")) {
      assertThatThrownBy(stream::read)
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(StoreUnavailable.class);
    }
  }

  @Test
  void aClosedOneReadsNothing() throws Exception {
    pieces.add("one");
    AttachmentStream stream = stream("one");
    stream.close();
    assertThatThrownBy(stream::read).hasMessageContaining("closed");
    assertThat(pieces.reads).isZero();
  }

  private AttachmentStream stream(String whole) throws NoSuchAlgorithmException {
    byte[] bytes = whole.getBytes(UTF_8);
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    return new AttachmentStream(
        pieces, JOB, new Attachment("a", "text/plain", bytes.length, sha256));
  }

  private static final class Pieces implements Attachments {
    private final List<byte[]> all = new ArrayList<>();
    private int reads;
    private boolean away;

    private void add(String... texts) {
      for (String text : texts) {
        all.add(text.getBytes(UTF_8));
      }
    }

    @Override
    public Applied write(
        RunKey run, String name, int index, byte[] bytes, @Nullable Attachment finished) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<byte[]> read(JobId job, String name, int index) {
      if (away) {
        throw new StoreUnavailable("away on purpose");
      }
      reads++;
      return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
    }
  }
}
