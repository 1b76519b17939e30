package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files that real slicers wrote, against what those slicers say of them.
class RealFilesTest {

  /// Where an amount of the start G-code is written down, the slicer counts without it; the naive
  /// seconds were found by another program.
  @ParameterizedTest
  @CsvSource({
    "prusaslicer-2.1.1_relE.gcode, 1833.40, 21.50, 49, markers, 3878",
    "cura-5.2.1_absE_bbox.gcode, 6479.89, 3.00, 155, markers, 2305",
    "simplify3d-4.0.0_real31m17s.gcode, 2663.75, 0, 320, markers, 1413",
    "ideamaker-4.2.0_raft_crlf.gcode, 478.42, 30.00, 54, markers, 684",
    "superslicer-2.3.56_arcs_crlf.gcode, 264.60, 0, 25, markers, 371",
    "kisslicer-1.6.3_crlf.gcode, 299.83, 0, 18, markers, 359",
    "prusaslicer-2.8.1_minicube.gcode, 233.22, 19.00, 31, markers, 200",
    "cura-14_placeholders.gcode, 1404.44, 3.00, 70, markers, 3524",
  })
  void filamentLayersAndTimeAreRight(
      String name, double length, double start, long layers, String countedBy, double seconds)
      throws IOException {
    GcodeReport report = FoundSamples.read(name);

    assertThat(report.filament().lengthMm()).isCloseTo(length, within(0.01));
    assertThat(report.filament().startLengthMm()).isCloseTo(start, within(0.01));
    assertThat(report.layers().count()).isEqualTo(layers);
    assertThat(report.layers().countedBy()).isEqualTo(countedBy);
    assertThat(report.time().seconds()).isCloseTo(seconds, within(1.0));
    assertThat(report.dialect().machine()).isEqualTo("fdm");
  }

  /// Each key against the slicer's own number, within the digits that the slicer writes.
  @ParameterizedTest
  @CsvSource({
    "prusaslicer-2.1.1_relE.gcode, filament_used_mm, 0.05",
    "prusaslicer-2.1.1_relE.gcode, filament_used_g, 0.05",
    "cura-5.2.1_absE_bbox.gcode, filament_used_m, 0.00001",
    "cura-5.2.1_absE_bbox.gcode, layer_count, 0",
    "cura-5.2.1_absE_bbox.gcode, bbox_min_x, 0.001",
    "cura-5.2.1_absE_bbox.gcode, bbox_max_x, 0.001",
    "cura-5.2.1_absE_bbox.gcode, bbox_min_y, 0.001",
    "cura-5.2.1_absE_bbox.gcode, bbox_max_y, 0.001",
    "cura-5.2.1_absE_bbox.gcode, bbox_min_z, 0.001",
    "cura-5.2.1_absE_bbox.gcode, bbox_max_z, 0.001",
    "simplify3d-4.0.0_real31m17s.gcode, filament_used_mm, 0.06",
    "simplify3d-4.0.0_real31m17s.gcode, filament_volume_mm3, 0.1",
    "simplify3d-4.0.0_real31m17s.gcode, filament_weight_g, 0.01",
    "superslicer-2.3.56_arcs_crlf.gcode, filament_used_mm, 0.015",
    "superslicer-2.3.56_arcs_crlf.gcode, filament_used_g, 0.01",
    "orcaslicer-2.3.1_bambu.gcode, layer_count, 0",
    "orcaslicer-2.3.1_bambu.gcode, max_z_height_mm, 0.001",
    "prusaslicer-2.8.1_minicube.gcode, max_layer_z_mm, 0.001",
    "prusaslicer-2.5.0_mmu_2tools.gcode, filament_used_mm[0], 0.02",
    "ultigcode_volumetric.gcode, material_volume_mm3, 1",
    "ultigcode_volumetric.gcode, layer_count, 0",
  })
  void computedMatchesStated(String name, String key, double tolerance) throws IOException {
    assertThat(FoundSamples.read(name).differences())
        .filteredOn(difference -> difference.key().equals(key))
        .singleElement()
        .satisfies(difference ->
            assertThat(difference.computed()).isCloseTo(difference.stated(), within(tolerance)));
  }

  /// Orca's flush in the start G-code is counted by the slicer in part, so its number lies between
  /// the two parts that are told apart here.
  @Test
  void orcaCountsItsStartInPart() throws IOException {
    GcodeReport report = FoundSamples.read("orcaslicer-2.3.1_bambu.gcode");
    GcodeReport.Filament filament = report.filament();

    assertThat(filament.lengthMm()).isLessThan(4757.68);
    assertThat(filament.lengthMm() + filament.startLengthMm()).isCloseTo(4881.18, within(0.51));
    assertThat(report.tools()).containsExactly(0);
    assertThat(report.filament().perTool().getFirst().weightG()).isNull();
    assertThat(report.time().seconds()).isCloseTo(6682, within(1.0));
    assertThat(report.dialect().extrusion()).isEqualTo("relative");
  }

