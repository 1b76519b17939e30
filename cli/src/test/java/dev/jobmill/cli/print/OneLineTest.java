package dev.jobmill.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void lineEndsBecomeOneSpace() {
    assertThat(OneLine.of("\na\r\n\tb\u2028c\n")).isEqualTo("a b c");
  }

  @Test
  void controlCharactersAreShownAsSuch() {
    assertThat(OneLine.of("a\u001b[31mb\u009bc\u0000")).isEqualTo("a?[31mb?c?");
  }

  @Test
  void whatIsTooLongIsCutBetweenCharacters() {
    assertThat(OneLine.of("\uD83D\uDE00\uD83D\uDE00\uD83D\uDE00", 2))
        .isEqualTo("\uD83D\uDE00\u2026");
    assertThat(OneLine.of("abc", 3)).isEqualTo("abc");
    assertThat(OneLine.of("abc", 1)).isEmpty();
  }

  @Test
  void spansAreAFewCharacters() {
    assertThat(Spans.of(Duration.ofMillis(85))).isEqualTo("85ms");
    assertThat(Spans.of(Duration.ofMillis(1_240))).isEqualTo("1.2s");
    assertThat(Spans.of(Duration.ofSeconds(59))).isEqualTo("59s");
    assertThat(Spans.of(Duration.ofSeconds(185))).isEqualTo("3m05s");
    assertThat(Spans.of(Duration.ofMinutes(130))).isEqualTo("2h10m");
    assertThat(Spans.of(Duration.ofHours(99))).isEqualTo("4d3h");
    assertThat(Spans.of(Duration.ofSeconds(-3))).isEqualTo("0ms");
  }
}
