package dev.jobmill.process;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobContext;
import dev.jobmill.wire.JsonCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a declared program prints to standard output: progress, lines of the log, and its result,
/// the last line that is a JSON document. Takes bounded memory. For one thread at a time.
final class ResultLines {
  /// The longest line that is looked at. The limit of results is lower, so a result that is cut is
  /// refused for its size.
  static final int LINE_BYTES_MAX = 1024 * 1024;

  private static final Pattern PROGRESS =
      Pattern.compile("::progress[ \\t]+([0-9]{0,3}(?:\\.[0-9]{1,20})?)(?:[ \\t]+(.*))?");
  private static final String BEGIN_OF_LARGE_DOCUMENTS = "{[\"";
  private static final String BEGIN_OF_DOCUMENTS = "{[\"-0123456789tfn";

  private final JobContext job;
  private final Consumer<String> log;
  private final JsonCodec codec = new JsonCodec();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;
  private byte @Nullable [] candidate;

  /// @param log takes what is neither progress nor the result
  ResultLines(JobContext job, Consumer<String> log) {
    this.job = job;
    this.log = log;
  }

  void add(byte[] bytes, int count) {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r') {
        keep(bytes, start, i);
        endLine();
        start = i + 1;
      }
    }
    keep(bytes, start, count);
  }

  private void keep(byte[] bytes, int from, int to) {
    int room = LINE_BYTES_MAX - line.size();
    line.write(bytes, from, Math.min(room, to - from));
    cut |= to - from > room;
  }

  /// The output is over.
  ///
  /// @param completed whether the program ended well; the result of one that did not is a line like
  ///   others
  /// @return the result, null for none
  @Nullable Content end(boolean completed) {
    endLine();
    byte[] last = candidate;
    candidate = null;
    if (last == null || completed) {
      return last == null ? null : Content.json(last);
    }
    log(new String(last, StandardCharsets.UTF_8));
    return null;
  }

  private void endLine() {
    if (line.size() > 0) {
      whole(line.toByteArray(), cut);
    }
    line.reset();
    cut = false;
  }

  private void whole(byte[] bytes, boolean isCut) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (isCut ? begins(text, BEGIN_OF_LARGE_DOCUMENTS) : isDocument(bytes, text)) {
      if (candidate != null) {
        log(new String(candidate, StandardCharsets.UTF_8));
      }
      candidate = bytes;
    } else if (!isProgress(text)) {
      log(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private static boolean begins(String text, String characters) {
    return !text.isEmpty() && characters.indexOf(text.charAt(0)) >= 0;
  }

  private boolean isDocument(byte[] bytes, String text) {
    if (!begins(text, BEGIN_OF_DOCUMENTS)) {
      return false;
    }
    try {
      // What it is does not matter, as long as it can be read.
      Object ignored = codec.decode(Content.json(bytes), Object.class);
      return true;
    } catch (InvalidRequest plainText) {
      return false;
    }
  }

  private boolean isProgress(String text) {
    Matcher progress = PROGRESS.matcher(text);
    if (!progress.matches() || progress.group(1).isEmpty()) {
      return false;
    }
    double fraction = Double.parseDouble(progress.group(1));
    if (fraction > 1) {
      return false;
    }
    job.progress(fraction, progress.group(2));
    return true;
  }

  private void log(String text) {
    // Not every store can keep the character NUL in text.
    log.accept(text.replace('\0', '\uFFFD'));
  }
}
