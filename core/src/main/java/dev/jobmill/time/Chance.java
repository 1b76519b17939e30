package dev.jobmill.time;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/// Where randomness comes from. Given in, so that a seed can replay a run.
public interface Chance {
  /// A number from 0 (inclusive) to 1 (exclusive).
  double nextDouble();

  /// Any long.
  long nextLong();

  /// Chance that nobody can foresee or repeat. Thread-safe; not for secrets.
  static Chance system() {
    return new Chance() {
      @Override
      public double nextDouble() {
        return ThreadLocalRandom.current().nextDouble();
      }

      @Override
      public long nextLong() {
        return ThreadLocalRandom.current().nextLong();
      }
    };
  }

  /// Chance drawn from `random`; as thread-safe as that is.
  static Chance from(RandomGenerator random) {
    return new Chance() {
      @Override
      public double nextDouble() {
        return random.nextDouble();
      }

      @Override
      public long nextLong() {
        return random.nextLong();
      }
    };
  }
}
