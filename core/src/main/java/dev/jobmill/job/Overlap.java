package dev.jobmill.job;

import java.util.Optional;

/// What becomes of an instant while an earlier job of the same schedule has not ended.
public enum Overlap {
  /// Its job is made all the same.
  ALLOW,
  /// It is left out, while an earlier job waits or runs.
  SKIP,
  /// It is left out while an earlier job waits: at most one waits behind the one that runs.
  QUEUE_ONE;

  /// How the jobs of a schedule are unique then.
  ///
  /// @param key the key that they share
  public Optional<Unique> unique(String key) {
    return switch (this) {
      case ALLOW -> Optional.empty();
      case SKIP -> Optional.of(Unique.by(key).alsoWhileRunning());
      case QUEUE_ONE -> Optional.of(Unique.by(key));
    };
  }

  /// `allow`, `skip` or `queue-one`.
  public String wireName() {
    return switch (this) {
      case ALLOW -> "allow";
      case SKIP -> "skip";
      case QUEUE_ONE -> "queue-one";
    };
  }
}
