package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;

/// What ideaMaker writes: filaments at the top, numbered from 1, and totals at the end.
final class IdeaMakerComments {
  private static final int FILAMENTS_MAX = 8;

  static final List<CommentRule> RULES = rules();

  private IdeaMakerComments() {}

  private static List<CommentRule> rules() {
    List<CommentRule> rules = new ArrayList<>();
    rules.add(
        CommentRule.numbers("Bounding Box", "bounding_box_xmin_xmax_ymin_ymax_zmin_zmax", "mm"));
    rules.add(new CommentRule("Z", (notes, text, line) -> notes.markers().height(text)));
    rules.add(CommentRule.duration("Print Time", "estimated_time_s"));
    for (int n = 1; n <= FILAMENTS_MAX; n++) {
      String filament = "filament" + n;
      rules.add(CommentRule.number("Filament Diameter #" + n, filament + "_diameter_mm", "mm"));
      rules.add(
          CommentRule.number(
              "Filament Compensation #" + n, filament + "_compensation_percent", "%"));
      rules.add(
          CommentRule.number("Filament Density #" + n, filament + "_density_g_per_litre", "g/l"));
      String material = "material" + n;
      rules.add(CommentRule.number("Material#" + n + " Used", material + "_used_mm", "mm"));
      rules.add(CommentRule.number("Material#" + n + " Cost", material + "_cost", ""));
    }
    return List.copyOf(rules);
  }
}
