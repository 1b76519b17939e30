package dev.jobmill.gcode;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Counts the comments with which slicers begin a layer. Of several kinds in one file the most
/// telling one counts.
final class LayerMarkers {
  /// As many layers are told apart; beyond them each mark counts.
  private static final int LAYERS_MAX = 100_000;

  /// The kinds, the most telling first.
  enum Kind {
    /// `;LAYER:12`, which names the layer, so that one in several pieces counts once. The layers of
    /// a raft share numbers, and `;Z:1.38` behind them tells them apart.
    NUMBERED,
    /// `;LAYER_CHANGE`, `; CHANGE_LAYER`.
    CHANGE,
    /// `; layer 12, Z = 3.2`: begins anew for each of several processes, so all count.
    SIMPLIFY,
    /// `; BEGIN_LAYER_OBJECT z=0.3`: one for each object at that height.
    OBJECT,
    /// `;AFTER_LAYER_CHANGE`, from a profile of older PrusaSlicers.
    AFTER,
    /// `;BEFORE_LAYER_CHANGE`, the same.
    BEFORE
  }

  private static final long HEIGHTS = 100_000_000;
  private static final double HEIGHT_PARTS = 1e4;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final LongSet numbered = new LongSet(LAYERS_MAX);
  private final LongSet heights = new LongSet(LAYERS_MAX);
  private long number;
  private long height;
  private boolean begun;

  /// Counts one; `text` is what follows the key.
  ///
  /// @return whether another layer begins here than the one before
  boolean add(Kind kind, String text) {
    return switch (kind) {
      case NUMBERED -> begin(text);
      case OBJECT -> {
        OptionalDouble z = StatedText.number(text);
        boolean other = z.isPresent() && heights.add(Math.round(z.getAsDouble() * HEIGHT_PARTS));
        if (other) {
          counts.merge(kind, 1L, Long::sum);
        }
        yield other;
      }
      case CHANGE, SIMPLIFY, AFTER, BEFORE -> {
        counts.merge(kind, 1L, Long::sum);
        yield true;
      }
    };
  }

  private boolean begin(String text) {
    boolean later = numbered.size() > 0 || begun;
    finishNumbered();
    OptionalDouble next = StatedText.number(text);
    if (next.isEmpty()) {
      return false;
    }
    long before = number;
    number = Math.round(next.getAsDouble());
    height = 0;
    begun = true;
    return !later || number != before;
  }

  /// The height of the layer that has just begun.
  void height(String text) {
    if (begun && height == 0) {
      height = Math.round(StatedText.number(text).orElse(0) * HEIGHT_PARTS);
    }
  }

  private void finishNumbered() {
    if (begun && numbered.add(number * HEIGHTS + height)) {
      counts.merge(Kind.NUMBERED, 1L, Long::sum);
    }
    begun = false;
  }

  /// 0 without any.
  long count() {
    finishNumbered();
    return counts.isEmpty() ? 0 : counts.values().iterator().next();
  }
}
