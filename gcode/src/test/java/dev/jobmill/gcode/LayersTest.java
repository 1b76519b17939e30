package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.jobmill.gcode.sample.SamplePrint;
import dev.jobmill.gcode.sample.SamplePrints;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LayersTest {
  private static final String HEAD = "G90\nM83\nG1 F600\n";

  private static Analysis read(byte[] gcode) throws IOException {
    return GcodeAnalyzer.read(new ByteArrayInputStream(gcode), "test.gcode", bytes -> {});
  }

  private static List<LayerTable.Row> rows(String gcode) throws IOException {
    LayerList layers = read(gcode.getBytes(StandardCharsets.UTF_8)).layers();
    List<LayerTable.Row> rows = new ArrayList<>();
    for (int i = 0; layers != null && i < layers.table().size(); i++) {
      rows.add(layers.table().row(i, layers.total()));
    }
    return rows;
  }

  @Test
  void eachLayerHasWhatIsBetweenItsCommentAndTheNext() throws IOException {
    String purge = HEAD + "G1 X0 Y0 Z0.2\nG1 X100 E50\n";
    String first = ";LAYER:0\nG1 X0 Z0.3\nG1 X10 E1\n";
    String second = ";LAYER:1\nG0 Z0.6\nG1 X30 E2\nG1 X10\n";

    assertThat(rows(purge + first + second))
        .containsExactly(
            new LayerTable.Row(6, purge.length(), 0.3, new LayerTable.Sums(1, 10, 100, 11)),
            new LayerTable.Row(
                9, purge.length() + first.length(), 0.6, new LayerTable.Sums(2, 20, 20.3, 4.03)));
  }

  @Test
  void withoutCommentsEachNewHeightIsALayer() throws IOException {
    String gcode = HEAD + "G1 Z0.2\nG1 X10 E1\nG1 Z0.4\nG1 X20 E1\nG1 Z0.2\nG1 X30 E1\n";

    assertThat(rows(gcode)).extracting(LayerTable.Row::line).containsExactly(5L, 7L);
    assertThat(rows(gcode)).extracting(row -> row.sums().filamentMm()).containsExactly(1.0, 2.0);
  }

  @Test
  void theMostTellingCommentCounts() throws IOException {
    String layer = ";BEFORE_LAYER_CHANGE\n;LAYER_CHANGE\n;AFTER_LAYER_CHANGE\nG1 X%d E1\n";
    String gcode = HEAD + layer.formatted(10) + layer.formatted(20);

    assertThat(rows(gcode)).extracting(LayerTable.Row::line).containsExactly(5L, 9L);
  }

  @Test
  void vaseWithoutCommentsAndMillingHaveNoList() throws IOException {
    StringBuilder vase = new StringBuilder(HEAD);
    for (int i = 1; i < 100; i++) {
      vase.append("G1 X").append(i % 2).append(" Z").append(i * 0.01).append(" E1\n");
    }

    assertThat(rows(vase.toString())).isEmpty();
    assertThat(rows("%\nG21 G90\nM3 S1000\nG1 X10 Y10 Z-1 F100\nM30\n%\n")).isEmpty();
  }

  @Test
  void moreLayersThanRowsEndInTheLastRow() throws IOException {
    int layers = LayerTable.ROWS_MAX + 5;
    StringBuilder gcode = new StringBuilder(HEAD);
    for (int i = 0; i < layers; i++) {
      gcode.append(";LAYER:").append(i).append("\nG1 X").append(i % 2).append(" E1\n");
    }
    Analysis analysis = read(gcode.toString().getBytes(StandardCharsets.UTF_8));

    JsonNode json = JsonMapper.shared().readTree(analysis.layers().json());
    assertThat(json.get("capped").booleanValue()).isTrue();
    assertThat(json.get("layers")).hasSize(LayerTable.ROWS_MAX);
    assertThat(json.get("layers").get(LayerTable.ROWS_MAX - 1).get("filamentMm").doubleValue())
        .isEqualTo(6);
  }

  @TestFactory
  List<DynamicTest> layersOfEachSampleAddUpToItsReport() {
    return SamplePrints.all().stream()
        .filter(LayersTest::isPrint)
        .map(sample -> DynamicTest.dynamicTest(sample.fileName(), () -> checkSums(sample)))
        .toList();
  }

  private static boolean isPrint(SamplePrint sample) {
    GcodeReport report = Read.bytes(sample.bytes());
    return report.layers() != null && report.layers().count() > 0;
  }

  private static void checkSums(SamplePrint sample) throws IOException {
    Analysis analysis = read(sample.bytes());
    GcodeReport report = analysis.report();
    if (analysis.layers() == null) {
      assertThat(report.layers().spiral()).isTrue();
      return;
    }
    JsonNode json = JsonMapper.shared().readTree(analysis.layers().json());
    JsonNode rows = json.get("layers");

    assertThat(json.get("countedBy").stringValue()).isEqualTo(report.layers().countedBy());
    assertThat((long) rows.size()).isEqualTo(report.layers().count());
    if (report.filament() != null && rows.get(0).has("filamentMm")) {
      double filament = 0;
      for (JsonNode row : rows) {
        filament += row.get("filamentMm").doubleValue();
      }
      assertThat(filament)
          .isCloseTo(report.filament().lengthMm(), within(0.001 * rows.size() + 0.01));
    }
    String text = new String(sample.bytes(), StandardCharsets.UTF_8);
    for (JsonNode row : rows) {
      String before = text.substring(0, (int) row.get("byte").longValue());
      assertThat(before.chars().filter(c -> c == '\n').count() + 1)
          .isEqualTo(row.get("line").longValue());
    }
  }
}
