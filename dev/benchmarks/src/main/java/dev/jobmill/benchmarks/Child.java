package dev.jobmill.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A class of this program in a JVM of its own, spoken to by lines on its standard streams. It ends
/// when its input does; and at the latest when its time is over, so that no run waits for ever.
final class Child implements AutoCloseable {
  private static final int LIMIT_MINUTES = 10;
  private static final int GRACE_SECONDS = 20;

  private final String name;
  private final Process process;
  private final BufferedReader output;
  private final Writer input;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    this.output = process.inputReader();
    this.input = process.outputWriter();
    CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES)
        .execute(process::destroyForcibly);
  }

  static Child start(List<String> options, Class<?> main, String... args) throws IOException {
    return new Child(
        main.getSimpleName() + " " + String.join(" ", args), Java.of(options, main, args));
  }

  /// The same on other classes than those of this JVM.
  static Child on(String classPath, List<String> options, Class<?> main, String... args)
      throws IOException {
    return new Child(main.getSimpleName(), Java.on(classPath, options, main, args));
  }

  /// Sends a line and waits for the answer.
  String ask(String line) throws IOException {
    input.write(line + "\n");
    input.flush();
    return answer();
  }

  /// The next line that it says.
  String answer() throws IOException {
    String line = output.readLine();
    if (line == null) {
      throw new IOException("the benchmark process '" + name + "' died");
    }
    return line;
  }

  /// The next line, which is to be `expected`.
  void expect(String expected) throws IOException {
    String line = answer();
    if (!line.equals(expected)) {
      throw new IOException(name + " said '" + line + "' instead of '" + expected + "'");
    }
  }

  long pid() {
    return process.pid();
  }

  /// The time that it has spent on processors, in seconds.
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /// kill -9.
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    try {
      input.close();
    } catch (IOException gone) {
      // It has died, which is what was wanted.
    }
    try {
      if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stopped) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
