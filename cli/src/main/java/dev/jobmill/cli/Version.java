package dev.jobmill.cli;

/// Which Jobmill this is.
final class Version {
  private Version() {}

  /// From the manifest of the jar; without one, as in an IDE, there is none.
  static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }
}
