package dev.jobmill.gcode.sample;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a sample print holds, as its maker knows it: filament and box are exact, being sums of
/// whole hundred-thousandths and thousandths of a mm.
///
/// @param filamentMm for each tool that extrudes, from the first layer on
/// @param startMm for each tool that extrudes, before the first layer
/// @param boxMin least X, Y, Z of the print, in mm
/// @param boxMax greatest X, Y, Z of the print, in mm
/// @param layers how many layers are marked
/// @param extrudingMm length of the moves that extrude along X or Y
/// @param travelMm length of the moves that extrude nothing
/// @param naiveSeconds all moves at their feed rates
public record PrintNumbers(
    SortedMap<Integer, Double> filamentMm,
    SortedMap<Integer, Double> startMm,
    List<Double> boxMin,
    List<Double> boxMax,
    int layers,
    double extrudingMm,
    double travelMm,
    double naiveSeconds) {

  /// Copies the maps.
  public PrintNumbers {
    filamentMm = Collections.unmodifiableSortedMap(new TreeMap<>(filamentMm));
    startMm = Collections.unmodifiableSortedMap(new TreeMap<>(startMm));
  }

  /// The filament of all tools from the first layer on, in mm.
  public double totalFilamentMm() {
    return filamentMm.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
