package dev.jobmill.gcode;

import java.util.List;
import java.util.OptionalDouble;

/// What a comment that begins with a known key says.
///
/// @param key the text before the first `:`, `=` or `,`, without blanks around it
/// @param meaning what to do with the text behind that sign
record CommentRule(String key, Meaning meaning) {

  /// What to do with the text behind the key.
  @FunctionalInterface
  interface Meaning {
    /// Keeps what the comment says; does nothing when it says nothing sensible.
    void note(SlicerNotes notes, String text, long line);
  }

  /// A number with a unit.
  static CommentRule number(String key, String as, String unit) {
    return new CommentRule(
        key,
        (notes, text, line) -> {
          OptionalDouble number = StatedText.number(text);
          if (number.isPresent()) {
            notes.values().add(as, number.getAsDouble(), unit, line);
          }
        });
  }

  /// A number for each tool. One alone is kept as a number, several as a list.
  static CommentRule numbers(String key, String as, String unit) {
    return new CommentRule(
        key,
        (notes, text, line) -> {
          List<Double> numbers = StatedText.numbers(text);
          if (numbers.size() == 1) {
            notes.values().add(as, numbers.getFirst(), unit, line);
          } else if (!numbers.isEmpty()) {
            notes.values().add(as, List.copyOf(numbers), unit, line);
          }
        });
  }

  /// A duration, kept in seconds.
  static CommentRule duration(String key, String as) {
    return new CommentRule(
        key,
        (notes, text, line) -> {
          OptionalDouble seconds = StatedText.seconds(text);
          if (seconds.isPresent()) {
            notes.values().add(as, seconds.getAsDouble(), "s", line);
          }
        });
  }

  /// Words.
  static CommentRule text(String key, String as) {
    return new CommentRule(
        key,
        (notes, text, line) -> {
          if (!text.isEmpty()) {
            notes.values().add(as, Warnings.printable(text), "", line);
          }
        });
  }

  /// The firmware that the slicer wrote for.
  static CommentRule flavour(String key, String as) {
    return new CommentRule(
        key,
        (notes, text, line) -> {
          notes.flavour(text);
          text("", as).meaning.note(notes, text, line);
        });
  }

  /// The sign that a layer begins.
  static CommentRule layer(String key, LayerMarkers.Kind kind) {
    return new CommentRule(key, (notes, text, line) -> notes.layer(kind, text, line));
  }
}
