package dev.jobmill.cli.progress;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Lines at the bottom of a terminal that are redrawn in place, by a thread of their own, until
/// they are closed. Everything else that is printed meanwhile must come through [#beside].
/// Thread-safe.
public final class Redrawn implements AutoCloseable {
  private static final long REDRAW_MILLIS = 150;
  private static final String CLEAR_BELOW = "\r\u001b[J";

  private final PrintStream terminal;
  private final Supplier<List<String>> picture;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object screen = new Object();
  private int drawn;

  private Redrawn(PrintStream terminal, Supplier<List<String>> picture) {
    this.terminal = terminal;
    this.picture = picture;
  }

  /// Starts to draw.
  ///
  /// @param picture gives the lines as they are now, none longer than the terminal is wide; called
  ///   by the thread that draws
  public static Redrawn start(PrintStream terminal, Supplier<List<String>> picture) {
    Redrawn redrawn = new Redrawn(terminal, picture);
    Thread.ofPlatform().daemon().name("jobmill-bars").start(redrawn::drawUntilClosed);
    return redrawn;
  }

  private void drawUntilClosed() {
    try {
      while (!closed.await(REDRAW_MILLIS, TimeUnit.MILLISECONDS)) {
        draw();
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void draw() {
    List<String> lines = picture.get();
    synchronized (screen) {
      if (closed.getCount() == 0) {
        return;
      }
      StringBuilder text = new StringBuilder(erasing());
      lines.forEach(line -> text.append(line).append('\n'));
      drawn = lines.size();
      terminal.print(text);
      terminal.flush();
    }
  }

  private String erasing() {
    return drawn == 0 ? "" : "\u001b[" + drawn + "A" + CLEAR_BELOW;
  }

  /// Prints something above the lines.
  public void beside(Runnable print) {
    synchronized (screen) {
      erase();
      print.run();
    }
  }

  private void erase() {
    terminal.print(erasing());
    terminal.flush();
    drawn = 0;
  }

  /// Takes the lines away. Safe to call twice.
  @Override
  public void close() {
    synchronized (screen) {
      closed.countDown();
      erase();
    }
  }
}
