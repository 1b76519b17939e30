package dev.jobmill.gcode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Reads G-code that a test wrote down.
final class Read {
  private Read() {}

  static GcodeReport text(String gcode) {
    return bytes(gcode.getBytes(StandardCharsets.UTF_8));
  }

  static GcodeReport bytes(byte[] gcode) {
    return stream(new ByteArrayInputStream(gcode));
  }

  static GcodeReport stream(InputStream in) {
    try {
      return GcodeAnalyzer.analyze(in, "test.gcode", bytes -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How often a warning was given; 0 when it was not.
  static long warnings(GcodeReport report, String code) {
    return report.warnings().stream()
        .filter(warning -> warning.code().equals(code))
        .mapToLong(GcodeReport.WarningNote::count)
        .sum();
  }

  /// The value of the one statement with a key.
  static Object stated(GcodeReport report, String key) {
    return report.stated().stream()
        .filter(stated -> stated.key().equals(key))
        .map(GcodeReport.Stated::value)
        .findFirst()
        .orElse(null);
  }
}
