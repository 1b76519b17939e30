package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;

/// The filament of each tool, as far as the file states it.
final class FilamentKinds {
  private static final double DIAMETER_DEFAULT = 1.75;
  private static final double LITRE = 1_000;

  private final List<Double> diameters;
  private final List<Double> densities;

  /// @param diameter a diameter that a command gives, in mm; 0 for none
  FilamentKinds(StatedValues stated, double diameter) {
    this.diameters =
        diameter > 0
            ? List.of(diameter)
            : first(stated, "filament_diameter_mm", "filament_diameters", "_diameter_mm", 1);
    this.densities =
        first(
            stated, "filament_density_g_cm3", "filament_densities", "_density_g_per_litre", LITRE);
  }

  /// The first of three ways in which slicers state a value for each tool: one list, another list,
  /// or one value for each filament, numbered from 1.
  private static List<Double> first(
      StatedValues stated, String list, String otherList, String numbered, double parts) {
    List<Double> numbers = stated.numbers(list);
    if (numbers.isEmpty()) {
      numbers = stated.numbers(otherList);
    }
    if (!numbers.isEmpty()) {
      return numbers;
    }
    List<Double> collected = new ArrayList<>();
    List<Double> one = stated.numbers("filament1" + numbered);
    while (!one.isEmpty()) {
      collected.add(one.getFirst() / parts);
      one = stated.numbers("filament" + (collected.size() + 1) + numbered);
    }
    return collected;
  }

  /// The area of the filament's cross-section, in mm².
  double areaMm2(int tool) {
    double stated = of(diameters, tool);
    double diameter = stated > 0 ? stated : DIAMETER_DEFAULT;
    return Math.PI * diameter * diameter / 4;
  }

  /// In g/cm³; 0 when it is not known.
  double density(int tool) {
    return Math.max(0, of(densities, tool));
  }

  private static double of(List<Double> list, int tool) {
    if (list.isEmpty()) {
      return 0;
    }
    return list.get(Math.min(tool, list.size() - 1));
  }
}
