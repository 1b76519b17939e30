package dev.jobmill.benchmarks;

import java.util.Locale;

/// How long it took to submit all jobs, and then to work them off. One after the other, since a
/// peer that polls every few seconds would else be measured by its poll and not by its work.
///
/// @param jobs how many
/// @param submitSeconds from the first submission until the last is acknowledged
/// @param runSeconds from the start of the first handler until the last outcome is stored
record Phases(int jobs, double submitSeconds, double runSeconds) {
  /// Both at the same time.
  static Phases atOnce(int jobs, double seconds) {
    return new Phases(jobs, 0, seconds);
  }

  double submitRate() {
    return jobs / submitSeconds;
  }

  double runRate() {
    return jobs / runSeconds;
  }

  /// Jobs per second from end to end.
  double rate() {
    return jobs / (submitSeconds + runSeconds);
  }

  /// As one line between processes.
  String line() {
    return String.format(Locale.ROOT, "%d %.6f %.6f", jobs, submitSeconds, runSeconds);
  }

  static Phases of(String line) {
    String[] parts = line.split(" ", -1);
    return new Phases(
        Integer.parseInt(parts[0]), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
  }
}
