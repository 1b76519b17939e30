package dev.jobmill.store.sqlite;

/// One thing that was looked at in a [Checkup].
///
/// @param level how bad it is
/// @param what one line that says what was found
/// @param mend one line that says what to do about it; empty when all is well
public record Finding(Level level, String what, String mend) {
  /// How bad something is, from good to bad.
  public enum Level {
    /// As it should be.
    OK,
    /// The store works, but somebody should look at this.
    WARN,
    /// The store cannot be used, or has lost something.
    BAD
  }
}
