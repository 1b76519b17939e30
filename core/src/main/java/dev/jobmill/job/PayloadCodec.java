package dev.jobmill.job;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/// Turns payloads and results into bytes and back. The one that is used unless told otherwise
/// writes JSON and ignores unknown fields when it reads, so that old and new versions of an
/// application can share a store. Thread-safe.
public interface PayloadCodec {
  /// The content that `value` becomes.
  ///
  /// @throws InvalidRequest when it cannot be written
  Content encode(@Nullable Object value);

  /// The value of `type` in `content`.
  ///
  /// @throws InvalidRequest when it cannot be read as that
  @Nullable Object decode(Content content, Type type);
}
