package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;

/// What KISSlicer, Kiri:Moto, MatterSlice and PyCAM write.
final class OtherComments {
  private static final int EXTRUDERS_MAX = 8;

  static final List<CommentRule> RULES = rules();

  private OtherComments() {}

  private static List<CommentRule> rules() {
    List<CommentRule> rules = new ArrayList<>();
    rules.add(CommentRule.layer("BEGIN_LAYER_OBJECT z", LayerMarkers.Kind.OBJECT));
    rules.add(CommentRule.number("Estimated Build Time", "estimated_build_time_min", "min"));
    rules.add(CommentRule.number("Estimated Build Cost", "estimated_build_cost", "$"));
    rules.add(
        CommentRule.number(
            "Total estimated (pre-cool) minutes", "total_estimated_precool_min", "min"));
    for (int n = 1; n <= EXTRUDERS_MAX; n++) {
      String key = "filament_used_mm_ext" + n;
      rules.add(CommentRule.number("Ext " + n, key, "mm"));
      rules.add(CommentRule.number("Ext #" + n, key, "mm"));
    }
    rules.add(CommentRule.number("--- filament used", "filament_used_mm", "mm"));
    rules.add(CommentRule.duration("--- print time", "estimated_time_s"));
    rules.add(CommentRule.duration("total print time (s)", "estimated_time_s"));
    rules.add(CommentRule.number("Estimated machine time", "estimated_machine_time_min", "min"));
    rules.add(
        new CommentRule(
            "PYCAM-META-DATA",
            (notes, text, line) ->
                notes.slicer(
                    "PyCAM", text.startsWith("Version:") ? text.substring(8).strip() : null)));
    return List.copyOf(rules);
  }
}
