package dev.jobmill.testing.store;

import dev.jobmill.store.Registries;
import java.util.List;

/// Knows the workers that others know. Extend it to change an operation.
public class ForwardingRegistries implements Registries {
  private final Registries to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingRegistries(Registries to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingRegistries(Registries to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public void announce(WorkerInfo worker) {
    passage.pass(
        "announce",
        () -> {
          to.announce(worker);
          return true;
        });
  }

  @Override
  public void withdraw(String worker) {
    passage.pass(
        "withdraw",
        () -> {
          to.withdraw(worker);
          return true;
        });
  }

  @Override
  public List<WorkerInfo> workers() {
    return passage.pass("workers", to::workers);
  }
}
