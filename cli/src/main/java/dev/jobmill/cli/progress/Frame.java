package dev.jobmill.cli.progress;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Spans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One picture of running jobs: a line with a bar for each, as many as fit, then one that counts.
///
/// @param columns how wide lines may be
/// @param rows how many lines there may be
/// @param coloured whether colours may be used
public record Frame(int columns, int rows, boolean coloured) {
  private static final int BAR = 20;
  private static final int LABEL_MAX = 32;

  /// The lines.
  ///
  /// @param bars the running jobs, oldest first
  /// @param ended how many of the jobs that are waited for have ended
  /// @param all how many are waited for; 0 when that is unknown
  /// @param wait what is waited for; empty when something runs
  public List<String> lines(List<Bar> bars, int ended, int all, String wait) {
    List<String> lines = new ArrayList<>();
    int shown = Math.min(bars.size(), Math.max(1, rows - 1));
    int labels =
        bars.subList(0, shown).stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    for (Bar bar : bars.subList(0, shown)) {
      lines.add(line(bar, Math.min(labels, LABEL_MAX)));
    }
    List<String> counts = new ArrayList<>();
    if (!wait.isEmpty()) {
      counts.add(wait);
    }
    if (bars.size() > shown) {
      counts.add(bars.size() - shown + " more running");
    }
    if (all > 1) {
      counts.add(ended + " of " + all + " ended");
    }
    if (!counts.isEmpty()) {
      lines.add(OneLine.of(String.join(", ", counts), columns - 1));
    }
    return lines;
  }

  private String line(Bar bar, int labels) {
    String label = pad(OneLine.of(bar.label(), labels), labels);
    String took = pad(Spans.of(bar.elapsed()), 6);
    String message = bar.message() == null ? "" : bar.message();
    String head = label + " " + took + " ";
    Double fraction = bar.fraction();
    if (fraction == null) {
      return OneLine.of(head + message, columns - 1);
    }
    String percent = String.format(Locale.ROOT, "%3d%%", (int) Math.floor(fraction * 100));
    if (head.length() + BAR + percent.length() + 4 > columns - 1) {
      return OneLine.of(head + percent + " " + message, columns - 1);
    }
    int full = (int) Math.round(fraction * BAR);
    String tail = "-".repeat(BAR - full) + "] " + percent + " ";
    int room = columns - 1 - (head.length() + 1 + full + tail.length());
    return head + "[" + paint("#".repeat(full)) + tail + OneLine.of(message, Math.max(0, room));
  }

  private String paint(String text) {
    return coloured && !text.isEmpty() ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /// One running job.
  ///
  /// @param label what a person calls it, on one line
  /// @param elapsed how long it runs
  /// @param fraction how far it has come; null when it has not said
  /// @param message what it is doing; null when it has not said
  public record Bar(
      String label, Duration elapsed, @Nullable Double fraction, @Nullable String message) {}
}
