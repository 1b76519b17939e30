package dev.jobmill.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// The figures of several runs: quoted as median with the lowest and highest.
final class Series {
  private final List<Double> figures = new ArrayList<>();

  void add(double figure) {
    figures.add(figure);
  }

  double median() {
    List<Double> sorted = new ArrayList<>(figures);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }

  /// Each figure divided by the one of the same run.
  Series over(Series other) {
    Series ratios = new Series();
    for (int i = 0; i < figures.size(); i++) {
      ratios.add(figures.get(i) / other.figures.get(i));
    }
    return ratios;
  }

  String text(String format) {
    String all = format + " (" + format + " to " + format + ")";
    return String.format(
        Locale.ROOT, all, median(), Collections.min(figures), Collections.max(figures));
  }
}
