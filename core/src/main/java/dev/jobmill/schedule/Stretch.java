package dev.jobmill.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The instants of a schedule in a stretch of time, at a cost that depends on how many are wanted
/// and not on how long the stretch is.
///
/// @param from not part of it
/// @param to part of it
record Stretch(Schedule schedule, Instant from, Instant to) {
  Stretch {
    Instant before = Reach.FIRST.minusSeconds(1);
    from = from.isBefore(before) ? before : from;
    to = to.isAfter(Reach.LAST) ? Reach.LAST : to;
  }

  /// The first ones, at most `max`.
  List<Instant> first(int max) {
    List<Instant> found = new ArrayList<>();
    Instant at = from;
    while (found.size() < max) {
      Optional<Instant> next = schedule.nextAfter(at);
      if (next.isEmpty() || next.get().isAfter(to)) {
        break;
      }
      at = next.get();
      found.add(at);
    }
    return found;
  }

  /// The last ones, at most `max`, in rising order. Windows are taken from the end backwards, each
  /// twice as wide as the one before, as long as they hold little. One that holds more than is
  /// wanted holds all that is wanted: from then on the windows only become narrower, down to one
  /// that cannot hold more, since no schedule comes twice within a second.
  List<Instant> last(int max) {
    Deque<Instant> found = new ArrayDeque<>();
    Duration width = Duration.ofSeconds(max);
    boolean narrowing = false;
    Instant end = to;
    while (found.size() < max && from.isBefore(end)) {
      Instant begin = later(from, end.minus(width));
      List<Instant> window = new Stretch(schedule, begin, end).first(2 * max + 1);
      if (window.size() > 2 * max) {
        narrowing = true;
        width = width.dividedBy(2);
        continue;
      }
      for (int i = window.size() - 1; i >= 0 && found.size() < max; i--) {
        found.addFirst(window.get(i));
      }
      end = begin;
      width = narrowing ? width : width.multipliedBy(2);
    }
    return List.copyOf(found);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
