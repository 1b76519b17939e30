package dev.jobmill.architecture.offenders;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.json.JsonMapper;

/// Breaks every rule of the architecture test, to show that each can fail.
final class OffenderManager {
  static long lastSeen;

  private final JsonMapper mapper = JsonMapper.builder().build();

  void offend() {
    lastSeen = System.nanoTime();
    Assertions.assertNotNull(mapper);
    ServiceLoader.load(Runnable.class);
  }
}
