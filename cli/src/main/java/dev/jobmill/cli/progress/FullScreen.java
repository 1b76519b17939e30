package dev.jobmill.cli.progress;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The whole screen of a terminal, drawn over and over; what stood there before comes back at the
/// end. Not thread-safe, but for [#close()].
public final class FullScreen implements AutoCloseable {
  /// The other screen, without a cursor.
  private static final String ENTER = "\u001b[?1049h\u001b[?25l";

  private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
  private static final String HOME = "\u001b[H";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final PrintStream terminal;
  private boolean open = true;

  private FullScreen(PrintStream terminal) {
    this.terminal = terminal;
  }

  /// Takes the screen over.
  public static FullScreen open(OutputStream terminal) {
    FullScreen screen = new FullScreen(new PrintStream(terminal, false, StandardCharsets.UTF_8));
    screen.write(ENTER);
    return screen;
  }

  /// Draws lines from the top; line by line over the old ones, so that nothing flickers.
  public synchronized void draw(List<String> lines) {
    if (!open) {
      return;
    }
    StringBuilder text = new StringBuilder(HOME);
    lines.forEach(line -> text.append(line).append(CLEAR_LINE).append("\r\n"));
    write(text.append(CLEAR_BELOW).toString());
  }

  private void write(String text) {
    terminal.print(text);
    terminal.flush();
  }

  /// Gives the screen back. Safe to call twice.
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      write(LEAVE);
    }
  }
}
