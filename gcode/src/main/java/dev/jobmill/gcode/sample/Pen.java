package dev.jobmill.gcode.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Writes the moves of a print and keeps its numbers on the way. Places are whole µm and filament
/// is whole hundred-thousandths of a mm, so that what is written is exactly what is counted.
final class Pen {
  private static final double FILAMENT_AREA = Math.PI * 1.75 * 1.75 / 4;
  private static final double E_PARTS = 1e5;

  private final StringBuilder text = new StringBuilder();
  private final boolean relativeE;
  private final String lineEnd;
  private final double ratio;
  private final long[] head = new long[3];
  private final long[] min = {Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE};
  private final long[] max = {Long.MIN_VALUE, Long.MIN_VALUE, Long.MIN_VALUE};
  private final SortedMap<Integer, Long> fed = new TreeMap<>();
  private final SortedMap<Integer, Long> start = new TreeMap<>();
  private long retracted;
  private long e;
  private int feed;
  private int writtenFeed;
  private int tool;
  private int layers;
  private double extrudingMm;
  private double travelMm;
  private double minutes;

  /// @param width of a line of plastic, in mm
  /// @param height of a layer, in mm
  Pen(boolean relativeE, String lineEnd, double width, double height) {
    this.relativeE = relativeE;
    this.lineEnd = lineEnd;
    this.ratio = width * height / FILAMENT_AREA;
  }

  /// Writes a line that moves nothing.
  Pen line(String line) {
    text.append(line).append(lineEnd);
    return this;
  }

  /// Writes the sign that a layer begins. What was fed before the first one was the start.
  Pen layer(String line) {
    if (layers == 0) {
      start.putAll(fed);
    }
    layers++;
    return line(line);
  }

  /// The feed rate of the moves from here on, in mm per minute.
  Pen at(int mmPerMinute) {
    feed = mmPerMinute;
    return this;
  }

  Pen tool(int number) {
    tool = number;
    return line("T" + number);
  }

  /// E counts from 0 again.
  Pen resetE() {
    e = 0;
    return line("G92 E0");
  }

  /// Feeds filament on the spot, or pulls it back when it is less than 0.
  Pen feed(double mm) {
    long amount = Math.round(mm * E_PARTS);
    retracted -= amount;
    if (retracted < 0) {
      fed.merge(tool, -retracted, Long::sum);
      retracted = 0;
    }
    minutes += Math.abs(amount) / E_PARTS / feed;
    text.append("G1");
    appendE(amount);
    return endMove();
  }

  Pen rise(long z) {
    travelled(Math.abs(z - head[2]) / 1e3);
    head[2] = z;
    text.append("G1 Z");
    appendMm(z);
    return endMove();
  }

  Pen travel(long x, long y) {
    travelled(distance(x, y));
    moveTo(x, y);
    text.append("G0");
    appendXy(x, y);
    return endMove();
  }

  private void travelled(double mm) {
    travelMm += mm;
    minutes += mm / feed;
  }

  Pen print(long x, long y) {
    return print(x, y, head[2]);
  }

  /// Draws a line of plastic, rising on the way when `z` is another height.
  Pen print(long x, long y, long z) {
    double flat = distance(x, y);
    double length = Math.hypot(flat, (z - head[2]) / 1e3);
    include(head[0], head[1], head[2]);
    include(x, y, z);
    text.append("G1");
    appendXy(x, y);
    if (z != head[2]) {
      text.append(" Z");
      appendMm(z);
    }
    head[2] = z;
    moveTo(x, y);
    return extrude(length);
  }

  /// Draws an arc of plastic around a centre. The caller includes what lies beyond its ends.
  Pen arc(boolean clockwise, long x, long y, long centreX, long centreY, double degrees) {
    double radius = distance(centreX, centreY);
    include(head[0], head[1], head[2]);
    include(x, y, head[2]);
    text.append(clockwise ? "G2" : "G3");
    appendXy(x, y);
    text.append(" I");
    appendMm(centreX - head[0]);
    text.append(" J");
    appendMm(centreY - head[1]);
    moveTo(x, y);
    return extrude(radius * Math.toRadians(degrees));
  }

  private Pen extrude(double mm) {
    long amount = Math.round(mm * ratio * E_PARTS);
    fed.merge(tool, amount, Long::sum);
    extrudingMm += mm;
    minutes += mm / feed;
    appendE(amount);
    return endMove();
  }

  /// Makes the box of the print reach a point.
  Pen include(long x, long y, long z) {
    long[] point = {x, y, z};
    for (int axis = 0; axis < 3 && layers > 0; axis++) {
      min[axis] = Math.min(min[axis], point[axis]);
      max[axis] = Math.max(max[axis], point[axis]);
    }
    return this;
  }

  /// From the head, in mm.
  private double distance(long x, long y) {
    double dx = x - head[0];
    double dy = y - head[1];
    return Math.hypot(dx, dy) / 1e3;
  }

  private void moveTo(long x, long y) {
    head[0] = x;
    head[1] = y;
  }

  private void appendXy(long x, long y) {
    text.append(" X");
    appendMm(x);
    text.append(" Y");
    appendMm(y);
  }

  private void appendE(long amount) {
    e = relativeE ? amount : e + amount;
    text.append(" E").append(String.format(Locale.ROOT, "%.5f", e / E_PARTS));
  }

  private Pen endMove() {
    if (feed != writtenFeed) {
      text.append(" F").append(feed);
      writtenFeed = feed;
    }
    text.append(lineEnd);
    return this;
  }

  private void appendMm(long micrometres) {
    long size = Math.abs(micrometres);
    long fraction = size % 1_000;
    text.append(micrometres < 0 ? "-" : "")
        .append(size / 1_000)
        .append(fraction < 10 ? ".00" : fraction < 100 ? ".0" : ".")
        .append(fraction);
  }

  String text() {
    return text.toString();
  }

  PrintNumbers numbers() {
    SortedMap<Integer, Double> print = new TreeMap<>();
    SortedMap<Integer, Double> before = new TreeMap<>();
    fed.forEach((number, amount) -> {
      long startAmount = start.getOrDefault(number, 0L);
      print.put(number, (amount - startAmount) / E_PARTS);
      before.put(number, startAmount / E_PARTS);
    });
    return new PrintNumbers(
        print, before, mm(min), mm(max), layers, extrudingMm, travelMm, minutes * 60);
  }

  private static List<Double> mm(long[] micrometres) {
    List<Double> point = new ArrayList<>();
    for (long value : micrometres) {
      point.add(value / 1e3);
    }
    return List.copyOf(point);
  }
}