  @Test
  void toolsOfAMultiMaterialPrintAreApart() throws IOException {
    GcodeReport report = FoundSamples.read("prusaslicer-2.5.0_mmu_2tools.gcode");

    assertThat(report.tools()).containsExactly(0, 2);
    // The loading moves of the unit are in the file and not in what the slicer states.
    assertThat(report.filament().perTool())
        .extracting(tool -> tool.lengthMm() + tool.startLengthMm())
        .satisfiesExactly(
            first -> assertThat(first).isCloseTo(520.86, within(0.01)),
            second -> assertThat(second).isCloseTo(158.63, within(0.01)));
    assertThat(report.layers().count()).isEqualTo(31);
    assertThat(report.time().seconds()).isCloseTo(564, within(1.0));
  }

  @Test
  void volumetricFileIsWorkedOut() throws IOException {
    GcodeReport report = FoundSamples.read("ultigcode_volumetric.gcode");

    assertThat(report.dialect().extrusion()).isEqualTo("volumetric");
    assertThat(report.dialect().extrusionInferred()).isTrue();
    assertThat(report.filament().perTool().getFirst().volumeMm3()).isCloseTo(223.81, within(0.01));
    assertThat(report.time().seconds()).isCloseTo(128, within(1.0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prusaslicer-2.1.1_relE.gcode",
        "cura-5.2.1_absE_bbox.gcode",
        "simplify3d-4.0.0_real31m17s.gcode",
        "orcaslicer-2.3.1_bambu.gcode",
        "ideamaker-4.2.0_raft_crlf.gcode",
        "superslicer-2.3.56_arcs_crlf.gcode",
        "kisslicer-1.6.3_crlf.gcode",
        "prusaslicer-2.5.0_mmu_2tools.gcode",
        "prusaslicer-2.8.1_minicube.gcode",
        "cura-14_placeholders.gcode",
        "ultigcode_volumetric.gcode",
        "cambam_arcs_crlf.nc",
        "linuxcnc_arcspiral_inch_R.ngc",
      })
  void everythingThatIsWrittenDownIsFound(String name) throws IOException {
    JsonNode expected =
        JsonMapper.shared()
            .readTree(FoundSamples.file("expected.json").toFile())
            .get("files")
            .get(name);
    GcodeReport report = FoundSamples.read(name);

    assertThat(report.file().sha256()).isEqualTo(expected.get("sha256").asString());
    assertThat(report.file().bytes()).isEqualTo(expected.get("bytes").asLong());
    assertThat(report.file().lineEnd()).isEqualTo(expected.get("line_end").asString());
    long feeds = expected.get("line_feeds").asLong();
    assertThat(report.file().lines())
        .isEqualTo(report.file().endsWithNewline() ? feeds : feeds + 1);
    for (JsonNode value : expected.path("values")) {
      assertStated(report, value);
    }
    assertThat(report.thumbnails()).hasSize(expected.path("thumbnails").size());
    for (int i = 0; i < report.thumbnails().size(); i++) {
      JsonNode picture = expected.get("thumbnails").get(i);
      GcodeReport.Thumbnail found = report.thumbnails().get(i);
      assertThat(found.format()).isEqualTo(picture.get("format").asString());
      assertThat(found.width()).isEqualTo(picture.get("width").asInt());
      assertThat(found.height()).isEqualTo(picture.get("height").asInt());
      long least = picture.get("base64_chars").asLong() / 4 * 3 - 2;
      assertThat(found.bytes()).isBetween(least, least + 2);
    }
    assertThat(Read.warnings(report, "thumbnail-damaged")).isZero();
    assertThat(Read.warnings(report, "malformed-line")).isZero();
    assertThat(Read.warnings(report, "bad-arc")).isZero();
  }

  private static void assertStated(GcodeReport report, JsonNode value) {
    String key = value.get("key").asString();
    JsonNode content = value.get("value");
    if (key.equals("slicer") || key.equals("slicer_version")) {
      String version = report.dialect().slicerVersion();
      assertThat(content.asString())
          .containsAnyOf(String.valueOf(report.dialect().slicer()), String.valueOf(version));
      return;
    }
    if (content.isString() && content.asString().isEmpty()) {
      return;
    }
    String ours =
        switch (key) {
          case "estimated_first_layer_time_s" -> "estimated_first_layer_time_normal_s";
          case "filament_used_cm3_orca" -> "filament_used_cm3";
          case "filament_used_cm3_ext1" -> "filament_used_mm_ext1";
          default -> key;
        };
    assertThat(report.stated())
        .as("%s %s", key, content)
        .filteredOn(stated -> stated.key().equals(ours))
        .isNotEmpty()
        .anySatisfy(stated -> {
          if (!key.equals("filament_used_cm3_ext1")) {
            assertThat(numbersOrText(stated.value())).isEqualTo(numbersOrText(content));
          }
          assertThat(value.get("source").asString()).contains("line " + stated.line());
        });
  }

  private static Object numbersOrText(Object value) {
    return value instanceof Double number ? List.of(number) : value;
  }

  private static Object numbersOrText(JsonNode content) {
    if (content.isNumber()) {
      return List.of(content.asDouble());
    } else if (content.isArray()) {
      return content.valueStream().map(JsonNode::asDouble).toList();
    }
    String text = content.asString();
    List<Double> numbers = StatedText.numbers(text);
    return numbers.isEmpty() || text.indexOf('|') < 0 ? text : numbers;
  }

  @ParameterizedTest
  @CsvSource({
    "edge/zero-byte.gcode, empty-file, 1",
    "edge/truncated.gcode, no-feed-rate, 1",
    "edge/overlong-line.gcode, line-too-long, 1",
    "edge/extreme-coords.gcode, value-out-of-range, 1",
    "edge/extreme-coords.gcode, bad-arc, 2",
    "edge/checksums.gcode, checksum-mismatch, 1",
    "edge/errors.gcode, malformed-line, 4",
    "edge/3D_Chips_expressions.ngc, unsupported-expression, 4692",
    "edge/arc_inch_center.ngc, unsupported-expression, 1",
    "edge/klipper_move.gcode, named-commands, 1",
    "edge/pycam_crcrlf.ngc, malformed-line, 0",
    "edge/circle-inch.gcode, malformed-line, 0",
    "edge/spaces.gcode, malformed-line, 0",
    "edge/crlf.gcode, malformed-line, 0",
    "edge/comments.gcode, malformed-line, 0",
    "edge/paren-comments_pcb.gcode, malformed-line, 0",
    "edge/gcodetools_inkscape.ngc, malformed-line, 0",
  })
  void edgeCasesGiveAReportAndAWarning(String name, String warning, long count) throws IOException {
    GcodeReport report = FoundSamples.read(name);

    assertThat(Read.warnings(report, warning)).isEqualTo(count);
    assertThat(report.toString()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void truncatedFileIsReadToItsLastNumber() throws IOException {
    GcodeReport report = FoundSamples.read("edge/truncated.gcode");

    assertThat(report.boxes().print().min()).containsExactly(0.0, 0.0, 0.2);
    assertThat(report.boxes().print().max()).containsExactly(10.0, 10.0, 0.2);
    assertThat(report.time().moves().travels() + report.time().moves().extrusions()).isEqualTo(4);
    assertThat(report.file().endsWithNewline()).isFalse();
  }

  @Test
  void quarterCirclesInInchesAreMeasured() throws IOException {
    GcodeReport report = FoundSamples.read("edge/circle-inch.gcode");

    assertThat(report.commands()).containsEntry("G2", 1L);
    assertThat(report.boxes().all().min()).containsExactly(-12.7, -12.7, 0.0);
    assertThat(report.boxes().all().max()).containsExactly(12.7, 12.7, 6.35);
  }

  @ParameterizedTest
  @CsvSource({
    "cambam_arcs_crlf.nc, CamBam",
    "edge/pycam_crcrlf.ngc, PyCAM",
    "edge/gcodetools_inkscape.ngc, gcodetools",
    "linuxcnc_arcspiral_inch_R.ngc,",
    "edge/paren-comments_pcb.gcode,",
  })
  void millingProgramsAreKnownAsSuch(String name, @Nullable String slicer) throws IOException {
    GcodeReport report = FoundSamples.read(name);

    assertThat(report.dialect().machine()).isEqualTo("cnc");
    assertThat(report.dialect().slicer()).isEqualTo(slicer);
    assertThat(report.filament()).isNull();
    assertThat(report.layers()).isNull();
    assertThat(report.time().seconds()).isPositive();
  }

  /// PyCAM's own estimate is in whole minutes.
  @Test
  void pycamEstimateIsNear() throws IOException {
    GcodeReport report = FoundSamples.read("edge/pycam_crcrlf.ngc");

    assertThat(report.file().lineEnd()).isEqualTo("CRCRLF");
    assertThat(report.time().seconds()).isCloseTo(17 * 60, within(60.0));
  }

  @Test
  void noiseIsNotGcode() {
    Path file = FoundSamples.file("edge/garbage-printable.gcode");
    assertThatThrownBy(() -> FoundSamples.read(file)).isInstanceOf(NotGcode.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prusaslicer-2.8.1_minicube.bgcode", "prusa-buddy_bad_crc.bgcode",
        "edge/bambu_real_md5_mismatch.gcode.3mf", "edge/zip_traversal_names.gcode.3mf",
        "edge/zip_size_lie.gcode.3mf",
      })
  void containersAreRefused(String name) {
    Path file = FoundSamples.file(name);
    assertThatThrownBy(() -> FoundSamples.read(file)).isInstanceOf(UnsupportedContainer.class);
  }
}
