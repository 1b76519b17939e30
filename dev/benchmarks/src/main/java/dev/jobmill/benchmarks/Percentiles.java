package dev.jobmill.benchmarks;

import java.util.Arrays;

/// Samples of one run.
final class Percentiles {
  private final double[] sorted;

  /// @param samples at least one
  Percentiles(double[] samples) {
    this.sorted = samples.clone();
    Arrays.sort(sorted);
  }

  /// The sample that `percent` of all are not above.
  double at(int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  double max() {
    return sorted[sorted.length - 1];
  }
}
