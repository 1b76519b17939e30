package dev.jobmill.gcode;

import java.util.List;

/// What Simplify3D writes: settings as `key,value` at the top, a summary at the end.
final class SimplifyComments {
  static final List<CommentRule> RULES =
      List.of(
          CommentRule.text("printMaterial", "print_material"),
          CommentRule.text("extruderToolheadNumber", "extruder_toolheads"),
          CommentRule.number("layerHeight", "layer_height_mm", "mm"),
          CommentRule.numbers("filamentDiameters", "filament_diameters", "mm"),
          CommentRule.numbers("filamentDensities", "filament_densities", "g/cm3"),
          CommentRule.duration("Build time", "stated_build_time_s"),
          CommentRule.number("Filament length", "filament_used_mm", "mm"),
          CommentRule.number("Plastic volume", "filament_volume_mm3", "mm3"),
          CommentRule.number("Plastic weight", "filament_weight_g", "g"),
          CommentRule.number("Material cost", "material_cost", ""));

  private SimplifyComments() {}
}
