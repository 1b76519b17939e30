package dev.jobmill.gcode;

import java.util.Arrays;

/// Numbers without repetition, up to a limit; further ones are only counted.
final class LongSet {
  private final int limit;
  private long[] slots = new long[64];
  private boolean[] taken = new boolean[64];
  private int size;
  private long beyond;

  LongSet(int limit) {
    this.limit = limit;
  }

  /// Whether it is new.
  boolean add(long value) {
    int slot = find(value);
    if (taken[slot]) {
      return false;
    }
    if (size == limit) {
      beyond++;
      return true;
    }
    slots[slot] = value;
    taken[slot] = true;
    size++;
    if (size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  void clear() {
    Arrays.fill(taken, false);
    size = 0;
    beyond = 0;
  }

  long size() {
    return size + beyond;
  }

  private int find(long value) {
    int mask = slots.length - 1;
    int slot = (int) ((value * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (taken[slot] && slots[slot] != value) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldSlots = slots;
    boolean[] oldTaken = taken;
    slots = new long[oldSlots.length * 2];
    taken = new boolean[oldTaken.length * 2];
    for (int i = 0; i < oldSlots.length; i++) {
      if (oldTaken[i]) {
        int slot = find(oldSlots[i]);
        slots[slot] = oldSlots[i];
        taken[slot] = true;
      }
    }
  }
}
