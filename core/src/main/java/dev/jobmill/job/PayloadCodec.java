package dev.jobmill.job;

import java.lang.reflect.Type;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns payloads and results into bytes and back. The one that is used unless told otherwise
/// writes JSON and ignores unknown fields when it reads, so that old and new versions of an
/// application can share a store. Thread-safe.
public interface PayloadCodec {
  /// The content that `value` becomes.
  ///
  /// @throws InvalidRequest when it cannot be written
  Content encode(@Nullable Object value);

  /// Why values of `type` cannot be written and read back, as far as the type alone tells, with the
  /// mend; empty when nothing is known against it. Asked once for each type when a mill starts, so
  /// it must be quick.
  default Optional<String> complaint(Type type) {
    return Optional.empty();
  }

  /// The value of `type` in `content`.
  ///
  /// @throws InvalidRequest when it cannot be read as that
  @Nullable Object decode(Content content, Type type);
}
