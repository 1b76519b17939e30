package dev.jobmill;

/// Placeholder.
final class Jobmill {
  private Jobmill() {}
}
