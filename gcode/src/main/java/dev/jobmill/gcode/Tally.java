package dev.jobmill.gcode;

/// Adds up what the moves do, under one reading of E.
final class Tally {
  private final FilamentMeter filament = new FilamentMeter();
  private final LayerHeights heights = new LayerHeights();
  private final Bounds print = new Bounds();
  private final Bounds extruding = new Bounds();
  private final Bounds all = new Bounds();
  private final Sum travelMm = new Sum();
  private final Sum extrudingMm = new Sum();
  private final Sum minutes = new Sum();
  private long travels;
  private long extrusions;

  /// From here on it is the print and no longer the start G-code.
  void firstLayer() {
    filament.firstLayer();
    heights.restart();
    print.clear();
  }

  /// Adds a move that feeds `filamentMm` (or mm³) of filament through `tool`.
  void add(Move move, int tool, double filamentMm) {
    if (filamentMm != 0) {
      filament.add(tool, filamentMm);
    }
    double length = move.length;
    if (length == 0) {
      minutes.add(Math.abs(filamentMm) / move.feed);
      return;
    }
    minutes.add(length / move.feed);
    all.add(move.toX, move.toY, move.toZ);
    all.add(move.bend);
    if (filamentMm <= 0) {
      travelMm.add(length);
      travels++;
    } else if (move.alongXy) {
      extrudingMm.add(length);
      extrusions++;
      all.add(move.fromX, move.fromY, move.fromZ);
      include(extruding, move);
      include(print, move);
      heights.extruded(move.toZ, move.toZ != move.fromZ);
    }
  }

  private static void include(Bounds bounds, Move move) {
    bounds.add(move.fromX, move.fromY, move.fromZ);
    bounds.add(move.toX, move.toY, move.toZ);
    bounds.add(move.bend);
  }

  FilamentMeter filament() {
    return filament;
  }

  LayerHeights heights() {
    return heights;
  }

  /// Whether anything moves up or down.
  boolean movesAlongZ() {
    return !all.isEmpty() && !all.isFlat();
  }

  double seconds() {
    return minutes.total() * 60;
  }

  GcodeReport.Boxes boxes() {
    return new GcodeReport.Boxes(print.box(), extruding.box(), all.box());
  }

  GcodeReport.Moves moves() {
    return new GcodeReport.Moves(
        Rounded.mm(travelMm.total()), Rounded.mm(extrudingMm.total()), travels, extrusions);
  }
}
