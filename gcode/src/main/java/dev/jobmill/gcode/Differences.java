package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Puts what the slicer stated beside what the moves give.
final class Differences {
  private final StatedValues stated;
  private final List<GcodeReport.Difference> found = new ArrayList<>();

  private Differences(StatedValues stated) {
    this.stated = stated;
  }

  static List<GcodeReport.Difference> between(
      StatedValues stated,
      GcodeReport.@Nullable Filament filament,
      GcodeReport.Boxes boxes,
      GcodeReport.@Nullable Layers layers,
      GcodeReport.@Nullable Time time) {
    Differences differences = new Differences(stated);
    if (filament != null) {
      differences.filament(filament);
    }
    if (layers != null) {
      differences.compare("layer_count", (double) layers.count());
      if (layers.maxZMm() != null) {
        differences.compare("max_layer_z_mm", layers.maxZMm());
        differences.compare("max_z_height_mm", layers.maxZMm());
      }
    }
    if (boxes.print() != null) {
      differences.box(boxes.print());
    }
    if (time != null) {
      differences.time(time.seconds());
    }
    return List.copyOf(differences.found);
  }

  private void filament(GcodeReport.Filament filament) {
    double volume = 0;
    double weight = 0;
    for (GcodeReport.ToolFilament tool : filament.perTool()) {
      volume += tool.volumeMm3();
      weight += tool.weightG() == null ? Double.NaN : tool.weightG();
    }
    compare("filament_used_mm", filament.lengthMm());
    perTool("filament_used_mm", filament);
    compare("filament_used_m", filament.lengthMm() / 1_000);
    compare("filament_used_mm_ext1", filament.lengthMm());
    compare("material1_used_mm", filament.lengthMm());
    compare("filament_used_cm3", volume / 1_000);
    compare("filament_volume_mm3", volume);
    compare("material_volume_mm3", volume);
    compare("filament_used_g", weight);
    compare("filament_weight_g", weight);
  }

  /// A list is for the tools 0, 1, 2 … in order.
  private void perTool(String key, GcodeReport.Filament filament) {
    List<Double> numbers = stated.numbers(key);
    for (int tool = 0; numbers.size() > 1 && tool < numbers.size(); tool++) {
      double computed = 0;
      for (GcodeReport.ToolFilament used : filament.perTool()) {
        computed += used.tool() == tool ? used.lengthMm() : 0;
      }
      if (computed > 0 || numbers.get(tool) > 0) {
        add(key + "[" + tool + "]", numbers.get(tool), computed);
      }
    }
  }

  private void box(GcodeReport.Box box) {
    String[] axes = {"x", "y", "z"};
    for (int axis = 0; axis < 3; axis++) {
      compare("bbox_min_" + axes[axis], box.min().get(axis));
      compare("bbox_max_" + axes[axis], box.max().get(axis));
    }
  }

  private void time(double seconds) {
    compare("estimated_time_s", seconds);
    compare("estimated_time_normal_s", seconds);
    compare("model_printing_time_s", seconds);
    compare("stated_build_time_s", seconds);
    compare("estimated_build_time_min", seconds / 60);
    compare("estimated_machine_time_min", seconds / 60);
  }

  private void compare(String key, double computed) {
    OptionalDouble sum = stated.sum(key);
    if (sum.isPresent() && Double.isFinite(computed)) {
      add(key, sum.getAsDouble(), computed);
    }
  }

  private void add(String key, double statedValue, double computed) {
    double ratio = computed / statedValue;
    found.add(
        new GcodeReport.Difference(
            key,
            statedValue,
            Rounded.fine(computed),
            Double.isFinite(ratio) ? (Double) Rounded.ratio(ratio) : null));
  }
}
