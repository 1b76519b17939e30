package dev.jobmill;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the user wants to be closed together with the mill, the last that was added first.
/// Thread-safe.
final class Belongings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Belongings.class);

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  synchronized void add(AutoCloseable resource) {
    resources.push(resource);
  }

  /// Closes each once; one that cannot be closed does not keep the others open.
  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception unclosed) {
        if (unclosed instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        LOG.warn("{} could not be closed with the mill", resource, unclosed);
      }
    }
  }
}
