package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcodeAnalyzerTest {
  private static double filament(String gcode) {
    GcodeReport.Filament filament = Read.text(gcode).filament();
    assertThat(filament).isNotNull();
    return filament.lengthMm();
  }

  @Test
  void retractionThatIsPaidBackCountsNothing() {
    assertThat(filament("M83\nG1 X10 E1 F600\nG1 E-5\nG1 E5\nG1 X20 E1\n")).isEqualTo(2);
    assertThat(filament("M82\nG1 X10 E1 F600\nG1 E-4\nG1 E1\nG1 X20 E2\n")).isEqualTo(2);
    assertThat(filament("M83\nG1 X10 E1 F600\nG1 E-5\nG1 E6\n")).isEqualTo(2);
  }

  @Test
  void filamentBeforeTheFirstLayerStandsApart() {
    GcodeReport report =
        Read.text("M83\nG1 X10 E7 F600\nG1 E-1\n;LAYER:0\nG1 E1\nG1 X20 E2\n;LAYER:1\nG1 X5 E3\n");

    assertThat(report.filament().startLengthMm()).isEqualTo(7);
    assertThat(report.filament().lengthMm()).isEqualTo(5);
    assertThat(report.boxes().print().max().get(0)).isEqualTo(20);
    assertThat(report.boxes().print().min().get(0)).isEqualTo(5);
    assertThat(report.boxes().extruding().min().get(0)).isEqualTo(0);
  }

  @Test
  void theBoxOfAllMovesHoldsWhatIsExtruded() {
    GcodeReport report = Read.text("M83\n;LAYER:0\nG1 X10 Y5 Z2 E1 F600\nG1 X5\nG1 X20 E1\n");

    assertThat(report.boxes().print().min()).containsExactly(0.0, 0.0, 0.0);
    assertThat(report.boxes().all()).isEqualTo(report.boxes().extruding());
  }

  @Test
  void relativeExtrusionOutlivesAbsoluteMoves() {
    GcodeReport report = Read.text("M83\nG91\nG1 Z1 F600\nG90\nG1 X10 E1\nG1 X20 E1\nG1 X30 E1\n");

    assertThat(report.filament().lengthMm()).isEqualTo(3);
    assertThat(report.dialect().extrusion()).isEqualTo("relative");
    assertThat(report.dialect().extrusionInferred()).isFalse();
    assertThat(Read.warnings(report, "extrusion-mode-disputed")).isEqualTo(3);
  }

  @Test
  void relativeMovesMakeExtrusionRelative() {
    assertThat(filament("M82\nG92 E0\nG1 X1 E1 F60\nG91\nG1 X1 E1\nG1 X1 E1\n")).isEqualTo(3);
  }

  @Test
  void relativeMovesAloneLeaveNothingToWorkOut() {
    GcodeReport report = Read.text("G91\nG1 X1 E1 F60\nG1 X1 E1\n");

    assertThat(report.dialect().extrusion()).isEqualTo("relative");
    assertThat(report.dialect().extrusionInferred()).isFalse();
    assertThat(report.filament().lengthMm()).isEqualTo(2);
  }

  @Test
  void modeThatIsStatedLateHoldsFromThereOn() {
    GcodeReport report = Read.text("G1 X1 E10 F60\nG1 X2 E12\nM83\nG1 X3 E1\nG1 X4 E1\nG1 X5 E1\n");

    assertThat(report.filament().lengthMm()).isEqualTo(15);
    assertThat(report.dialect().extrusion()).isEqualTo("relative");
    assertThat(report.dialect().extrusionInferred()).isFalse();
  }

  @Test
  void unstatedModeIsWorkedOut() {
    StringBuilder relative = new StringBuilder("G28\n");
    StringBuilder absolute = new StringBuilder("G28\n");
    for (int i = 1; i <= 300; i++) {
      relative.append("G1 X").append(i).append(" E0.0").append(1 + i % 3).append(" F600\n");
      absolute.append("G1 X").append(i).append(" E").append(i).append(" F600\n");
    }
    GcodeReport amounts = Read.text(relative.toString());
    GcodeReport places = Read.text(absolute.toString());

    assertThat(amounts.dialect().extrusion()).isEqualTo("relative");
    assertThat(amounts.dialect().extrusionInferred()).isTrue();
    assertThat(amounts.filament().lengthMm()).isEqualTo(6);
    assertThat(amounts.time().moves().extrusions()).isEqualTo(300);
    assertThat(places.dialect().extrusion()).isEqualTo("absolute");
    assertThat(places.dialect().extrusionInferred()).isTrue();
    assertThat(places.filament().lengthMm()).isEqualTo(300);
  }

  @Test
  void eachToolHasItsOwnFilament() {
    GcodeReport report =
        Read.text(
            "M83\nT0\nG1 X1 E1 F60\nT2\nG1 X2 E5\nT255\nG1 X3 E1\nT-1\nG1 X4 E1\nT0\nG1 X5 E1\n");

    assertThat(report.tools()).containsExactly(0, 2);
    assertThat(report.filament().perTool())
        .extracting(GcodeReport.ToolFilament::tool, GcodeReport.ToolFilament::lengthMm)
        .containsExactly(tuple(0, 2.0), tuple(2, 7.0));
    assertThat(report.time().waits()).containsEntry("T", 2L);
    assertThat(report.commands()).containsEntry("T255", 1L).containsEntry("T-1", 1L);
  }

  @Test
  void volumeAndWeightComeFromTheStatedFilament() {
    GcodeReport.ToolFilament tool =
        Read.text("M83\nG1 X1 E100 F60\n; filament_diameter = 2\n; filament_density = 1.5\n")
            .filament()
            .perTool()
            .getFirst();

    assertThat(tool.volumeMm3()).isEqualTo(314.16);
    assertThat(tool.weightG()).isEqualTo(0.47);
    assertThat(
            Read.text("M83\nG1 X1 E1 F60\n; filament_density = 0\n")
                .filament()
                .perTool()
                .getFirst()
                .weightG())
        .isNull();
  }

  @Test
  void volumetricExtrusionIsTurnedIntoLength() {
    GcodeReport report = Read.text("M200 D2\nM83\nG1 X1 E314.159265 F60\n");

    assertThat(report.dialect().extrusion()).isEqualTo("volumetric");
    assertThat(report.filament().lengthMm()).isEqualTo(100);
    assertThat(report.filament().perTool().getFirst().volumeMm3()).isEqualTo(314.16);
  }

  @Test
  void settingThePositionMovesNothing() {
    GcodeReport report =
        Read.text("G92 X100 Y0 Z0 E50\nM82\nG1 X110 E51 F600\nG92 E0\nG1 X100 E1\n");

    assertThat(report.filament().lengthMm()).isEqualTo(2);
    assertThat(report.time().moves().extrudingMm()).isEqualTo(20);
    assertThat(report.boxes().print().max()).containsExactly(10.0, 0.0, 0.0);
  }

  @Test
  void inchesCountAsMillimetres() {
    GcodeReport report = Read.text("G20\nM83\nG1 X1 E1 F10\n");

    assertThat(report.dialect().units()).isEqualTo("inch");
    assertThat(report.filament().lengthMm()).isEqualTo(25.4);
    assertThat(report.boxes().print().max().get(0)).isEqualTo(25.4);
    assertThat(report.time().seconds()).isEqualTo(6);
  }

  @Test
  void arcReachesItsTrueExtremes() {
    GcodeReport report = Read.text("M83\nG0 X10 Y0 F600\nG3 X-10 Y0 I-10 J0 E1\n");

    assertThat(report.boxes().print().min()).containsExactly(-10.0, 0.0, 0.0);
    assertThat(report.boxes().print().max()).containsExactly(10.0, 10.0, 0.0);
    assertThat(report.time().moves().extrudingMm()).isCloseTo(Math.PI * 10, within(0.001));
  }

  @Test
  void radiusFormTakesTheShorterOrTheLongerArc() {
    GcodeReport shorter = Read.text("M83\nG0 X10 Y0 F600\nG3 X0 Y10 R10 E1\n");
    GcodeReport longer = Read.text("M83\nG0 X10 Y0 F600\nG3 X0 Y10 R-10 E1\n");

    assertThat(shorter.time().moves().extrudingMm()).isCloseTo(Math.PI * 5, within(0.001));
    assertThat(longer.time().moves().extrudingMm()).isCloseTo(Math.PI * 15, within(0.001));
    assertThat(longer.boxes().print().max()).containsExactly(20.0, 20.0, 0.0);
  }

  @Test
  void fullCircleAndHelixAreMeasured() {
    GcodeReport circle = Read.text("M83\nG0 X10 Y0 F600\nG2 I-10 E1\n");
    GcodeReport helix = Read.text("G17 M3\nG0 X10 Y0 F600\nG2 I-10 Z-3 F600\nM5\n");

    assertThat(circle.time().moves().extrudingMm()).isCloseTo(20 * Math.PI, within(0.001));
    assertThat(circle.boxes().print().min()).containsExactly(-10.0, -10.0, 0.0);
    assertThat(helix.time().moves().travelMm())
        .isCloseTo(10 + Math.hypot(20 * Math.PI, 3), within(0.001));
  }

  @Test
  void arcsStandInOtherPlanes() {
    GcodeReport report = Read.text("M3\nG18\nG0 X10 Y5 Z0 F600\nG2 X-10 Z0 I-10 K0\nM5\n");

    assertThat(report.boxes().all().min()).containsExactly(-10.0, 5.0, 0.0);
    assertThat(report.boxes().all().max()).containsExactly(10.0, 5.0, 10.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"G2 X10 Y10 I0 J0", "G2 X50 Y5 R3", "G3 X1 Y1", "G3 X5 Y5 I1 J1"})
  void arcThatNoCircleFitsIsAStraightLine(String arc) {
    GcodeReport report = Read.text("M83\nG0 X5 Y6 F600\n" + arc + " E1\n");

    assertThat(Read.warnings(report, "bad-arc")).isEqualTo(1);
    assertThat(report.filament().lengthMm()).isEqualTo(1);
  }

  @Test
  void layersAreCountedByHeightWithoutMarks() {
    GcodeReport.Layers layers =
        Read.text(
                """
                M83
                G1 Z0.3 F600
                G1 X10 E1
                G1 Z1.5
                G1 X20
                G1 Z0.5
                G1 X10 E1
                G1 E-1
                G1 Z0.7
                G1 E1
                G1 X0 E1
                G1 Z10
                G1 X100
                """)
            .layers();

    assertThat(layers.count()).isEqualTo(3);
    assertThat(layers.countedBy()).isEqualTo("z");
    assertThat(layers.firstHeightMm()).isEqualTo(0.3);
    assertThat(layers.heightMm()).isEqualTo(0.2);
    assertThat(layers.maxZMm()).isEqualTo(0.7);
  }

  @Test
  void spiralWithoutMarksIsCountedByItsStatedHeight() {
    StringBuilder vase = new StringBuilder(";Layer height: 0.2\nM83\nG1 Z0.2 F600\n");
    for (int i = 1; i <= 400; i++) {
      vase.append("G1 X").append(i % 2 * 10).append(" Z").append(200 + i).append("e-3 E1\n");
    }
    String text = vase.toString().replaceAll("Z(\\d)(\\d+)e-3", "Z0.$1$2");
    GcodeReport.Layers layers = Read.text(text).layers();

    assertThat(layers.spiral()).isTrue();
    assertThat(layers.count()).isEqualTo(3);
    assertThat(layers.heightMm()).isNull();
  }

  @Test
  void timeIsWayByFeedRateAndDwells() {
    GcodeReport report =
        Read.text("G28\nM83\nG1 X100 F600\nG1 E10 F300\nG4 P500\nG4 S2\nM109 S200\n");

    assertThat(report.time().method()).isEqualTo("naive");
    assertThat(report.time().seconds()).isEqualTo(10 + 2 + 0.5 + 2);
    assertThat(report.time().waits()).containsOnlyKeys("G28", "M109");
  }

  @Test
  void millingProgramHasNeitherFilamentNorLayers() {
    GcodeReport report =
        Read.text(
            "%\nO1001 (part)\nN1 G17 G21 G90 G54\nT1M6\nM3 S1000\nG0 X1 Z5\nG1 Z-1 F100\nX5\nG4 P2\nM30\n%\nleft over\n");

    assertThat(report.dialect().machine()).isEqualTo("cnc");
    assertThat(report.filament()).isNull();
    assertThat(report.layers()).isNull();
    assertThat(report.tools()).containsExactly(1);
    assertThat(report.boxes().print()).isNull();
    assertThat(report.boxes().all().min()).containsExactly(1.0, 0.0, -1.0);
    assertThat(report.time().seconds()).isGreaterThan(2);
    assertThat(Read.warnings(report, "text-after-end")).isEqualTo(1);
  }

  @Test
  void laserProgramNeverMovesUp() {
    GcodeReport report = Read.text("G21\nG90\nM4 S0\nG0 X1 Y1 F3000\nG1 X10 S500\nM5\n");

    assertThat(report.dialect().machine()).isEqualTo("laser");
  }

  @Test
  void programThatComputesGetsNoLengths() {
    GcodeReport report = Read.text("G21\n#1 = 5\nG1 X[#1*2] F100\n");

    assertThat(report.time()).isNull();
    assertThat(report.boxes().all()).isNull();
    assertThat(Read.warnings(report, "unsupported-expression")).isEqualTo(2);
  }

  @Test
  void strayExpressionInAPrintIsOnlyWarnedOf() {
    GcodeReport report = Read.text("# a note\nM83\nM104 S[temperature]\nG1 X1 E1 F60\n");

    assertThat(report.filament().lengthMm()).isEqualTo(1);
    assertThat(Read.warnings(report, "unsupported-expression")).isEqualTo(2);
  }

  @Test
  void statedValuesKeepTheirLineAndUnit() {
    GcodeReport report =
        Read.text(
            """
            ; generated by PrusaSlicer 2.8.1 on 2024-10-21 at 06:38:01 UTC
            M83
            ;LAYER_CHANGE
            T0
            G1 X1 E400 F600
            T2
            G1 X2 E100
            ; filament used [mm] = 400.85, 0, 98.63
            ; estimated printing time (normal mode) = 1d 2h 3m 4s
            ; filament used [mm] = 400.85, 0, 98.63
            """);

    assertThat(report.dialect().slicer()).isEqualTo("PrusaSlicer");
    assertThat(report.dialect().slicerVersion()).isEqualTo("2.8.1");
    assertThat(report.stated())
        .containsExactly(
            new GcodeReport.Stated("filament_used_mm", List.of(400.85, 0.0, 98.63), "mm", 8),
            new GcodeReport.Stated("estimated_time_normal_s", 93_784.0, "s", 9));
    assertThat(report.differences())
        .contains(
            new GcodeReport.Difference("filament_used_mm", 499.48, 500.0, 1.001041),
            new GcodeReport.Difference("filament_used_mm[2]", 98.63, 100.0, 1.01389));
  }

  @Test
  void placeholdersAreNotStated() {
    GcodeReport report =
        Read.text(
            "G28\n;TIME:6666\n;Filament used: 0m\n;Print time: #P_TIME#\n;MINX:2.14748e+06\n");

    assertThat(report.stated()).isEmpty();
    assertThat(Read.warnings(report, "placeholder-value")).isEqualTo(2);
  }

  @Test
  void thumbnailIsMeasuredAndChecked() {
    String whole = "G28\n; thumbnail begin 16x8 12\n; iVBORw0KGgo=\n; thumbnail end\n";
    String broken = "G28\n; thumbnail_QOI begin 16x8 12\n; iVBORw0KGgo=\n; thumbnail_QOI end\n";
    String open = "; thumbnail begin 16x8 12\n; iVBORw0K\nG28\n";

    assertThat(Read.text(whole).thumbnails())
        .containsExactly(new GcodeReport.Thumbnail("PNG", 16, 8, 8));
    assertThat(Read.warnings(Read.text(whole), "thumbnail-damaged")).isZero();
    assertThat(Read.warnings(Read.text(broken), "thumbnail-damaged")).isEqualTo(1);
    assertThat(Read.warnings(Read.text(open), "thumbnail-damaged")).isEqualTo(1);
  }
}
