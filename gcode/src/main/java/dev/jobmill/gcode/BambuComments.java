package dev.jobmill.gcode;

import java.util.List;
import java.util.OptionalDouble;

/// What Bambu Studio and OrcaSlicer write beside what they have from PrusaSlicer: a header block
/// with `key: value`.
final class BambuComments {
  static final List<CommentRule> RULES =
      List.of(
          CommentRule.layer("CHANGE_LAYER", LayerMarkers.Kind.CHANGE),
          new CommentRule("model printing time", BambuComments::times),
          CommentRule.duration("total estimated time", "total_estimated_time_s"),
          CommentRule.number("total layer number", "layer_count", ""),
          CommentRule.number("total layers count", "layer_count", ""),
          CommentRule.number("max_z_height", "max_z_height_mm", "mm"),
          CommentRule.numbers("total filament length [mm]", "filament_used_mm", "mm"),
          // It says cm³, and the number is in mm³.
          CommentRule.numbers("total filament volume [cm^3]", "filament_volume_mm3", "mm3"),
          CommentRule.numbers("total filament weight [g]", "filament_used_g", "g"));

  private BambuComments() {}

  /// `1h 59m 1s; total estimated time: 2h 5m 25s`, two values on one line.
  private static void times(SlicerNotes notes, String text, long line) {
    int second = text.indexOf(';');
    String model = second < 0 ? text : text.substring(0, second);
    OptionalDouble modelSeconds = StatedText.seconds(model);
    if (modelSeconds.isPresent()) {
      notes.values().add("model_printing_time_s", modelSeconds.getAsDouble(), "s", line);
    }
    int total = text.indexOf("total estimated time:");
    if (total >= 0) {
      OptionalDouble seconds = StatedText.seconds(text.substring(text.indexOf(':', total)));
      if (seconds.isPresent()) {
        notes.values().add("total_estimated_time_s", seconds.getAsDouble(), "s", line);
      }
    }
  }
}
