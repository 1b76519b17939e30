package dev.jobmill.gcode.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jobmill.gcode.GcodeAnalyzer;
import dev.jobmill.gcode.GcodeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplePrintsTest {
  private static final Path EXAMPLES = Path.of("../examples/gcode");

  @TempDir Path folder;

  static List<SamplePrint> prints() {
    return SamplePrints.all();
  }

  private GcodeReport read(SamplePrint print) throws IOException {
    Path file = Files.write(folder.resolve(print.fileName()), print.bytes());
    return GcodeAnalyzer.analyze(file, (bytes, total) -> {});
  }

  @ParameterizedTest
  @MethodSource("prints")
  void makingAPrintAgainGivesTheBytesThatAreKept(SamplePrint print) throws IOException {
    assertThat(EXAMPLES.resolve(print.fileName())).hasBinaryContent(print.bytes());
  }

  @Test
  void onlyWhatIsMadeHereIsKept() throws IOException {
    SamplePrints.main(new String[] {folder.toString()});
    try (Stream<Path> kept = Files.list(EXAMPLES);
        Stream<Path> made = Files.list(folder)) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              made.map(file -> file.getFileName().toString()).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("prints")
  void readerFindsTheNumbersOfTheMaker(SamplePrint print) throws IOException {
    GcodeReport report = read(print);
    PrintNumbers numbers = print.numbers();

    for (GcodeReport.ToolFilament tool : report.filament().perTool()) {
      assertThat(tool.lengthMm()).isCloseTo(numbers.filamentMm().get(tool.tool()), within(5e-4));
      assertThat(tool.startLengthMm()).isCloseTo(numbers.startMm().get(tool.tool()), within(5e-4));
    }
    assertThat(report.tools()).containsExactlyElementsOf(numbers.filamentMm().keySet());
    assertThat(report.boxes().print().min()).isEqualTo(numbers.boxMin());
    assertThat(report.boxes().print().max()).isEqualTo(numbers.boxMax());
    assertThat(report.layers().count()).isEqualTo(numbers.layers());
    assertThat(report.time().moves().extrudingMm()).isCloseTo(numbers.extrudingMm(), within(1e-2));
    assertThat(report.time().moves().travelMm()).isCloseTo(numbers.travelMm(), within(1e-2));
    assertThat(report.time().seconds()).isCloseTo(numbers.naiveSeconds(), within(1e-2));
  }

  @ParameterizedTest
  @MethodSource("prints")
  void printsStateTheirOwnNumbersAndHaveNoFlaws(SamplePrint print) throws IOException {
    GcodeReport report = read(print);

    assertThat(report.dialect().slicer()).isEqualTo("Jobmill samples");
    assertThat(report.differences())
        .isNotEmpty()
        .allSatisfy(difference ->
            assertThat(difference.computed())
                .isCloseTo(
                    difference.stated(), within(Math.max(0.05, difference.stated() * 0.05))));
    assertThat(report.warnings())
        .extracting(GcodeReport.WarningNote::code)
        .isSubsetOf("named-commands");
  }

  /// 20 mm of cube, less half a line on either side: two squares and the infill of each layer.
  @Test
  void cubeHasTheLengthThatItsShapeGives() throws IOException {
    GcodeReport report = read(CalibrationCube.make());
    double outer = 4 * (20 - 0.45);
    double inner = 4 * (20 - 3 * 0.45);
    double infillLine = 20 - 6 * 0.45;
    int infillLines = (int) (infillLine / 1.2) + 1;
    double purge = 60;

    assertThat(report.time().moves().extrudingMm())
        .isCloseTo(100 * (outer + inner + infillLines * infillLine) + purge, within(1e-6));
    assertThat(report.layers().heightMm()).isEqualTo(0.2);
  }

  @Test
  void vaseIsASpiral() throws IOException {
    assertThat(read(SpiralVase.make()).layers().spiral()).isTrue();
  }
}
