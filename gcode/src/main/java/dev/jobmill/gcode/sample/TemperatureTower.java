package dev.jobmill.gcode.sample;

/// A tower whose floors are printed at falling temperatures, as Cura would write it for a firmware
/// that retracts by itself: relative E, G10 and G11, M104 between the floors.
final class TemperatureTower {
  private static final int FLOORS = 7;
  private static final int LAYERS_PER_FLOOR = 35;
  private static final long LOW = 95_000;
  private static final long HIGH = 111_000;

  private TemperatureTower() {}

  static SamplePrint make() {
    Pen pen = new Pen(true, "\n", 0.4, 0.2);
    pen.line("G21")
        .line("G90")
        .line("M83 ;relative extrusion mode")
        .line("M140 S60")
        .line("M190 S60")
        .line("M109 S225")
        .line("G28")
        .line("M207 S1.5 F2400")
        .line(";LAYER_COUNT:" + FLOORS * LAYERS_PER_FLOOR);
    for (int layer = 0; layer < FLOORS * LAYERS_PER_FLOOR; layer++) {
      pen.layer(";LAYER:" + layer);
      int floor = layer / LAYERS_PER_FLOOR;
      if (layer % LAYERS_PER_FLOOR == 0) {
        pen.line("M104 S" + (225 - 5 * floor));
      }
      pen.line("G10").at(9_000).rise(200L * (layer + 1));
      // Every floor ends with a ledge, so that they can be told apart.
      long ledge = layer % LAYERS_PER_FLOOR >= LAYERS_PER_FLOOR - 3 ? 1_000 : 0;
      for (int ring = 0; ring < 3; ring++) {
        square(pen, LOW - ledge + 400L * ring, HIGH + ledge - 400L * ring, ring == 0);
      }
      bridge(pen, layer % LAYERS_PER_FLOOR);
    }
    pen.line("M107").line("M104 S0").line("M140 S0").line("M84");
    PrintNumbers numbers = pen.numbers();
    return new SamplePrint(
        "temperature-tower.gcode",
        Stating.cura(numbers, "0.2") + pen.text() + ";End of Gcode\n",
        numbers);
  }

  private static void square(Pen pen, long low, long high, boolean first) {
    pen.at(9_000).travel(low, low);
    if (first) {
      pen.line("G11").line(";TYPE:WALL-OUTER").at(1_800);
    } else {
      pen.line(";TYPE:WALL-INNER").at(3_000);
    }
    pen.print(high, low).print(high, high).print(low, high).print(low, low);
  }

  /// A few threads across the middle of each floor: what a wrong temperature spoils first.
  private static void bridge(Pen pen, int layerOfFloor) {
    if (layerOfFloor != LAYERS_PER_FLOOR / 2) {
      return;
    }
    pen.line("M106 S255").line(";TYPE:SKIN");
    for (long y = LOW + 1_600; y < HIGH - 1_600; y += 800) {
      pen.at(9_000).travel(LOW + 1_200, y).at(1_500).print(HIGH - 1_200, y);
    }
    pen.line("M106 S127");
  }
}
