package dev.jobmill.store;

/// The answer to a write for a run.
public enum Applied {
  /// It took effect, now or when it was first sent.
  APPLIED,
  /// The run has lost its job: another run has it, or it was ended otherwise. Nothing was changed.
  SUPERSEDED
}
