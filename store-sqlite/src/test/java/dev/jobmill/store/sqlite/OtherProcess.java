package dev.jobmill.store.sqlite;

import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

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
    return on(file, List.of(), List.of());
  }

  /// @param before the words before the name of the program, such as a tracer's
  /// @param options options for the JVM
  static OtherProcess on(Path file, List<String> before, List<String> options) throws IOException {
    Process process =
        new ProcessBuilder(
                command(System.getProperty("java.class.path"), before, options, file.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    OtherProcess other = new OtherProcess(process);
    other.expect("open");
    return other;
  }

  static List<String> command(
      String classPath, List<String> before, List<String> options, String... arguments) {
    List<String> words = new ArrayList<>(before);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("-XX:TieredStopAtLevel=1");
    words.addAll(options);
    words.addAll(List.of("-cp", classPath, OtherProcess.class.getName()));
    words.addAll(List.of(arguments));
    return words;
  }

  /// Gives the answer to a command.
  String ask(String command) throws IOException {
    begin(command);
    return answer();
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
    String given = answer();
    if (!given.equals(answer)) {
      throw new AssertionError("the other process said '" + given + "' instead of " + answer);
    }
  }

  String answer() throws IOException {
    String line = answers.readLine();
    while (line != null && !line.startsWith("= ")) {
      line = answers.readLine();
    }
    return line == null ? "nothing" : line.substring(2);
  }

  long pid() {
    return process.pid();
  }

  /// As `kill -9` does it.
  void kill() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
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
    if (args.length > 1) {
      System.out.println(SqliteDoctor.examine(file));
      return;
    }
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (SqliteJobStore store = SqliteJobStore.at(file)) {
      Jobs.announce(store, "other");
      System.out.println("= open");
      commands
          .lines()
          .forEach(command -> {
            System.out.println("= " + obey(store, file, List.of(command.split(" "))));
          });
    }
  }

  private static String obey(SqliteJobStore store, Path file, List<String> command) {
    String argument = command.size() > 1 ? command.get(1) : "0";
    switch (command.getFirst()) {
      case "admit" -> {
        for (int i = 0; i < Integer.parseInt(argument); i++) {
          Jobs.admit(store.admission());
        }
      }
      case "claim" -> {
        int count = Integer.parseInt(argument);
        if (Jobs.claim(store, "other", 1, count).size() != count) {
          throw new IllegalStateException("there are fewer jobs");
        }
      }
      case "try" -> {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < Integer.parseInt(argument); i++) {
          answers.add(tryToAdmit(store));
        }
        return String.join(" ", answers);
      }
      case "race" -> {
        return Race.run(store, Integer.parseInt(argument), command.subList(2, command.size()));
      }
      case "hold-turn" -> holdTurn(file);
      case "hold-turn-of" -> holdTurn(file.resolveSibling(argument));
      case "saturate" -> saturate(file.resolveSibling(argument));
      default -> throw new IllegalArgumentException("what is " + command + "?");
    }
    return "done";
  }

  private static String tryToAdmit(SqliteJobStore store) {
    try {
      Jobs.admit(store.admission());
      return "admitted";
    } catch (OutcomeUnknown unknown) {
      return "unknown";
    } catch (StoreUnavailable refused) {
      return "refused";
    }
  }

  private static Turnstile holdTurn(Path file) {
    try {
      Turnstile turnstile = new Turnstile(file.resolveSibling(file.getFileName() + ".turn"));
      turnstile.enter();
      return turnstile;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// Writes without a pause from now on, in turns that leave no time in between.
  private static void saturate(Path file) {
    CountDownLatch writes = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try (Turnstile turnstile =
                  new Turnstile(file.resolveSibling(file.getFileName() + ".turn"));
              Session session = Session.writing(file, 10_000)) {
            while (true) {
              turnstile.enter();
              session.execute("BEGIN IMMEDIATE");
              writes.countDown();
              LockSupport.parkNanos(5_000_000);
              session.execute("COMMIT");
              turnstile.leave();
            }
          } catch (IOException | SQLException failed) {
            throw new IllegalStateException(failed);
          }
        });
    try {
      writes.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }
}
