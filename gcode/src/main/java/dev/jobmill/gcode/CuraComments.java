package dev.jobmill.gcode;

import java.util.List;
import java.util.OptionalDouble;

/// What Cura writes at the top, in its forms for Marlin, Griffin (Ultimaker 3 and later),
/// UltiGCode, and in its old versions 14 and 15. The command-line CuraEngine leaves placeholders
/// there.
final class CuraComments {
  static final List<CommentRule> RULES =
      List.of(
          CommentRule.layer("LAYER", LayerMarkers.Kind.NUMBERED),
          CommentRule.flavour("FLAVOR", "flavor"),
          new CommentRule("TIME", CuraComments::time),
          new CommentRule(
              "TIME_ELAPSED",
              (notes, text, line) -> {
                OptionalDouble seconds = StatedText.number(text);
                if (seconds.isPresent()) {
                  notes.values().replace("last_TIME_ELAPSED_s", seconds.getAsDouble(), "s", line);
                }
              }),
          CommentRule.duration("PRINT.TIME", "estimated_time_s"),
          CommentRule.duration("Print time", "estimated_time_s"),
          new CommentRule("Filament used", CuraComments::filament),
          CommentRule.number("Layer height", "layer_height_mm", "mm"),
          CommentRule.number("MINX", "bbox_min_x", "mm"),
          CommentRule.number("MINY", "bbox_min_y", "mm"),
          CommentRule.number("MINZ", "bbox_min_z", "mm"),
          CommentRule.number("MAXX", "bbox_max_x", "mm"),
          CommentRule.number("MAXY", "bbox_max_y", "mm"),
          CommentRule.number("MAXZ", "bbox_max_z", "mm"),
          CommentRule.number("PRINT.SIZE.MIN.X", "bbox_min_x", "mm"),
          CommentRule.number("PRINT.SIZE.MIN.Y", "bbox_min_y", "mm"),
          CommentRule.number("PRINT.SIZE.MIN.Z", "bbox_min_z", "mm"),
          CommentRule.number("PRINT.SIZE.MAX.X", "bbox_max_x", "mm"),
          CommentRule.number("PRINT.SIZE.MAX.Y", "bbox_max_y", "mm"),
          CommentRule.number("PRINT.SIZE.MAX.Z", "bbox_max_z", "mm"),
          CommentRule.number("EXTRUDER_TRAIN.0.MATERIAL.VOLUME_USED", "material_volume_mm3", "mm3"),
          CommentRule.number(
              "EXTRUDER_TRAIN.1.MATERIAL.VOLUME_USED", "material2_volume_mm3", "mm3"),
          CommentRule.number("MATERIAL", "material_volume_mm3", "mm3"),
          CommentRule.number("MATERIAL2", "material2_volume_mm3", "mm3"),
          CommentRule.number("LAYER_COUNT", "layer_count", ""),
          CommentRule.number("Layer count", "layer_count", ""),
          new CommentRule("GENERATOR.NAME", (notes, text, line) -> notes.slicer(text, null)),
          new CommentRule(
              "GENERATOR.VERSION", (notes, text, line) -> notes.slicer("Cura_SteamEngine", text)),
          new CommentRule(
              "CURA_PROFILE_STRING", (notes, text, line) -> notes.slicer("Cura", null)));

  private CuraComments() {}

  /// `6666` is what stands there before the time is known.
  private static void time(SlicerNotes notes, String text, long line) {
    OptionalDouble seconds = StatedText.seconds(text);
    if (seconds.isPresent() && seconds.getAsDouble() != 6666) {
      notes.values().add("estimated_time_s", seconds.getAsDouble(), "s", line);
    }
  }

  /// `6.47989m`, `1.2m, 0.5m` for two tools, `6.58m 19.0g` in old versions; nothing when it is 0.
  private static void filament(SlicerNotes notes, String text, long line) {
    double metres = 0;
    for (String part : text.split("[, ]+", -1)) {
      OptionalDouble number = StatedText.number(part);
      if (number.isEmpty()) {
        continue;
      }
      if (part.endsWith("g")) {
        notes.values().add("filament_used_g", number.getAsDouble(), "g", line);
      } else if (part.endsWith("mm3")) {
        notes.values().add("filament_volume_mm3", number.getAsDouble(), "mm3", line);
      } else if (part.endsWith("m")) {
        metres += number.getAsDouble();
      }
    }
    if (metres > 0) {
      notes.values().add("filament_used_m", metres, "m", line);
    }
  }
}
