package dev.jobmill.gcode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A report as a few lines for a person. The same in every language and zone.
public final class GcodeReportText {
  private static final int LABEL_WIDTH = 10;
  private static final int WARNING_TEXT_MAX = 60;

  /// Stated and computed are shown as differing from here on.
  private static final double NOTABLE = 0.005;

  private final List<String> lines = new ArrayList<>();

  private GcodeReportText() {}

  /// The lines, each ended by LF.
  public static String of(GcodeReport report) {
    GcodeReportText text = new GcodeReportText();
    text.file(report);
    text.filament(report.filament());
    text.box(report);
    text.layers(report.layers());
    text.time(report.time());
    for (GcodeReport.Difference difference : report.differences()) {
      text.difference(difference);
    }
    for (GcodeReport.WarningNote warning : report.warnings()) {
      text.warning(warning);
    }
    return String.join("\n", text.lines) + "\n";
  }

  private void file(GcodeReport report) {
    GcodeReport.FileFacts file = report.file();
    add("file", file.name() + ", " + size(file.bytes()) + ", " + count(file.lines(), "line"));
    GcodeReport.Dialect dialect = report.dialect();
    List<String> words = new ArrayList<>();
    if (dialect.slicer() != null) {
      String version = dialect.slicerVersion() == null ? "" : " " + dialect.slicerVersion();
      words.add(dialect.slicer() + version);
    } else if (dialect.units() != null) {
      words.add("unknown");
    }
    if (dialect.flavour() != null) {
      words.add("for " + dialect.flavour());
    }
    if (dialect.machine() != null) {
      words.add(dialect.machine().toUpperCase(Locale.ROOT));
    }
    if (dialect.extrusion() != null) {
      words.add(dialect.extrusion() + " E" + (dialect.extrusionInferred() ? " (worked out)" : ""));
    }
    if (dialect.units() != null) {
      words.add(dialect.units());
    }
    if (!words.isEmpty()) {
      add("slicer", String.join(", ", words));
    }
  }

  private void filament(GcodeReport.@Nullable Filament filament) {
    if (filament == null || filament.lengthMm() + filament.startLengthMm() == 0) {
      return;
    }
    String start =
        filament.startLengthMm() == 0
            ? ""
            : ", and " + number(filament.startLengthMm(), 2) + " mm before the first layer";
    add("filament", number(filament.lengthMm(), 2) + " mm" + start);
    for (GcodeReport.ToolFilament tool : filament.perTool()) {
      String weight = tool.weightG() == null ? "" : ", " + number(tool.weightG(), 2) + " g";
      add(
          "  T" + tool.tool(),
          number(tool.lengthMm(), 2)
              + " mm, "
              + number(tool.volumeMm3() / 1_000, 2)
              + " cm³"
              + weight);
    }
  }

  private void box(GcodeReport report) {
    boolean prints = report.boxes().print() != null;
    GcodeReport.Box box = prints ? report.boxes().print() : report.boxes().all();
    if (box == null) {
      return;
    }
    StringBuilder text = new StringBuilder();
    for (int axis = 0; axis < 3; axis++) {
      text.append(axis == 0 ? "" : "  ")
          .append((char) ('X' + axis))
          .append(' ')
          .append(number(box.min().get(axis), 3))
          .append(" to ")
          .append(number(box.max().get(axis), 3));
    }
    add(prints ? "print box" : "moves box", text.toString());
  }

  private void layers(GcodeReport.@Nullable Layers layers) {
    if (layers == null || layers.count() == 0) {
      return;
    }
    String first =
        layers.firstHeightMm() == null
            ? ""
            : ", the first " + number(layers.firstHeightMm(), 2) + " mm";
    String each =
        layers.heightMm() == null ? "" : ", mostly " + number(layers.heightMm(), 2) + " mm";
    String by = "markers".equals(layers.countedBy()) ? "the slicer's marks" : "height";
    String spiral = layers.spiral() ? ", spiral" : "";
    add("layers", layers.count() + " by " + by + first + each + spiral);
  }

  private void time(GcodeReport.@Nullable Time time) {
    if (time == null) {
      return;
    }
    String profile = time.profile() == null ? "" : ", " + time.profile();
    StringBuilder waits = new StringBuilder();
    time.waits().forEach((code, count) -> waits.append(' ').append(code).append('×').append(count));
    String unknown = waits.isEmpty() ? "" : ", without the waits" + waits;
    add("time", duration(time.seconds()) + " (" + time.method() + profile + ")" + unknown);
  }

  private void difference(GcodeReport.Difference difference) {
    Double ratio = difference.ratio();
    boolean notable = ratio == null ? difference.computed() != 0 : Math.abs(ratio - 1) > NOTABLE;
    if (notable) {
      String percent = ratio == null ? "" : " (" + signed((ratio - 1) * 100) + " %)";
      add(
          "differs",
          difference.key()
              + ": stated "
              + number(difference.stated(), 2)
              + ", computed "
              + number(difference.computed(), 2)
              + percent);
    }
  }

  private void warning(GcodeReport.WarningNote warning) {
    String times = warning.count() == 1 ? "" : " ×" + warning.count();
    String line = warning.line() == null ? "" : ", line " + warning.line();
    String text = warning.text();
    String shown =
        text.codePointCount(0, text.length()) <= WARNING_TEXT_MAX
            ? text
            : text.substring(0, text.offsetByCodePoints(0, WARNING_TEXT_MAX)) + "…";
    add("warning", warning.code() + times + line + ": " + shown);
  }

  private void add(String label, String text) {
    lines.add(label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + text);
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }

  private static String signed(double percent) {
    return String.format(Locale.ROOT, "%+.1f", percent);
  }

  private static String count(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static String size(long bytes) {
    if (bytes < 1_000) {
      return count(bytes, "byte");
    } else if (bytes < 1_000_000) {
      return number(bytes / 1e3, 1) + " kB";
    }
    return bytes < 1_000_000_000 ? number(bytes / 1e6, 1) + " MB" : number(bytes / 1e9, 2) + " GB";
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    long hours = whole / 3_600;
    long minutes = whole % 3_600 / 60;
    String text = hours > 0 ? hours + " h " : "";
    text += hours > 0 || minutes > 0 ? minutes + " min " : "";
    return text + whole % 60 + " s";
  }
}
