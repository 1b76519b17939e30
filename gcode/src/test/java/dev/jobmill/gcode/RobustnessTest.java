package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.gcode.sample.SamplePrint;
import dev.jobmill.gcode.sample.SamplePrints;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random bytes and random damage. A failure shows its seed; `-Djobmill.seed=…` replays it, and
/// `-Djobmill.rounds=…` makes it longer.
class RobustnessTest {
  private static final int ROUNDS = Integer.getInteger("jobmill.rounds", 150);

  private final long seed = Long.getLong("jobmill.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @Test
  void randomBytesNeverBreakTheReader() {
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      random.nextBytes(bytes);
      readAll(bytes);
    }
  }

  @Test
  void randomWordsNeverBreakTheReader() {
    String signs = "GGGMMTXYZEIJKRFSPN0123456789--..  ()*;%/#[]=\"\n\n\n\r\u0000\u00ff:LAYER";
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(5_000)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) signs.charAt(random.nextInt(signs.length()));
      }
      readAll(bytes);
    }
  }

  @Test
  void damagedPrintsNeverBreakTheReader() {
    for (SamplePrint print : SamplePrints.all()) {
      byte[] whole = Arrays.copyOf(print.bytes(), 20_000);
      for (int round = 0; round < 20; round++) {
        byte[] bytes = whole.clone();
        for (int i = 0; i < 200; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        readAll(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      }
    }
  }

  private void readAll(byte[] bytes) {
    try {
      GcodeReport report = Read.bytes(bytes);
      assertThat(report.toString()).as("seed %d", seed).doesNotContain("NaN", "Infinity");
      assertThat(report.file().bytes()).as("seed %d", seed).isEqualTo(bytes.length);
      assertThat(report).as("seed %d", seed).isEqualTo(Read.bytes(bytes));
    } catch (NotGcode | UnsupportedContainer expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10_240, 131_072})
  void sizesOfReadsDoNotMatter(int size) {
    for (SamplePrint print : SamplePrints.all()) {
      byte[] bytes =
          (print.text() + "\r\r;" + "x".repeat(150_000) + "\r\r\n\rG28\r")
              .getBytes(StandardCharsets.UTF_8);
      GcodeReport pieces =
          Read.stream(
              new FilterInputStream(new ByteArrayInputStream(bytes)) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                  return super.read(into, from, Math.min(length, size));
                }
              });
      assertThat(pieces).as(print.fileName()).isEqualTo(Read.bytes(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r\r\n", "\r"})
  void kindOfLineEndDoesNotMatter(String lineEnd) {
    for (SamplePrint print : SamplePrints.all()) {
      String plain = print.text().replace("\r\n", "\n");
      GcodeReport expected = Read.text(plain);
      GcodeReport other = Read.text(plain.replace("\n", lineEnd));
      assertThat(other.filament()).isEqualTo(expected.filament());
      assertThat(other.boxes()).isEqualTo(expected.boxes());
      assertThat(other.layers()).isEqualTo(expected.layers());
      assertThat(other.time()).isEqualTo(expected.time());
      assertThat(other.commands()).isEqualTo(expected.commands());
      assertThat(other.stated()).isEqualTo(expected.stated());
      assertThat(other.warnings()).isEqualTo(expected.warnings());
      assertThat(other.file().lines()).isEqualTo(expected.file().lines());
    }
  }
}
