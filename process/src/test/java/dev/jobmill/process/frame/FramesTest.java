package dev.jobmill.process.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.Failure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobContext.StopCause;
import dev.jobmill.job.LogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FramesTest {
  private static byte[] written(Frame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new FrameWriter(out).write(frame);
    return out.toByteArray();
  }

  private static Frame read(byte[] bytes) throws IOException {
    return new FrameReader(new ByteArrayInputStream(bytes)).read();
  }

  @Test
  void eachKindArrivesAsItWasSent() throws IOException {
    byte[] content = {1, 2, 3};
    List<Frame> all =
        List.of(
            new Frame.Work(
                "id",
                "type",
                "queue",
                1,
                2,
                Map.of("a", "ü"),
                null,
                Duration.ofNanos(1_500_000_001),
                List.of("x"),
                new Encoded("json", content),
                "end"),
            new Frame.Stop(StopCause.TIMEOUT),
            new Frame.Pull(7),
            new Frame.Part(7, new Encoded("own", content)),
            new Frame.Answer(7, new Refusal(Refusal.Kind.UNREADABLE, "why")),
            new Frame.Ready(1),
            new Frame.Unusable("why"),
            new Frame.Told(0.25, "quarter"),
            new Frame.Line(LogLine.Level.WARN, "line"),
            new Frame.AskResults(7, List.of("a", "b"), true),
            new Frame.Attach(7, "name", "text/plain"),
            new Frame.Piece(7, content, true),
            new Frame.Unreadable(7, "why"),
            new Frame.Done(null),
            new Frame.Threw(
                new Failure("Kind", "message", null), Frame.Next.SNOOZE, Duration.ofDays(2), true));

    assertThat(all).hasSameSizeAs(FrameKind.values());
    for (Frame frame : all) {
      assertThat(read(written(frame))).usingRecursiveComparison().isEqualTo(frame);
    }
  }

  @Test
  void theEndBetweenFramesIsNoFrameAndTheEndWithinOneIsAnError() throws IOException {
    byte[] frame = written(new Frame.Pull(1));

    assertThat(read(new byte[0])).isNull();
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void whatClaimsToBeLargerThanAnyFrameIsRefusedUnread() {
    for (int length : new int[] {FrameWriter.BYTES_MAX + 1, Integer.MAX_VALUE, -1}) {
      byte[] header = ByteBuffer.allocate(5).putInt(length).put((byte) 1).array();
      assertThatThrownBy(() -> read(header))
          .isInstanceOf(IOException.class)
          .hasMessage("there is no frame of " + length + " bytes");
    }
  }

  @Test
  void whatIsTooLargeIsNotWritten() {
    Frame large = new Frame.Piece(1, new byte[FrameWriter.BYTES_MAX], false);

    assertThatThrownBy(() -> written(large)).isInstanceOf(InvalidRequest.class);
  }

  @Test
  void anythingElseIsAnErrorAndNothingWorse() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] document = new byte[random.nextInt(40)];
      random.nextBytes(document);
      byte[] frame =
          ByteBuffer.allocate(5 + document.length)
              .putInt(document.length)
              .put((byte) random.nextInt(20))
              .put(document)
              .array();
      assertThatThrownBy(() -> read(frame))
          .as("-Djobmill.seed=%d", seed)
          .isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() ->
            read(
                ByteBuffer.allocate(9)
                    .putInt(4)
                    .put((byte) 3)
                    .put("null".getBytes(StandardCharsets.UTF_8))
                    .array()))
        .isInstanceOf(IOException.class);
  }
}
