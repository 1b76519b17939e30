package dev.jobmill.cli.progress;

import java.io.OutputStream;
import java.io.PrintStream;

/// A stream for whatever else is written to the terminal on which a watch draws.
public final class BesideStream extends OutputStream {
  private final RunWatch watch;
  private final PrintStream out;

  /// @param watch draws on the terminal
  /// @param out the terminal
  public BesideStream(RunWatch watch, PrintStream out) {
    this.watch = watch;
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    watch.beside(() -> out.write(bytes, from, length));
  }
}
