package dev.jobmill.process.frame;

import dev.jobmill.job.Content;

/// A payload or a result on its way.
///
/// @param encoding how the bytes are to be read
/// @param bytes the bytes; taken over, not copied
// An array, since Jackson writes one as base64; nobody compares these.
@SuppressWarnings("ArrayRecordComponent")
public record Encoded(String encoding, byte[] bytes) {
  /// For the way.
  public static Encoded of(Content content) {
    return new Encoded(content.encoding(), content.bytes());
  }

  /// After it.
  public Content content() {
    return Content.of(encoding, bytes);
  }
}
