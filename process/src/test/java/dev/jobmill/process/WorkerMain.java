package dev.jobmill.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A worker in a JVM of its own: prints the mark of its run and then the job's log.
final class WorkerMain {
  private WorkerMain() {}

  static Process start(String heap, String... argv) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                heap,
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerMain.class.getName()));
    command.addAll(List.of(argv));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  static void main(String[] argv) throws Exception {
    Running running = new Running(new ExecHandler(), Program.of(argv));
    IO.println(running.job.mark());
    while (true) {
      IO.println(running.job.nextLine());
    }
  }
}
