package dev.jobmill.cli.print;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// Rows in columns. The last column takes the room that is left.
public final class Table {
  private static final String GAP = "  ";

  private final List<List<Cell>> rows = new ArrayList<>();
  private final int width;

  /// @param width how many characters a line has; what does not fit is cut
  public Table(int width) {
    this.width = width;
  }

  /// Adds a row; all rows have the same number of cells.
  public void row(List<Cell> cells) {
    rows.add(cells);
  }

  /// The rows as lines.
  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    int[] widths = new int[rows.getFirst().size()];
    for (List<Cell> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).text().length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    int room = width;
    for (int i = 0; i < row.size() && room > 0; i++) {
      Cell cell = row.get(i);
      String text = OneLine.of(cell.text(), room);
      line.append(cell.paint().apply(text));
      boolean isLast = i == row.size() - 1 || restIsEmpty(row, i + 1);
      if (isLast) {
        break;
      }
      int padding = Math.min(widths[i], room) - text.length();
      line.append(" ".repeat(Math.max(0, padding))).append(GAP);
      room -= widths[i] + GAP.length();
    }
    return line.toString();
  }

  private static boolean restIsEmpty(List<Cell> row, int from) {
    return row.subList(from, row.size()).stream().allMatch(cell -> cell.text().isEmpty());
  }

  /// One cell.
  ///
  /// @param text what it says
  /// @param paint what colours it, after its width is known
  public record Cell(String text, UnaryOperator<String> paint) {
    /// A cell without colour.
    public static Cell of(String text) {
      return new Cell(text, plain -> plain);
    }
  }
}
