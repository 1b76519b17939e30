package dev.jobmill.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonLayoutTest {
  @Test
  void whatFitsStaysOnOneLine() {
    assertThat(JsonLayout.lines("{\"a\":[1,2.50],\"b\":\"x, y: {\"}", 40))
        .containsExactly("{\"a\": [1, 2.50], \"b\": \"x, y: {\"}");
  }

  @Test
  void whatDoesNotFitIsIndentedAsFarAsNeeded() {
    assertThat(JsonLayout.lines(" {\"a\":[1, 2],\"b\":{\"c\":\"long text \\\" \",\"d\":[]}} ", 20))
        .containsExactly(
            "{",
            "  \"a\": [1, 2],",
            "  \"b\": {",
            "    \"c\": \"long text \\\" \",",
            "    \"d\": []",
            "  }",
            "}");
  }

  @Test
  void aPlainValueIsItself() {
    assertThat(JsonLayout.lines("1e400", 2)).containsExactly("1e400");
    assertThat(JsonLayout.lines("{}", 1)).containsExactly("{}");
  }
}
