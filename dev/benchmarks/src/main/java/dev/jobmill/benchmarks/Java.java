package dev.jobmill.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Starts a class of this program in a JVM of its own.
final class Java {
  private Java() {}

  static Process of(List<String> options, Class<?> main, String... args) throws IOException {
    return on(System.getProperty("java.class.path"), options, main, args);
  }

  static Process on(String classPath, List<String> options, Class<?> main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(executable());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath);
    command.add(main.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The program `java` that runs this.
  static String executable() {
    return ProcessHandle.current().info().command().orElse("java");
  }
}
