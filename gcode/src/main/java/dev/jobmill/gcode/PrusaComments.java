package dev.jobmill.gcode;

import java.util.List;

/// What PrusaSlicer and its kin (SuperSlicer, Slic3r) write: totals near the end, `key = value` of
/// the whole configuration behind them, since 2.6 some of both at the top as well.
final class PrusaComments {
  static final List<CommentRule> RULES =
      List.of(
          CommentRule.layer("LAYER_CHANGE", LayerMarkers.Kind.CHANGE),
          CommentRule.layer("AFTER_LAYER_CHANGE", LayerMarkers.Kind.AFTER),
          CommentRule.layer("BEFORE_LAYER_CHANGE", LayerMarkers.Kind.BEFORE),
          CommentRule.numbers("filament used [mm]", "filament_used_mm", "mm"),
          CommentRule.numbers("filament used [cm3]", "filament_used_cm3", "cm3"),
          CommentRule.numbers("filament used [g]", "filament_used_g", "g"),
          CommentRule.number("filament used", "filament_used_mm", "mm"),
          CommentRule.numbers("filament cost", "filament_cost", ""),
          CommentRule.number("total filament used [g]", "total_filament_used_g", "g"),
          CommentRule.number("total filament cost", "total_filament_cost", ""),
          CommentRule.duration("estimated printing time (normal mode)", "estimated_time_normal_s"),
          CommentRule.duration("estimated printing time (silent mode)", "estimated_time_silent_s"),
          CommentRule.duration("estimated printing time", "estimated_time_normal_s"),
          CommentRule.duration(
              "estimated first layer printing time (normal mode)",
              "estimated_first_layer_time_normal_s"),
          CommentRule.duration(
              "estimated first layer printing time (silent mode)",
              "estimated_first_layer_time_silent_s"),
          CommentRule.number("max_layer_z", "max_layer_z_mm", "mm"),
          CommentRule.numbers("filament_density", "filament_density_g_cm3", "g/cm3"),
          CommentRule.numbers("filament_diameter", "filament_diameter_mm", "mm"),
          CommentRule.text("filament_type", "filament_type"),
          CommentRule.numbers(
              "first_layer_bed_temperature", "first_layer_bed_temperature_C", "degC"),
          CommentRule.text("first_layer_height", "first_layer_height_mm"),
          CommentRule.numbers("first_layer_temperature", "first_layer_temperature_C", "degC"),
          CommentRule.flavour("gcode_flavor", "gcode_flavor"),
          CommentRule.number("layer_height", "layer_height_mm", "mm"),
          CommentRule.numbers("nozzle_diameter", "nozzle_diameter_mm", "mm"),
          CommentRule.text("printer_model", "printer_model"),
          CommentRule.numbers("temperature", "temperature_C", "degC"),
          new CommentRule(
              "use_volumetric_e",
              (notes, text, line) -> {
                if (text.equals("1")) {
                  notes.values().add("use_volumetric_e", 1.0, "", line);
                }
              }));

  private PrusaComments() {}
}
