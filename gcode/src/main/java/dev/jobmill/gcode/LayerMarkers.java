package dev.jobmill.gcode;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Counts the comments with which slicers begin a layer. Of several kinds in one file the most
/// telling one counts.
final class LayerMarkers {
  private static final int LAYERS_MAX = 1_000_000;

  /// The kinds, the most telling first.
  enum Kind {
    /// `;LAYER:12`, which names the layer, so that one in several pieces counts once.
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

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final LongSet numbers = new LongSet(LAYERS_MAX);
  private final LongSet heights = new LongSet(LAYERS_MAX);

  /// Counts one; `text` is what follows the key.
  void add(Kind kind, String text) {
    boolean another =
        switch (kind) {
          case NUMBERED -> isNew(numbers, text, 1);
          case OBJECT -> isNew(heights, text, 10_000);
          case CHANGE, SIMPLIFY, AFTER, BEFORE -> true;
        };
    if (another) {
      counts.merge(kind, 1L, Long::sum);
    }
  }

  private static boolean isNew(LongSet known, String text, int parts) {
    OptionalDouble number = StatedText.number(text);
    return number.isPresent() && known.add(Math.round(number.getAsDouble() * parts));
  }

  /// 0 without any.
  long count() {
    return counts.isEmpty() ? 0 : counts.values().iterator().next();
  }
}
