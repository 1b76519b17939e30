package dev.jobmill.gcode.sample;

import java.util.Locale;

/// The comments in which slicers state a print's numbers, in their different ways.
final class Stating {
  private Stating() {}

  static String fixed(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  /// The header of Cura's files.
  static String cura(PrintNumbers numbers, String layerHeight) {
    return """
    ;FLAVOR:Marlin
    ;TIME:%d
    ;Filament used: %sm
    ;Layer height: %s
    ;MINX:%s
    ;MINY:%s
    ;MINZ:%s
    ;MAXX:%s
    ;MAXY:%s
    ;MAXZ:%s
    ;Generated with Jobmill samples 1
    """
        .formatted(
            Math.round(numbers.naiveSeconds()),
            fixed(numbers.totalFilamentMm() / 1_000, 5),
            layerHeight,
            fixed(numbers.boxMin().get(0), 3),
            fixed(numbers.boxMin().get(1), 3),
            fixed(numbers.boxMin().get(2), 3),
            fixed(numbers.boxMax().get(0), 3),
            fixed(numbers.boxMax().get(1), 3),
            fixed(numbers.boxMax().get(2), 3));
  }

  /// The totals and some of the configuration at the end of PrusaSlicer's files.
  static String prusa(PrintNumbers numbers, String layerHeight, String flavour) {
    StringBuilder used = new StringBuilder();
    numbers
        .filamentMm()
        .values()
        .forEach(mm -> used.append(used.isEmpty() ? "" : ", ").append(fixed(mm, 2)));
    return """
    ; filament used [mm] = %s
    ; estimated printing time (normal mode) = %s

    ; filament_density = 1.24
    ; filament_diameter = 1.75
    ; filament_type = PLA
    ; first_layer_height = %s
    ; gcode_flavor = %s
    ; layer_height = %s
    ; nozzle_diameter = 0.4
    """
        .formatted(used, hours(numbers.naiveSeconds()), layerHeight, flavour, layerHeight);
  }

  /// The summary at the end of Simplify3D's files.
  static String simplify(PrintNumbers numbers) {
    double mm = numbers.totalFilamentMm();
    double volume = mm * Math.PI * 1.75 * 1.75 / 4;
    long minutes = Math.round(numbers.naiveSeconds() / 60);
    return """
    ; Build Summary
    ;   Build time: %d hours %d minutes
    ;   Filament length: %s mm (%s m)
    ;   Plastic volume: %s mm^3 (%s cc)
    ;   Plastic weight: %s g
    """
        .formatted(
            minutes / 60,
            minutes % 60,
            fixed(mm, 1),
            fixed(mm / 1_000, 2),
            fixed(volume, 2),
            fixed(volume / 1_000, 2),
            fixed(volume / 1_000 * 1.25, 2));
  }

  private static String hours(double seconds) {
    long whole = Math.round(seconds);
    String hours = whole >= 3_600 ? whole / 3_600 + "h " : "";
    return hours + whole % 3_600 / 60 + "m " + whole % 60 + "s";
  }
}
