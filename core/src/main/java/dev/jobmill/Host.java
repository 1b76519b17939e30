package dev.jobmill;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// The name of this machine, for people.
final class Host {
  private Host() {}

  static String name() {
    String fromEnvironment = System.getenv("HOSTNAME");
    if (fromEnvironment != null && !fromEnvironment.isBlank()) {
      return fromEnvironment;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unnamed) {
      return "localhost";
    }
  }
}
