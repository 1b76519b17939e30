package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the rule for a comment's key among all slicers' rules, from bytes and without allocating.
final class CommentTable {
  private static final int SLOTS = 1_024;

  private final byte[][] keys = new byte[SLOTS][];
  private final @Nullable CommentRule[] rules = new CommentRule[SLOTS];

  private CommentTable(List<CommentRule> all) {
    for (CommentRule rule : all) {
      byte[] key = rule.key().getBytes(StandardCharsets.UTF_8);
      int slot = slot(key, 0, key.length);
      while (rules[slot] != null) {
        if (Arrays.equals(keys[slot], key)) {
          throw new IllegalStateException("two rules for the comment '" + rule.key() + "'");
        }
        slot = (slot + 1) % SLOTS;
      }
      keys[slot] = key;
      rules[slot] = rule;
    }
  }

  static CommentTable ofAllSlicers() {
    List<CommentRule> all = new ArrayList<>();
    all.addAll(PrusaComments.RULES);
    all.addAll(BambuComments.RULES);
    all.addAll(CuraComments.RULES);
    all.addAll(SimplifyComments.RULES);
    all.addAll(IdeaMakerComments.RULES);
    all.addAll(OtherComments.RULES);
    return new CommentTable(all);
  }

  /// The rule of the key from `from` to `to`; null when nobody writes it.
  @Nullable CommentRule find(byte[] bytes, int from, int to) {
    int slot = slot(bytes, from, to);
    while (rules[slot] != null) {
      byte[] key = keys[slot];
      if (key.length == to - from && Arrays.equals(key, 0, key.length, bytes, from, to)) {
        return rules[slot];
      }
      slot = (slot + 1) % SLOTS;
    }
    return null;
  }

  private static int slot(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + bytes[i];
    }
    return (hash ^ hash >>> 15) & SLOTS - 1;
  }
}
