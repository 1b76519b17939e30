package dev.jobmill.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jobmill.job.InvalidRequest;
import org.junit.jupiter.api.Test;

final class CommandWordsTest {
  @Test
  void blanksSeparateAndQuotesKeepTogether() {
    assertThat(CommandWords.parse("s", "  python3\tmake.py 'a b' \"c 'd'\" e\\ f 'g'\"h\" '' "))
        .containsExactly("python3", "make.py", "a b", "c 'd'", "e f", "gh", "");
  }

  @Test
  void aBackslashIsItselfBetweenSingleQuotesOnly() {
    assertThat(CommandWords.parse("s", "'a\\b' \"c\\\"d\" e\\\\f"))
        .containsExactly("a\\b", "c\"d", "e\\f");
  }

  @Test
  void nothingElseOfAShellIsDone() {
    assertThat(CommandWords.parse("s", "echo $HOME * ; `id` #x"))
        .containsExactly("echo", "$HOME", "*", ";", "`id`", "#x");
  }

  @Test
  void whatIsNotFinishedIsRefused() {
    for (String text : new String[] {"", "  ", "a 'b", "a \"b", "a \\", "'' b"}) {
      assertThatThrownBy(() -> CommandWords.parse("type.a.command", text))
          .isInstanceOf(InvalidRequest.class)
          .hasMessageStartingWith("setting type.a.command ");
    }
  }
}
