package dev.jobmill.gcode.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.jobmill.gcode.GcodeAnalyzer;
import dev.jobmill.gcode.GcodeReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleFileTest {
  @TempDir Path folder;

  @Test
  void closedFormsHold() throws IOException {
    ScaleFile scale = new ScaleFile(3);
    Path file = folder.resolve("scale.gcode");
    scale.writeTo(file);
    GcodeReport report = GcodeAnalyzer.analyze(file, (bytes, total) -> {});

    assertThat(report.file().bytes()).isEqualTo(Files.size(file));
    assertThat(report.file().lines()).isEqualTo(scale.lines());
    assertThat(report.time().moves().extrusions()).isEqualTo(scale.extrudingMoves());
    assertThat(report.time().moves().extrudingMm()).isCloseTo(scale.extrudingMm(), within(1e-3));
    assertThat(report.time().moves().travelMm()).isCloseTo(scale.travelMm(), within(1e-3));
    assertThat(report.time().seconds()).isCloseTo(scale.naiveSeconds(), within(1e-2));
    assertThat(report.filament().lengthMm()).isCloseTo(scale.filamentMm(), within(1e-3));
    assertThat(report.filament().startLengthMm()).isZero();
    assertThat(report.layers().count()).isEqualTo(scale.layers());
    assertThat(report.boxes().print().min()).containsExactly(20.0, 20.0, 0.2);
    assertThat(report.boxes().print().max()).containsExactly(180.0, 180.0, 0.6);
    assertThat(report.warnings()).isEmpty();
  }

  /// Figures that were worked out for a file of 160 layers by another program.
  @Test
  void knownFiguresOfTheLargeFileComeOut() {
    ScaleFile large = new ScaleFile(160);

    assertThat(large.lines()).isEqualTo(38_576_336);
    assertThat(large.filamentMm()).isCloseTo(385_280, within(1e-6));
    assertThat(large.extrudingMm()).isCloseTo(7_705_600, within(1e-6));
    assertThat(large.travelMm()).isCloseTo(17_925.196, within(1e-3));
    assertThat(large.naiveSeconds()).isCloseTo(154_234.49, within(1e-2));
  }

  @Test
  void fileWithoutLayersIsRefused() {
    assertThatThrownBy(() -> new ScaleFile(0)).hasMessageContaining("1 or more");
  }
}
