package dev.jobmill.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
  @Test
  void everyTextComesOutAsItWentIn() {
    for (List<String> texts :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("", ""),
            List.of("a", "b"),
            List.of("two\nlines", "back\\slash", "\\n", "\n\\", "Iğdır ß 🦊"))) {
      assertThat(Lines.split(Lines.join(texts))).isEqualTo(texts);
    }
  }

  @Test
  void whatWasNotWrittenByItIsRefused() {
    for (String text : List.of("no end", "\\x\n", "a\n\\")) {
      assertThatIllegalArgumentException().isThrownBy(() -> Lines.split(text));
    }
  }
}
