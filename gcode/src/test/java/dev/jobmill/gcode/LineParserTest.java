package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineParserTest {
  private final LineParser parser = new LineParser();
  private final Words words = parser.words();

  private LineKind parse(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return parser.parse(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1.5",
    "-0.25, -0.25",
    "+.5, 0.5",
    "5., 5.0",
    "-0, -0.0",
    "007, 7.0",
    "0.1, 0.1",
    "123456.78901, 123456.78901",
    "-.1f24, -0.1",
    "0.30000000000000004, 0.30000000000000004",
  })
  void numbersAreReadWithoutAnExponent(String written, double value) {
    assertThat(parse("G1 X" + written)).isEqualTo(LineKind.WORDS);
    assertThat(words.value('X')).isEqualTo(value);
  }

  @Test
  void anExponentIsAnotherWord() {
    assertThat(parse("G1 X1E30")).isEqualTo(LineKind.WORDS);
    assertThat(words.value('X')).isEqualTo(1);
    assertThat(words.value('E')).isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G0X-5Y0Z0F200",
        "G0 X-5 Y0 Z0 F200",
        "G0 X -5 Y 0  Z 0 F 200",
        "g0x-5y0z0f200",
        "N12 G0\tX-5 Y0 Z0 F200 ; to the left",
        "/G0 X-5(left)Y0 Z0 F200",
      })
  void blanksCaseNumbersAndCommentsChangeNothing(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.WORDS);
    assertThat(words.commandCount()).isEqualTo(1);
    assertThat(words.command(0)).isEqualTo(Code.G0);
    assertThat(words.value('X')).isEqualTo(-5);
    assertThat(words.value('F')).isEqualTo(200);
    assertThat(words.has('E')).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "G1 X12 .00",
        "G1 X-12 12",
        "G1 X1,5",
        "G1 X--1",
        "G1 Xnan",
        "hello world",
        "G1 X1 !",
        "X Y",
        "G-1",
        "G1.25",
        "M3 is a screw",
        "MY WORD",
        "1 2 3",
        "G1 X1 * 3x",
        "= 5",
        "\u00e4",
      })
  void lineThatDoesNotParseWholeIsMalformed(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRINT_START BED=110 EXTRUDER=235",
        "GET_POSITION",
        "@pause",
        "Tx",
        "T?",
        "EXCLUDE_OBJECT_DEFINE NAME='a b' ; one",
        "SET_VELOCITY_LIMIT ACCEL=3000",
      })
  void commandsWithNamesAreRecognised(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.NAMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#<xscale> = 1.0",
        "G0X[#<xscale>*53.]",
        "o100 sub",
        "g2 i[2.5 - sqrt[2]]",
        "N5T#1M6",
      })
  void whatNeedsACalculatorIsAnExpression(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.EXPRESSION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"M117 Printing... G1 X5", "M118 (A) * G0", "M23 a,b.gco", "M117"})
  void textBehindACommandIsNoWord(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.WORDS);
    assertThat(words.commandCount()).isEqualTo(1);
    assertThat(words.has('X')).isFalse();
  }

  @Test
  void axesMayBeGluedTogetherWithoutNumbers() {
    assertThat(parse("G92 XYZ")).isEqualTo(LineKind.WORDS);
    assertThat(words.givesAny(Words.mask("Y"))).isTrue();
    assertThat(words.has('Y')).isFalse();
  }

  @Test
  void checksumsAreComparedWithAllBytesBeforeThem() {
    assertThat(parse("N3 T0*57")).isEqualTo(LineKind.WORDS);
    assertThat(parser.isChecksumWrong()).isFalse();
    assertThat(parse("N8 G1 X3.0 Y3.0*30 ; checksum failed")).isEqualTo(LineKind.WORDS);
    assertThat(parser.isChecksumWrong()).isTrue();
  }

  @Test
  void severalCommandsMayStandOnALine() {
    assertThat(parse("N1 G17 G20 G90.1 T3 M6")).isEqualTo(LineKind.WORDS);
    assertThat(words.commandCount()).isEqualTo(4);
    assertThat(Code.name(words.command(2))).isEqualTo("G90.1");
    assertThat(words.value('T')).isEqualTo(3);
  }

  @Test
  void aToolIsACommandOnlyInFront() {
    parse("M104 T1 S200");
    assertThat(words.commandCount()).isEqualTo(1);
    parse("T-1");
    assertThat(words.command(0)).isEqualTo(Code.T_NONE);
    parse("T1000");
    assertThat(Code.name(words.command(0))).isEqualTo("T1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"G1 E999999999999999999999", "G1 X1000000001", "G1 X-99999999999"})
  void numbersThatNoMachineReachesAreRefused(String line) {
    assertThat(parse(line)).isEqualTo(LineKind.OUT_OF_RANGE);
  }

  @Test
  void textInQuotesMayHoldAnything() {
    assertThat(parse("M862.3 P \"MK4S; (x) G1\"")).isEqualTo(LineKind.WORDS);
    assertThat(words.commandCount()).isEqualTo(1);
    assertThat(parser.comment()).isNegative();
  }
}
