package dev.jobmill.store.sqlite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// A second process on the same file, told what to do by lines on its standard input. Each is
/// answered by a line when it is done.
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;

  private OtherProcess(Process process) {
    this.process = process;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static OtherProcess on(Path file) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    OtherProcess other = new OtherProcess(process);
    other.expect("open");
    return other;
  }

  void tell(String command) throws IOException {
    begin(command);
    expect("done");
  }

  void begin(String command) throws IOException {
    process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  void expect(String answer) throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("= ")) {
      line = answers.readLine();
    }
    if (!("= " + answer).equals(line)) {
      throw new AssertionError("the other process said '" + line + "' instead of " + answer);
    }
  }

  long pid() {
    return process.pid();
  }

  /// As `kill -9` does it.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Lets it end in good order.
  void end() throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[0]);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "other");
      System.out.println("= open");
      commands
          .lines()
          .forEach(command -> {
            obey(store, file, List.of(command.split(" ")));
            System.out.println("= done");
          });
    }
  }

  private static void obey(SqliteJobStore store, Path file, List<String> command) {
    int count = command.size() > 1 ? Integer.parseInt(command.get(1)) : 0;
    switch (command.getFirst()) {
      case "admit" -> {
        for (int i = 0; i < count; i++) {
          Jobs.admit(store.admission());
        }
      }
      case "claim" -> {
        if (Jobs.claim(store, "other", 1, count).size() != count) {
          throw new IllegalStateException("there are fewer jobs");
        }
      }
      case "hold-turn" -> holdTurn(file);
      default -> throw new IllegalArgumentException("what is " + command + "?");
    }
  }

  private static void holdTurn(Path file) {
    try {
      new Turnstile(file.resolveSibling(file.getFileName() + ".turn")).enter();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
