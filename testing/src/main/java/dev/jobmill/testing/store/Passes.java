package dev.jobmill.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jobmill.store.Upkeep.Pass;
import java.util.function.IntFunction;

/// Passes of upkeep that are repeated until there is nothing left to do: a store may end a pass
/// before its limit, so that it does not stand in the way of others, as long as it asks to be
/// called again at once.
final class Passes {
  private static final int MOST = 10_000;

  private Passes() {}

  /// Calls again as long as a pass asks for it.
  ///
  /// @return how many items were done in all
  static int untilDone(IntFunction<Pass> pass, int limit) {
    int done = 0;
    for (int i = 0; i < MOST; i++) {
      Pass one = pass.apply(limit);
      assertThat(one.done()).describedAs("items of a pass").isBetween(0, limit);
      assertThat(one.next().isNegative()).describedAs("wait after a pass is negative").isFalse();
      done += one.done();
      if (!one.next().isZero()) {
        return done;
      }
    }
    throw new AssertionError(MOST + " passes, and the store still asks for more");
  }

  /// Checks that no pass does more than its limit, and that each asks to go on at once until all is
  /// done.
  static void assertBounded(IntFunction<Pass> pass, int limit, int all) {
    Pass first = pass.apply(limit);
    assertThat(first.done()).describedAs("items of the first pass").isBetween(0, limit);
    assertThat(first.next()).describedAs("wait when there is more to do").isZero();
    assertThat(first.done() + untilDone(pass, limit)).isEqualTo(all);
    assertThat(pass.apply(limit).done()).isZero();
  }
}
