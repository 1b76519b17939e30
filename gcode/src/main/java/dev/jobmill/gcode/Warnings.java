package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a reader of the report should know: for each kind how often, and where first.
final class Warnings {
  private static final int TEXT_CHARS_MAX = 120;

  /// The kinds; their names in lower case with hyphens are in reports.
  enum Code {
    EMPTY_FILE,
    FILE_CHANGED,
    BYTE_ORDER_MARK,
    MIXED_LINE_ENDS,
    NUL_BYTES,
    INVALID_UTF8,
    LINE_TOO_LONG,
    MALFORMED_LINE,
    VALUE_OUT_OF_RANGE,
    CHECKSUM_MISMATCH,
    NAMED_COMMANDS,
    UNSUPPORTED_EXPRESSION,
    TEXT_AFTER_END,
    BAD_ARC,
    INVERSE_TIME_FEED,
    NO_FEED_RATE,
    FLOW_FACTOR,
    EXTRUSION_MODE_DISPUTED,
    PLACEHOLDER_VALUE,
    THUMBNAIL_DAMAGED,
    LIMIT_REACHED;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String text() {
      return text;
    }
  }

  private static final class Seen {
    private long count;
    private final long line;
    private final String text;

    Seen(long line, String text) {
      this.line = line;
      this.text = text;
    }

    @Nullable Long lineOrNull() {
      return line == 0 ? null : (Long) line;
    }
  }

  private final Map<Code, Seen> seen = new EnumMap<>(Code.class);

  /// Counts one; the first one's line is shown.
  void add(Code code, long line, byte[] bytes, int from, int to) {
    Seen already = seen.get(code);
    if (already == null) {
      already = new Seen(line, printable(bytes, from, to));
      seen.put(code, already);
    }
    already.count++;
  }

  /// Counts one; the first one's explanation is shown.
  ///
  /// @param line 0 for the file as a whole
  void add(Code code, long line, String text) {
    add(code, line, 1, text);
  }

  /// Counts several, none when `count` is 0.
  void add(Code code, long line, long count, String text) {
    if (count > 0) {
      seen.computeIfAbsent(code, c -> new Seen(line, printable(text))).count += count;
    }
  }

  List<GcodeReport.WarningNote> notes() {
    List<GcodeReport.WarningNote> notes = new ArrayList<>();
    seen.forEach((code, one) ->
        notes.add(new GcodeReport.WarningNote(code.text(), one.count, one.lineOrNull(), one.text)));
    return List.copyOf(notes);
  }

  private static String printable(byte[] bytes, int from, int to) {
    int length = Math.min(to - from, 4 * TEXT_CHARS_MAX);
    return printable(new String(bytes, from, length, StandardCharsets.UTF_8));
  }

  /// Cut, and with a replacement for what would disturb a terminal.
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    int i = 0;
    while (i < text.length() && shown.length() < TEXT_CHARS_MAX) {
      int point = text.codePointAt(i);
      i += Character.charCount(point);
      boolean plain =
          point >= ' ' && point < 0x7f || point > 0xa0 && Character.isLetterOrDigit(point);
      shown.appendCodePoint(plain ? point : point == '\t' ? ' ' : '\uFFFD');
    }
    return i < text.length() ? shown + "…" : shown.toString();
  }
}
