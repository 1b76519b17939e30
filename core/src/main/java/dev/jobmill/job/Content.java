package dev.jobmill.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a payload or result, with the way in which they are to be read. Never changes.
public final class Content {
  /// The encoding of a JSON document in UTF-8.
  public static final String JSON = "json";

  private final String encoding;
  private final byte[] bytes;

  private Content(String encoding, byte[] bytes) {
    this.encoding = encoding;
    this.bytes = bytes;
  }

  /// Content in some encoding. The array is taken over: do not change it afterwards.
  public static Content of(String encoding, byte[] bytes) {
    return new Content(encoding, bytes);
  }

  /// A JSON document. The array is taken over: do not change it afterwards.
  public static Content json(byte[] utf8) {
    return new Content(JSON, utf8);
  }

  /// A JSON document as text.
  public static Content json(String document) {
    return json(document.getBytes(StandardCharsets.UTF_8));
  }

  /// How the bytes are to be read: `json` unless a codec of the user's made them.
  public String encoding() {
    return encoding;
  }

  /// The bytes themselves, not a copy: do not change them.
  public byte[] bytes() {
    return bytes;
  }

  /// How many bytes.
  public int size() {
    return bytes.length;
  }

  /// The bytes read as UTF-8.
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Content that
        && encoding.equals(that.encoding)
        && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return 31 * encoding.hashCode() + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return encoding + ", " + bytes.length + " bytes";
  }
}
