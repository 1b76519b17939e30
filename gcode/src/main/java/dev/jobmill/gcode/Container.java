package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Files that hold G-code in another form, known by their first bytes.
enum Container {
  BGCODE("binary G-code (.bgcode)", "GCDE", "export it as plain G-code"),
  ZIP("a ZIP archive (.gcode.3mf, .ufp, .zip)", "PK\u0003\u0004", "unpack it"),
  EMPTY_ZIP("an empty ZIP archive", "PK\u0005\u0006", "export it again"),
  GZIP("gzip (.gz)", "\u001f\u008b", "unpack it"),
  UTF16_LITTLE("text in UTF-16", "\u00ff\u00fe", "save it as UTF-8"),
  UTF16_BIG("text in UTF-16", "\u00fe\u00ff", "save it as UTF-8");

  private final String text;
  private final String start;
  private final String mend;

  /// @param start the first bytes, each as a character
  Container(String text, String start, String mend) {
    this.text = text;
    this.start = start;
    this.mend = mend;
  }

  /// The container that begins with these bytes; null for what may be plain text.
  static @Nullable Container startingWith(byte[] first) {
    String beginning = new String(first, StandardCharsets.ISO_8859_1);
    for (Container container : values()) {
      if (beginning.startsWith(container.start)) {
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
