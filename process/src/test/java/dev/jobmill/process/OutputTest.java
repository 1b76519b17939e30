package dev.jobmill.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class OutputTest {
  private final List<String> lines = new ArrayList<>();
  private final LineCutter cutter = new LineCutter(lines::add);

  private void cut(byte[] bytes) {
    cutter.add(bytes, 0, bytes.length);
  }

  private void cut(String text) {
    cut(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesEndWithAnyOfTheThreeLineEnds() {
    cut("a\nb\r\nc\rd\r");
    cut("\n\ne");
    cutter.end();

    assertThat(lines).containsExactly("a", "b", "c", "d", "", "e");
  }

  @Test
  void aLongLineIsHandedOnOnceAndTheNextIsWhole() {
    cut("ü".repeat(10_000));
    assertThat(lines).hasSize(1);
    cut("more\nnext\n");

    assertThat(lines.getFirst()).isEqualTo("ü".repeat((8 * 1024 - 3) / 2) + "…");
    assertThat(lines).hasSize(2).last().isEqualTo("next");
  }

  @Test
  void aLineOfExactlyTheLimitIsNotCut() {
    cut("x".repeat(LineCutter.LINE_BYTES_MAX) + "\n");

    assertThat(lines).containsExactly("x".repeat(LineCutter.LINE_BYTES_MAX));
  }

  @Test
  void whatIsNoTextIsReplaced() {
    cut(new byte[] {'a', (byte) 0xFF, 0, 'b', '\n'});

    assertThat(lines).containsExactly("a\uFFFD\uFFFDb");
  }

  @Test
  void theTailIsTheEndOfAllThatWasAdded() {
    long seed = Long.getLong("jobmill.seed", System.nanoTime());
    Random random = new Random(seed);
    Tail tail = new Tail();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      String piece = Character.toString('a' + i % 26).repeat(random.nextInt(20_000));
      byte[] bytes = ("??" + piece).getBytes(StandardCharsets.UTF_8);
      tail.add(bytes, 2, bytes.length - 2);
      all.append(piece);
      assertThat(tail.text())
          .as("-Djobmill.seed=%d", seed)
          .isEqualTo(all.substring(Math.max(0, all.length() - Tail.BYTES_MAX)));
    }
  }

  @Test
  void oneLargePieceLeavesItsEnd() {
    Tail tail = new Tail();
    byte[] bytes =
        ("a".repeat(100_000) + "b".repeat(Tail.BYTES_MAX)).getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, 0, 10);
    tail.add(bytes, 10, bytes.length - 10);
    tail.add(bytes, 0, 1);

    assertThat(tail.text()).isEqualTo("b".repeat(Tail.BYTES_MAX - 1) + "a");
  }

  @Test
  void theTailBeginsWithAWholeCharacter() {
    Tail tail = new Tail();
    byte[] bytes = ("€".repeat(Tail.BYTES_MAX / 3 + 100)).getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, 0, bytes.length);

    assertThat(tail.text()).isEqualTo("€".repeat(Tail.BYTES_MAX / 3));
  }

  @Test
  void aCharacterThatIsCutAtTheEndIsLeftOut() {
    byte[] bytes = "a€".getBytes(StandardCharsets.UTF_8);

    assertThat(Utf8.characterEnd(bytes, 0, 4)).isEqualTo(4);
    assertThat(Utf8.characterEnd(bytes, 0, 3)).isEqualTo(1);
    assertThat(Utf8.characterEnd(bytes, 0, 2)).isEqualTo(1);
    assertThat(Utf8.characterEnd(bytes, 0, 0)).isZero();
  }

  @Test
  void theMessageNamesSignalStatusAndReason() {
    assertThat(ExitStatus.describe("x", 143, "")).isEqualTo("x was killed by SIGTERM (15)");
    assertThat(ExitStatus.describe("x", 255, "a\n\u001b[31mb\n \n"))
        .isEqualTo("x exited with status 255: \uFFFD[31mb");
    assertThat(ExitStatus.describe("x", 1, "y".repeat(5_000))).hasSizeLessThan(1_100);
  }
}
