package dev.jobmill.testing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares documents of maps, lists and plain values.
final class Documents {
  private Documents() {}

  /// The places in `before` whose value is not in `after`; what `after` has more is no loss.
  static List<String> lost(Object before, Object after) {
    List<String> lost = new ArrayList<>();
    compare("", before, after, lost);
    return lost;
  }

  private static void compare(
      String at, @Nullable Object before, @Nullable Object after, List<String> lost) {
    if (before instanceof Map<?, ?> from && after instanceof Map<?, ?> to) {
      from.forEach((name, value) -> compare(at(at, name), value, to.get(name), lost));
    } else if (before instanceof List<?> from
        && after instanceof List<?> to
        && from.size() == to.size()) {
      for (int i = 0; i < from.size(); i++) {
        compare(at + "[" + i + "]", from.get(i), to.get(i), lost);
      }
    } else if (!same(before, after)) {
      lost.add((at.isEmpty() ? "all of it" : at) + " (" + before + " became " + after + ")");
    }
  }

  private static String at(String path, Object name) {
    return path.isEmpty() ? "" + name : path + "." + name;
  }

  /// A whole number may have become one with a fraction of zero.
  private static boolean same(@Nullable Object before, @Nullable Object after) {
    return before instanceof Number one && after instanceof Number other
        ? new BigDecimal(one.toString()).compareTo(new BigDecimal(other.toString())) == 0
        : Objects.equals(before, after);
  }

  /// The places of all values, whatever their number in lists.
  static Set<String> names(Object document) {
    Set<String> names = new TreeSet<>();
    gather("", document, names);
    return names;
  }

  private static void gather(String at, @Nullable Object value, Set<String> names) {
    switch (value) {
      case Map<?, ?> map -> map.forEach((name, inner) -> gather(at(at, name), inner, names));
      case List<?> list -> list.forEach(inner -> gather(at + "[]", inner, names));
      case null, default -> names.add(at);
    }
  }
}
