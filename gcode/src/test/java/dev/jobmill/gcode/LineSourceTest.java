package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineSourceTest {
  private static LineSource source(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return new LineSource(new ByteArrayInputStream(bytes), read -> {});
  }

  private static List<String> lines(LineSource source) throws IOException {
    List<String> lines = new ArrayList<>();
    while (source.next()) {
      int length = source.to() - source.from();
      lines.add(new String(source.bytes(), source.from(), length, StandardCharsets.ISO_8859_1));
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"\\n, LF", "\\r\\n, CRLF", "\\r\\r\\n, CRCRLF", "\\r, CR"})
  void eachKindOfLineEndIsOneLineEnd(String written, String kind) throws IOException {
    String end = written.translateEscapes();
    LineSource source = source("a" + end + "bc" + end + "d");

    assertThat(lines(source)).containsExactly("a", "bc", "d");
    assertThat(source.lineEnd()).isEqualTo(kind);
    assertThat(source.endsWithNewline()).isFalse();
    assertThat(source.line()).isEqualTo(3);
  }

  @Test
  void lastLineEndOpensNoFurtherLine() throws IOException {
    LineSource source = source("a\n\nb\r");

    assertThat(lines(source)).containsExactly("a", "", "b");
    assertThat(source.lineEnd()).isEqualTo("mixed");
    assertThat(source.endsWithNewline()).isTrue();
  }

  @Test
  void emptyStreamHasNoLine() throws IOException {
    LineSource source = source("");

    assertThat(lines(source)).isEmpty();
    assertThat(source.line()).isZero();
    assertThat(source.lineEnd()).isNull();
    assertThat(source.sha256())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void overLongLineIsKeptInPartAndTheNextOneWhole() throws IOException {
    int length = 1_000_000;
    LineSource source = source("first\n" + "x".repeat(length) + "\nlast");

    assertThat(source.next()).isTrue();
    assertThat(source.isCut()).isFalse();
    assertThat(source.next()).isTrue();
    assertThat(source.isCut()).isTrue();
    assertThat(source.to() - source.from()).isEqualTo(LineSource.LINE_BYTES_MAX);
    assertThat(source.longestLine()).isEqualTo(length);
    assertThat(lines(source)).containsExactly("last");
    assertThat(source.line()).isEqualTo(3);
  }

  @Test
  void lineOfTheGreatestLengthIsWhole() throws IOException {
    LineSource source = source("x".repeat(LineSource.LINE_BYTES_MAX) + "\ny");

    assertThat(source.next()).isTrue();
    assertThat(source.isCut()).isFalse();
    assertThat(lines(source)).containsExactly("y");
  }

  @Test
  void endlessCarriageReturnsNeedNoMemory() throws IOException {
    LineSource source = source("a" + "\r".repeat(500_000));

    assertThat(lines(source)).hasSize(500_000);
    assertThat(source.lineEnd()).isEqualTo("CR");
  }

  @Test
  void strangeBytesAreMarked() throws IOException {
    LineSource source = source("plain\t\n\u0000\n\u00e4\nplain");

    source.next();
    assertThat(source.hasNul()).isFalse();
    assertThat(source.isBeyondAscii()).isFalse();
    source.next();
    assertThat(source.hasNul()).isTrue();
    source.next();
    assertThat(source.isBeyondAscii()).isTrue();
    source.next();
    assertThat(source.isBeyondAscii()).isFalse();
    assertThat(source.nuls()).isEqualTo(1);
  }
}
