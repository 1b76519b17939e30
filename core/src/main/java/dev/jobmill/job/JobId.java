package dev.jobmill.job;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The name of one job for ever: a UUIDv7, made by the client before the job is submitted. Ids
/// order lists (newest first); they never order claims.
public record JobId(UUID value) implements Comparable<JobId> {
  /// Reads the canonical text of a UUID.
  ///
  /// @throws IllegalArgumentException when `text` is not one, with a message for the person who
  ///   wrote it
  public static JobId parse(String text) {
    if (text.length() == 36) {
      try {
        UUID value = UUID.fromString(text);
        if (value.toString().equalsIgnoreCase(text)) {
          return new JobId(value);
        }
      } catch (IllegalArgumentException malformed) {
        throw notAnId(text, malformed);
      }
    }
    throw notAnId(text, null);
  }

  private static IllegalArgumentException notAnId(String text, @Nullable Throwable cause) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return new IllegalArgumentException(
        "'" + shown + "' is not a job id: an id looks like 0199a5b1-7c3e-7d2a-9f00-1234567890ab",
        cause);
  }

  /// The order of the 128 bits read as an unsigned number, which for UUIDv7 is the order of making.
  @Override
  public int compareTo(JobId other) {
    int high =
        Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
    return high != 0
        ? high
        : Long.compareUnsigned(
            value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
