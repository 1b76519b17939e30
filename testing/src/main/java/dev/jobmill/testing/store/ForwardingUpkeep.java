package dev.jobmill.testing.store;

import dev.jobmill.store.Upkeep;

/// Does the passes of another upkeep. Extend it to change one.
public class ForwardingUpkeep implements Upkeep {
  private final Upkeep to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingUpkeep(Upkeep to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingUpkeep(Upkeep to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public Pass promote(int limit) {
    return passage.pass("promote", () -> to.promote(limit));
  }

  @Override
  public Pass reap(int limit) {
    return passage.pass("reap", () -> to.reap(limit));
  }

  @Override
  public Pass prune(int limit) {
    return passage.pass("prune", () -> to.prune(limit));
  }

  @Override
  public Pass release(int limit) {
    return passage.pass("release", () -> to.release(limit));
  }

  @Override
  public Pass expire(int limit) {
    return passage.pass("expire", () -> to.expire(limit));
  }
}
