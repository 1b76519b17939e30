package dev.jobmill.gcode.sample;

import java.nio.charset.StandardCharsets;

/// A small print that was made here.
///
/// @param fileName its usual name
/// @param text the whole file
/// @param numbers what it holds
public record SamplePrint(String fileName, String text, PrintNumbers numbers) {
  /// The bytes of the file.
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
