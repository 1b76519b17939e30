package dev.jobmill.gcode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LongSetTest {
  @Test
  void eachNumberCountsOnce() {
    LongSet set = new LongSet(10_000);
    for (int round = 0; round < 2; round++) {
      for (long number = -2_000; number < 2_000; number++) {
        assertThat(set.add(number * 1_000_003)).isEqualTo(round == 0);
      }
    }
    assertThat(set.size()).isEqualTo(4_000);
  }

  @Test
  void numbersBeyondTheLimitAreCountedButNotKept() {
    LongSet set = new LongSet(2);
    set.add(1);
    set.add(2);

    assertThat(set.add(1)).isFalse();
    assertThat(set.add(3)).isTrue();
    assertThat(set.add(3)).isTrue();
    assertThat(set.size()).isEqualTo(4);
  }

  @Test
  void clearedSetIsAsNew() {
    LongSet set = new LongSet(1);
    set.add(1);
    set.add(2);
    set.clear();

    assertThat(set.size()).isZero();
    assertThat(set.add(1)).isTrue();
  }
}
