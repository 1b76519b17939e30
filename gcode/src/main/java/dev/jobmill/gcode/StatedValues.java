package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/// What the slicer wrote into comments, in the order of the file. A value that is written again is
/// kept once; when it is written again with another value, both are kept.
final class StatedValues {
  /// The greatest number of values that are kept.
  static final int VALUES_MAX = 500;

  /// All of them together have so many characters at most, so that a result stays small.
  private static final int CHARS_MAX = 40_000;

  /// What makes two statements the same.
  private record Known(String key, Object value) {}

  private final List<GcodeReport.Stated> values = new ArrayList<>();
  private final Set<Known> known = new HashSet<>();
  private final Map<String, GcodeReport.Stated> clocks = new HashMap<>();
  private int room = CHARS_MAX;
  private long dropped;

  void add(String key, Object value, String unit, long line) {
    GcodeReport.Stated stated = new GcodeReport.Stated(key, value, unit, line);
    Known one = new Known(key, value);
    if (known.contains(one)) {
      return;
    }
    int size = key.length() + unit.length() + value.toString().length();
    if (values.size() < VALUES_MAX && size <= room) {
      room -= size;
      known.add(one);
      values.add(stated);
    } else {
      dropped++;
    }
  }

  /// A value of which only the last one means something, such as a running clock.
  void replace(String key, double value, String unit, long line) {
    clocks.put(key, new GcodeReport.Stated(key, value, unit, line));
  }

  /// The last numbers of a key, one for each tool; empty when it is not stated.
  List<Double> numbers(String key) {
    for (int i = values.size() - 1; i >= 0; i--) {
      GcodeReport.Stated stated = values.get(i);
      if (stated.key().equals(key)) {
        return numbersOf(stated.value());
      }
    }
    return List.of();
  }

  private static List<Double> numbersOf(Object value) {
    if (value instanceof Double number) {
      return List.of(number);
    }
    List<Double> numbers = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object each : list) {
        if (each instanceof Double number) {
          numbers.add(number);
        }
      }
    }
    return numbers;
  }

  /// The sum of the last numbers of a key.
  OptionalDouble sum(String key) {
    List<Double> numbers = numbers(key);
    return numbers.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(numbers.stream().mapToDouble(Double::doubleValue).sum());
  }

  /// How many did not fit.
  long dropped() {
    return dropped;
  }

  List<GcodeReport.Stated> all() {
    List<GcodeReport.Stated> all = new ArrayList<>(values);
    all.addAll(clocks.values());
    all.sort(Comparator.comparingLong(GcodeReport.Stated::line));
    return List.copyOf(all);
  }
}
