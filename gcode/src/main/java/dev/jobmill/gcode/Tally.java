package dev.jobmill.gcode;

/// Adds up what the moves do, under one reading of E.
final class Tally {
  private final FilamentMeter filament = new FilamentMeter();
  private final LayerHeights heights = new LayerHeights();
  private final LayerTable layers = new LayerTable();
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
    layers.clear();
    print.clear();
  }

  /// A layer begins with a comment.
  void layer(LayerMarkers.Kind kind, long line, long offset) {
    layers.mark(kind, line, offset, sums());
  }

  /// The sums so far. Dwells are not in the time.
  LayerTable.Sums sums() {
    return new LayerTable.Sums(filament.total(), extrudingMm.total(), travelMm.total(), seconds());
  }

  /// Adds a move that feeds `filamentMm` (or mm³) of filament through `tool`.
  void add(Move move, int tool, double filamentMm) {
    double length = move.length;
    boolean prints = length > 0 && filamentMm > 0 && move.alongXy;
    if (prints) {
      count(move);
    }
    if (filamentMm != 0) {
      filament.add(tool, filamentMm);
    }
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
    } else if (prints) {
      extrudingMm.add(length);
      extrusions++;
      all.add(move.fromX, move.fromY, move.fromZ);
      include(extruding, move);
      include(print, move);
    }
  }

  /// Before its sums are added: where it begins a layer, it belongs to it.
  private void count(Move move) {
    if (heights.extruded(move.toZ, move.toZ != move.fromZ)) {
      layers.rise(move.toZ, move.line, move.offset, sums());
    }
    layers.extruded(move.toZ);
  }

  private static void include(Bounds bounds, Move move) {
    bounds.add(move.fromX, move.fromY, move.fromZ);
    bounds.add(move.toX, move.toY, move.toZ);
    bounds.add(move.bend);
  }

  FilamentMeter filament() {
    return filament;
  }

  LayerTable layers() {
    return layers;
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
