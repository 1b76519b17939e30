package dev.jobmill.gcode;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// How often each command stands in a file.
final class CommandCounts {
  /// The kinds that a report names; all others together are `other`.
  static final int KINDS_MAX = 1_000;

  private static final int WHOLE_MAX = 1_024;
  private static final String OTHER = "other";

  private final long[][] whole = new long[26][];
  private final Map<Integer, Long> rare = new TreeMap<>();
  private final Map<String, Long> named = new TreeMap<>();
  private long other;

  CommandCounts() {
    for (int letter : new int[] {'G' - 'A', 'M' - 'A', 'T' - 'A'}) {
      whole[letter] = new long[WHOLE_MAX];
    }
  }

  /// Counts a command, given as a [Code].
  void add(int code) {
    int tenths = Code.tenths(code);
    int number = tenths / 10;
    if (number < WHOLE_MAX && number * 10 == tenths) {
      whole[Code.letterIndex(code)][number]++;
    } else if (rare.size() < KINDS_MAX || rare.containsKey(code)) {
      rare.merge(code, 1L, Long::sum);
    } else {
      other++;
    }
  }

  /// Counts a command that has a name.
  void add(String name) {
    if (named.size() < KINDS_MAX || named.containsKey(name)) {
      named.merge(name, 1L, Long::sum);
    } else {
      other++;
    }
  }

  /// How often a command with a whole number below 1 024 was counted.
  long count(int code) {
    return whole[Code.letterIndex(code)][Code.tenths(code) / 10];
  }

  /// Whether there were more kinds than a report names.
  boolean isCapped() {
    return other > 0 || all().size() > KINDS_MAX;
  }

  /// By letter and number, then the names.
  Map<String, Long> report() {
    Map<String, Long> report = new LinkedHashMap<>();
    long rest = other;
    for (Map.Entry<String, Long> entry : all().entrySet()) {
      if (report.size() < KINDS_MAX) {
        report.put(entry.getKey(), entry.getValue());
      } else {
        rest += entry.getValue();
      }
    }
    if (rest > 0) {
      report.put(OTHER, rest);
    }
    return Collections.unmodifiableMap(report);
  }

  private Map<String, Long> all() {
    Map<Integer, Long> codes = new TreeMap<>(rare);
    for (int letter = 0; letter < whole.length; letter++) {
      for (int number = 0; whole[letter] != null && number < WHOLE_MAX; number++) {
        if (whole[letter][number] > 0) {
          codes.put(Code.of(letter, number * 10), whole[letter][number]);
        }
      }
    }
    Map<String, Long> all = new LinkedHashMap<>();
    codes.forEach((code, count) -> all.put(Code.name(code), count));
    all.putAll(named);
    return all;
  }
}
