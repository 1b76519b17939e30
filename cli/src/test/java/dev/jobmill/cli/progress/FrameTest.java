package dev.jobmill.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static Frame.Bar bar(String label, @Nullable Double fraction, @Nullable String message) {
    return new Frame.Bar(label, Duration.ofMillis(1_500), fraction, message);
  }

  @Test
  void aBarShowsHowFarItsJobHasCome() {
    List<String> lines =
        new Frame(80, 10, false)
            .lines(List.of(bar("a.gcode", 0.42, "layer 3"), bar("b", 1.0, null)), 0, 1, "");

    assertThat(lines)
        .containsExactly(
            "a.gcode 1.5s   [########------------]  42% layer 3",
            "b       1.5s   [####################] 100% ");
  }

  @Test
  void aJobThatHasNotSaidHowFarItIsHasNoBar() {
    assertThat(new Frame(80, 10, false).lines(List.of(bar("sleep 5", null, null)), 0, 1, ""))
        .containsExactly("sleep 5 1.5s   ");
  }

  @Test
  void noLineIsWiderThanTheTerminal() {
    String wide = "x".repeat(200);

    for (int columns = 1; columns < 120; columns++) {
      for (String line :
          new Frame(columns, 4, false)
              .lines(List.of(bar(wide, 0.5, wide), bar(wide, null, wide)), 5, 9, "")) {
        assertThat(line.length()).as("of %s columns", columns).isLessThan(Math.max(columns, 2));
      }
    }
  }

  @Test
  void moreJobsThanRowsAreCounted() {
    List<Frame.Bar> bars =
        IntStream.range(0, 50).mapToObj(number -> bar("job" + number, 0.5, null)).toList();

    List<String> lines = new Frame(80, 5, false).lines(bars, 7, 100, "");

    assertThat(lines).hasSize(5);
    assertThat(lines.getLast()).isEqualTo("46 more running, 7 of 100 ended");
  }

  @Test
  void coloursTakeNoRoom() {
    String plain = new Frame(60, 5, false).lines(List.of(bar("a", 0.5, "m")), 0, 1, "").getFirst();
    String coloured =
        new Frame(60, 5, true).lines(List.of(bar("a", 0.5, "m")), 0, 1, "").getFirst();

    assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
    assertThat(coloured).contains("\u001b[32m");
  }
}
