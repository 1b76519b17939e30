package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are empty, damaged, of another kind, or made to fill memory.
class StrangeFilesTest {
  @Test
  void emptyFileIsAReportWithAWarning() {
    GcodeReport report = Read.text("");

    assertThat(Read.warnings(report, "empty-file")).isEqualTo(1);
    assertThat(report.file().lines()).isZero();
    assertThat(report.layers().count()).isZero();
    assertThat(report.tools()).isEmpty();
    assertThat(report.boxes().all()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n",
        "; a comment\n",
        "Dear reader,\nG what?\n",
        "<html>\n<body>M104</body>\n",
        "HELLO\n",
        "solid cube\n facet normal 0 0 1\n",
        "{\"G1\": 5}\n",
        "N1\n",
        "(only this)\n",
      })
  void textWithoutAnyCommandIsNotGcode(String text) {
    assertThatThrownBy(() -> Read.text(text))
        .isInstanceOf(NotGcode.class)
        .hasMessageContaining("test.gcode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GCDE\u0001", "PK\u0003\u0004...", "\u001f\u008b\b", "\u00ff\u00feG\u0000"})
  void containersAreRefusedByName(String start) {
    assertThatThrownBy(() -> Read.bytes(start.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(UnsupportedContainer.class)
        .hasMessageContaining("only plain text");
  }

  @Test
  void commandAmongBinaryLinesIsChance() {
    byte[] bytes = ("\u00ff\u0001\n".repeat(50) + "T1\n").getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Read.bytes(bytes)).isInstanceOf(NotGcode.class);
  }

  @Test
  void oneLineIsNotCalledLines() {
    assertThatThrownBy(() -> Read.text("hello\n")).hasMessageContaining("in its 1 line: ");
  }

  @Test
  void strangeBytesAreWarnedOf() {
    byte[] bytes =
        "\u00ef\u00bb\u00bfG28\n;M\u00fcller\n\u0000\u0000\nG1 X1\u0000 F60\n\u00ff\u00ff\nG1 X5 F60\n"
            .getBytes(StandardCharsets.ISO_8859_1);
    GcodeReport report = Read.bytes(bytes);

    assertThat(Read.warnings(report, "byte-order-mark")).isEqualTo(1);
    assertThat(Read.warnings(report, "invalid-utf8")).isEqualTo(2);
    assertThat(Read.warnings(report, "nul-bytes")).isEqualTo(2);
    assertThat(Read.warnings(report, "malformed-line")).isEqualTo(2);
    assertThat(report.commands()).containsEntry("G28", 1L).containsEntry("G1", 1L);
    assertThat(report.file().blankLines()).isEqualTo(1);
  }

  @Test
  void overLongLineIsSkippedUnlessItsCommandIsWhole() {
    String tail = "a".repeat(100_000);
    GcodeReport report =
        Read.text("M83\nG1 X1 E1 F60 ;" + tail + "\nG1 X2 E1 " + tail + "\n;" + tail);

    assertThat(report.filament().lengthMm()).isEqualTo(1);
    assertThat(Read.warnings(report, "line-too-long")).isEqualTo(3);
  }

  @Test
  void kindsOfCommandsAreCapped() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      text.append('M').append(3_000 + i).append("\nMACRO_").append(i).append('\n');
    }
    GcodeReport report = Read.text(text.toString());

    assertThat(report.commands()).hasSize(CommandCounts.KINDS_MAX + 1);
    assertThat(report.commands().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(6_000);
    assertThat(Read.warnings(report, "limit-reached")).isEqualTo(1);
  }

  @Test
  void statedValuesAreCapped() {
    StringBuilder text = new StringBuilder("G28\n");
    for (int i = 0; i < 600; i++) {
      text.append("; filament_type = PLA").append(i).append('\n');
    }
    GcodeReport report = Read.text(text.toString());

    assertThat(report.stated()).hasSize(StatedValues.VALUES_MAX);
    assertThat(Read.warnings(report, "limit-reached")).isEqualTo(100);
  }

  @Test
  void extremeNumbersStayFinite() {
    GcodeReport report =
        Read.text(
            """
            ; filament used [mm] = 0.%s1
            M200 D0.000000000000000001
            M220 S0.000000000000000001
            M83
            G1 X999999999 Y-999999999 E999999999 F0.000000000000000001
            G91
            G1 X999999999 Y-999999999 Z999999999 E999999999
            G20
            G2 X999999999 I999999999 J-999999999 E1
            """
                .formatted("0".repeat(300)));

    assertThat(report.toString()).doesNotContain("NaN", "Infinity");
    assertThat(report.filament().lengthMm()).isPositive();
  }
}
