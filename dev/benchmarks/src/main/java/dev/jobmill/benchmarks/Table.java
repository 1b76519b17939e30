package dev.jobmill.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The figures of a run: printed as they come, and once more as Markdown for the README.
final class Table {
  private record Row(String what, String figure, String reach) {}

  private final PrintStream out;
  private final List<Row> rows = new ArrayList<>();

  Table(PrintStream out) {
    this.out = out;
  }

  /// A figure that only explains others.
  void row(String what, Series figures, String format) {
    row(what, figures, format, "");
  }

  /// A figure with what it is to reach.
  void row(String what, Series figures, String format, String reach) {
    Row row = new Row(what, figures.text(format), reach);
    rows.add(row);
    String wanted = reach.isEmpty() ? "" : "   [" + reach + "]";
    out.printf(Locale.ROOT, "%-62s %s%s%n", row.what, row.figure, wanted);
  }

  /// Something that is to be known beside the figures.
  void note(String text) {
    out.println("  " + text);
  }

  /// Says on standard error what is going on, since some rows take a while.
  void progress(String text) {
    System.err.println("... " + text);
  }

  void gap() {
    out.println();
  }

  void markdown() {
    out.println("| row | median (lowest to highest) | to reach |");
    out.println("|---|---|---|");
    for (Row row : rows) {
      String mark = row.reach.isEmpty() ? "" : "**";
      out.printf(
          Locale.ROOT, "| %s%s%s | %s | %s |%n", mark, row.what, mark, row.figure, row.reach);
    }
  }
}
