package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.jobmill.gcode.sample.SamplePrint;
import dev.jobmill.gcode.sample.SamplePrints;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class GcodeReportJsonTest {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  @Test
  void fieldsHaveTheNamesThatOthersRead() {
    String gcode =
        """
        ;FLAVOR:Marlin
        ;TIME:10
        M83
        ;LAYER:0
        G1 Z0.2 F600
        G1 X10 E1
        """;

    assertThat(mapper.writeValueAsString(Read.text(gcode)))
        .isEqualTo(
            """
            {"file":{"name":"test.gcode","bytes":60,\
            "sha256":"2280271ce2d6c7d481d7f55e5c3e2c48e8de9858c299735c1d6d069cbdb75178","lines":6,"lineEnd":"LF",\
            "container":"plain","blankLines":0,"commentLines":3,"longestLine":14,\
            "endsWithNewline":true},\
            "dialect":{"flavour":"Marlin","units":"mm","extrusion":"relative",\
            "extrusionInferred":false,"machine":"fdm"},\
            "filament":{"lengthMm":1.0,"startLengthMm":0.0,"perTool":[{"tool":0,"lengthMm":1.0,\
            "startLengthMm":0.0,"volumeMm3":2.41}]},\
            "boxes":{"print":{"min":[0.0,0.0,0.2],"max":[10.0,0.0,0.2]},\
            "extruding":{"min":[0.0,0.0,0.2],"max":[10.0,0.0,0.2]},\
            "all":{"min":[0.0,0.0,0.2],"max":[10.0,0.0,0.2]}},\
            "layers":{"count":1,"countedBy":"markers","spiral":false,"firstHeightMm":0.2,\
            "maxZMm":0.2},\
            "time":{"seconds":1.02,"method":"naive","moves":{"travelMm":0.2,"extrudingMm":10.0,\
            "travels":1,"extrusions":1},"waits":{}},\
            "tools":[0],"commands":{"G1":2,"M83":1},\
            "stated":[{"key":"flavor","value":"Marlin","unit":"","line":1},\
            {"key":"estimated_time_s","value":10.0,"unit":"s","line":2}],\
            "differences":[{"key":"estimated_time_s","stated":10.0,"computed":1.02,"ratio":0.102}],\
            "thumbnails":[],"warnings":[]}\
            """);
  }

  @Test
  void whatIsNotKnownOfAnEmptyFileIsAbsent() {
    assertThat(mapper.writeValueAsString(Read.text("")))
        .contains("{\"code\":\"empty-file\",\"count\":1,\"text\":")
        .doesNotContain("lengthMm", "units", "\"line\":");
  }

  @Test
  void reportsAreReadBackAsTheyWere() {
    for (SamplePrint print : SamplePrints.all()) {
      GcodeReport report = Read.bytes(print.bytes());

      assertThat(mapper.readValue(mapper.writeValueAsString(report), GcodeReport.class))
          .isEqualTo(report);
    }
  }

  @Test
  void payloadIsItsPath() {
    assertThat(mapper.writeValueAsString(new GcodeFile("/a.gcode")))
        .isEqualTo("{\"path\":\"/a.gcode\"}");
    assertThat(mapper.readValue("{\"path\":\"/a.gcode\"}", GcodeFile.class))
        .isEqualTo(new GcodeFile("/a.gcode"));
  }

  @Test
  void payloadWithoutAPathIsRefusedWithItsMend() {
    assertThatThrownBy(() -> mapper.readValue("{}", GcodeFile.class))
        .rootCause()
        .hasMessageContaining("no path is given");
  }

  /// The engine refuses results above 256 KiB, whatever a file was made to do.
  @Test
  void reportOfAHostileFileStaysSmall() {
    StringBuilder text = new StringBuilder("G28\n");
    String wide = "\u754c".repeat(400);
    for (int i = 0; i < 3_000; i++) {
      text.append("; filament_type = ").append(i).append(wide).append('\n');
      text.append("; temperature = ").append("123456789.123,".repeat(100)).append(i).append('\n');
      text.append("MACRO_").append(i).append("X".repeat(100)).append('\n');
      text.append("N").append(wide).append('\n');
      text.append('M').append(i).append('\n');
    }
    byte[] json = mapper.writeValueAsBytes(Read.text(text.toString()));

    assertThat(json.length).isLessThan(256 * 1024);
  }
}
