package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Files that hold G-code in another form, known by their first bytes.
enum Container {
  BGCODE("binary G-code (.bgcode)", bytes("GCDE"), "export it as plain G-code"),
  ZIP("a ZIP archive (.gcode.3mf, .ufp, .zip)", bytes("PK\u0003\u0004"), "unpack it"),
  EMPTY_ZIP("an empty ZIP archive", bytes("PK\u0005\u0006"), "export it again"),
  GZIP("gzip (.gz)", new byte[] {0x1f, (byte) 0x8b}, "unpack it"),
  UTF16_LITTLE("text in UTF-16", new byte[] {(byte) 0xff, (byte) 0xfe}, "save it as UTF-8"),
  UTF16_BIG("text in UTF-16", new byte[] {(byte) 0xfe, (byte) 0xff}, "save it as UTF-8");

  private final String text;
  private final byte[] start;
  private final String mend;

  Container(String text, byte[] start, String mend) {
    this.text = text;
    this.start = start;
    this.mend = mend;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// The container that begins with these bytes; null for what may be plain text.
  static @Nullable Container startingWith(byte[] first) {
    for (Container container : values()) {
      byte[] start = container.start;
      if (first.length >= start.length
          && Arrays.equals(first, 0, start.length, start, 0, start.length)) {
        return container;
      }
    }
    return null;
  }

  /// What it is, for a person.
  String text() {
    return text;
  }

  /// What a person can do about it.
  String mend() {
    return mend;
  }
}
