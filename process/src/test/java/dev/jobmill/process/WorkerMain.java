package dev.jobmill.process;

/// A worker to be killed: runs one program and prints its log.
final class WorkerMain {
  private WorkerMain() {}

  static void main(String[] argv) throws Exception {
    Running running = new Running(new ExecHandler(), Program.of(argv));
    IO.println(running.job.mark());
    while (true) {
      IO.println(running.job.nextLine());
    }
  }
}
