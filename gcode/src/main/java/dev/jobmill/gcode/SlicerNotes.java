package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads comments: who wrote the file, what that program states, where layers begin, pictures.
/// Comments that say nothing of that kind, which are most, cost no allocation.
final class SlicerNotes {
  /// Keys are shorter than this.
  private static final int KEY_BYTES_MAX = 64;

  /// Values are cut at this length; only lists of programs' settings are longer.
  private static final int TEXT_BYTES_MAX = 1_024;

  /// A program names itself among its first comments, or not at all.
  private static final int SIGNATURE_COMMENTS_MAX = 300;

  private static final byte[] LAYER = "layer ".getBytes(StandardCharsets.US_ASCII);
  private static final CommentTable TABLE = CommentTable.ofAllSlicers();

  private final StatedValues values = new StatedValues();
  private final LayerMarkers markers = new LayerMarkers();
  private final Thumbnails thumbnails;
  private final Warnings warnings;
  private final OnLayer onLayer;
  private Slicer slicer = Slicer.UNKNOWN;
  private @Nullable String flavour;
  private int comments;

  /// Told where layers begin.
  @FunctionalInterface
  interface OnLayer {
    /// A layer begins with a comment of this kind.
    void begins(LayerMarkers.Kind kind, long line);
  }

  SlicerNotes(Warnings warnings, OnLayer onLayer) {
    this.warnings = warnings;
    this.thumbnails = new Thumbnails(warnings);
    this.onLayer = onLayer;
  }

  /// Reads the comment from `start` to `end`, its sign left out.
  void read(byte[] bytes, int start, int end, long line) {
    int from = start;
    int to = end;
    while (from < to && (bytes[from] == ' ' || bytes[from] == ';' || bytes[from] == '\t')) {
      from++;
    }
    while (to > from && (bytes[to - 1] == ' ' || bytes[to - 1] == '\t')) {
      to--;
    }
    if (from == to || thumbnails.read(bytes, from, to, line)) {
      return;
    }
    comments++;
    if (!slicer.isComplete() && comments <= SIGNATURE_COMMENTS_MAX) {
      slicer = slicer.toldBy(text(bytes, from, to));
    }
    readKey(bytes, from, to, line);
  }

  private void readKey(byte[] bytes, int from, int to, long line) {
    int sign = from;
    int last = Math.min(to, from + KEY_BYTES_MAX);
    while (sign < last && bytes[sign] != ':' && bytes[sign] != '=' && bytes[sign] != ',') {
      sign++;
    }
    int keyEnd = sign;
    while (keyEnd > from && bytes[keyEnd - 1] == ' ') {
      keyEnd--;
    }
    CommentRule rule = TABLE.find(bytes, from, keyEnd);
    if (rule != null) {
      String value = text(bytes, Math.min(sign + 1, to), to).strip();
      if (StatedText.isPlaceholder(value)) {
        warnings.add(Warnings.Code.PLACEHOLDER_VALUE, line, bytes, from, to);
      } else {
        rule.meaning().note(this, value, line);
      }
    } else if (isSimplifyLayer(bytes, from, keyEnd) && sign < to && bytes[sign] == ',') {
      layer(LayerMarkers.Kind.SIMPLIFY, "", line);
    }
  }

  /// Whether the key is `layer 12`, the one key that has a number in it.
  private static boolean isSimplifyLayer(byte[] bytes, int from, int to) {
    int digits = from + LAYER.length;
    if (to <= digits || !Arrays.equals(LAYER, 0, LAYER.length, bytes, from, digits)) {
      return false;
    }
    for (int i = digits; i < to; i++) {
      if (bytes[i] < '0' || bytes[i] > '9') {
        return false;
      }
    }
    return true;
  }

  /// A comment in parentheses, as milling programs have them: only the name of the program counts.
  void readParenthesis(byte[] bytes, int start, int end) {
    comments++;
    if (!slicer.isComplete() && comments <= SIGNATURE_COMMENTS_MAX) {
      String text = text(bytes, start, end);
      int close = text.indexOf(')');
      slicer = slicer.toldBy((close < 0 ? text : text.substring(0, close)).strip());
    }
  }

  /// A line that is no comment ends whatever picture was begun.
  void noComment() {
    thumbnails.interrupt();
  }

  private static String text(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, TEXT_BYTES_MAX);
    return new String(bytes, from, length, StandardCharsets.UTF_8);
  }

  /// A layer begins.
  void layer(LayerMarkers.Kind kind, String text, long line) {
    if (markers.add(kind, text)) {
      onLayer.begins(kind, line);
    }
  }

  /// The program has said who it is in a way of its own.
  void slicer(String name, @Nullable String version) {
    slicer = slicer.or(name, version);
  }

  /// The firmware that the file is for.
  void flavour(String name) {
    if (flavour == null && !name.isEmpty()) {
      flavour = Warnings.printable(name);
    }
  }

  StatedValues values() {
    return values;
  }

  Slicer slicer() {
    return slicer;
  }

  @Nullable String flavour() {
    return flavour;
  }

  LayerMarkers markers() {
    return markers;
  }

  Thumbnails thumbnails() {
    return thumbnails;
  }
}
