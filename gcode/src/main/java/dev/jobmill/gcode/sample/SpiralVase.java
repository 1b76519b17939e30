package dev.jobmill.gcode.sample;

/// A vase in one line that rises all the way, as Cura would write it: absolute E, numbered layers,
/// the box at the top.
final class SpiralVase {
  private static final int TURNS = 150;
  private static final int STEPS = 48;
  private static final long HEIGHT = 300;
  private static final long CENTRE = 100_000;

  private SpiralVase() {}

  static SamplePrint make() {
    Pen pen = new Pen(false, "\n", 0.6, 0.3);
    pen.line("M82 ;absolute extrusion mode")
        .line("M140 S60")
        .line("M190 S60")
        .line("M104 S205")
        .line("M109 S205")
        .line("G28 ;Home")
        .resetE()
        .at(6_000)
        .rise(15_000)
        .at(200)
        .feed(3)
        .resetE()
        .line(";LAYER_COUNT:" + TURNS);
    long below = HEIGHT;
    for (int turn = 0; turn < TURNS; turn++) {
      pen.layer(";LAYER:" + turn);
      if (turn == 0) {
        pen.line("M107").at(6_000).travel(x(0, 0), y(0, 0)).rise(HEIGHT);
        pen.line(";TYPE:WALL-OUTER").at(1_200);
      } else if (turn == 1) {
        pen.line("M106 S255").at(1_800);
      }
      for (int step = 1; step <= STEPS; step++) {
        long z = turn == 0 ? HEIGHT : below + HEIGHT * step / STEPS;
        pen.print(x(turn, step), y(turn, step), z);
      }
      below = turn == 0 ? HEIGHT : below + HEIGHT;
      pen.line(";TIME_ELAPSED:" + Stating.fixed(pen.numbers().naiveSeconds(), 6));
    }
    pen.at(2_400).feed(-2).line("M107").line("M104 S0").line("M140 S0").line("M84");
    PrintNumbers numbers = pen.numbers();
    return new SamplePrint(
        "spiral-vase.gcode",
        Stating.cura(numbers, "0.3") + pen.text() + ";End of Gcode\n",
        numbers);
  }

  /// 30 mm with a waist, and with eight flutes that turn as they rise.
  private static double radius(int turn, int step) {
    double part = (turn + (double) step / STEPS) / TURNS;
    double angle = 2 * Math.PI * step / STEPS;
    return 30_000
        - 9_000 * StrictMath.sin(Math.PI * part) * part
        + 800 * StrictMath.cos(8 * angle + 4 * part);
  }

  private static long x(int turn, int step) {
    return CENTRE + Math.round(radius(turn, step) * StrictMath.cos(2 * Math.PI * step / STEPS));
  }

  private static long y(int turn, int step) {
    return CENTRE + Math.round(radius(turn, step) * StrictMath.sin(2 * Math.PI * step / STEPS));
  }
}
