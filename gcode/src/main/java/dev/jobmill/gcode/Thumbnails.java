package dev.jobmill.gcode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pictures that slicers put into comments as base64. Their size is counted; they are not kept.
final class Thumbnails {
  private static final int COUNT_MAX = 16;
  private static final int HEADER_BYTES_MAX = 80;
  private static final byte[] WORD = "thumbnail".getBytes(StandardCharsets.US_ASCII);
  private static final Pattern BEGIN =
      Pattern.compile("thumbnail(?:_(JPG|QOI|PNG))? begin (\\d{1,5})x(\\d{1,5}) (\\d{1,9})");
  private static final Pattern END = Pattern.compile("thumbnail(?:_(?:JPG|QOI|PNG))? end");

  private final List<GcodeReport.Thumbnail> found = new ArrayList<>();
  private final Warnings warnings;
  private @Nullable Picture open;

  /// One that has begun and not ended.
  private static final class Picture {
    private final String format;
    private final int width;
    private final int height;
    private final long statedChars;
    private final long line;
    private long chars;
    private int padding;
    private boolean damaged;

    Picture(Matcher begin, long line) {
      String named = begin.group(1);
      format = named == null ? "PNG" : named;
      width = Integer.parseInt(begin.group(2));
      height = Integer.parseInt(begin.group(3));
      statedChars = Long.parseLong(begin.group(4));
      this.line = line;
    }

    /// The first characters of a picture of each format.
    private String magic() {
      return switch (format) {
        case "PNG" -> "iVBORw0KGg";
        case "JPG" -> "/9j/";
        default -> "cW9pZ";
      };
    }

    void add(byte[] bytes, int from, int to) {
      if (chars == 0) {
        String start = new String(bytes, from, Math.min(to - from, 16), StandardCharsets.US_ASCII);
        damaged = !start.startsWith(magic());
      }
      for (int i = from; i < to; i++) {
        byte c = bytes[i];
        boolean digit = Character.isLetterOrDigit(c) || c == '+' || c == '/';
        padding += c == '=' ? 1 : 0;
        damaged |= c != '=' && (!digit || c < 0 || padding > 0);
      }
      chars += to - from;
    }
  }

  Thumbnails(Warnings warnings) {
    this.warnings = warnings;
  }

  /// Whether the comment belongs to a picture.
  boolean read(byte[] bytes, int from, int to, long line) {
    if (startsWithWord(bytes, from, to)) {
      String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
      Matcher begin = BEGIN.matcher(text);
      if (begin.matches()) {
        interrupt();
        open = new Picture(begin, line);
        return true;
      } else if (open != null && END.matcher(text).matches()) {
        finish(open);
        open = null;
        return true;
      }
    }
    if (open == null) {
      return false;
    }
    open.add(bytes, from, to);
    return true;
  }

  private static boolean startsWithWord(byte[] bytes, int from, int to) {
    if (to - from < WORD.length || to - from > HEADER_BYTES_MAX) {
      return false;
    }
    for (int i = 0; i < WORD.length; i++) {
      if (bytes[from + i] != WORD[i]) {
        return false;
      }
    }
    return true;
  }

  private void finish(Picture picture) {
    if (picture.damaged
        || picture.chars != picture.statedChars
        || picture.chars % 4 != 0
        || picture.padding > 2) {
      warn(picture);
    }
    long size = Math.max(0, picture.chars / 4 * 3 - picture.padding);
    if (found.size() < COUNT_MAX) {
      found.add(new GcodeReport.Thumbnail(picture.format, picture.width, picture.height, size));
    }
  }

  /// Ends a picture that was not ended.
  void interrupt() {
    if (open != null) {
      warn(open);
      open = null;
    }
  }

  private void warn(Picture picture) {
    warnings.add(
        Warnings.Code.THUMBNAIL_DAMAGED,
        picture.line,
        picture.format + " " + picture.width + "x" + picture.height + " is not whole");
  }

  List<GcodeReport.Thumbnail> all() {
    return List.copyOf(found);
  }
}
