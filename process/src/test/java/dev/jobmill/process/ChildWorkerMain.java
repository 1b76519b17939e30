package dev.jobmill.process;

import static dev.jobmill.process.ChildHandlers.DO;

import dev.jobmill.Jobmill;
import dev.jobmill.job.JobHandle;
import dev.jobmill.job.LogLine;
import dev.jobmill.process.ChildHandlers.Order;
import dev.jobmill.store.memory.MemoryJobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A worker with children in a JVM of its own: tells the process of each run, or its result.
final class ChildWorkerMain {
  private ChildWorkerMain() {}

  /// @param count how many jobs, all at once
  /// @param what each does
  static Process start(String heap, int count, String what, int number) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            heap,
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            ChildWorkerMain.class.getName(),
            Integer.toString(count),
            what,
            Integer.toString(number))
        .redirectErrorStream(true)
        .start();
  }

  static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    Children children =
        Isolation.of(ChildHandlers.class)
            .heap("64m")
            .jvmOptions("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
            .open();
    MemoryJobStore store = MemoryJobStore.create();
    try (Jobmill mill =
        Jobmill.open(store)
            .slots(count)
            .handle(DO, children.handler(DO))
            .closing(children)
            .start()) {
      List<JobHandle<String>> handles = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Order order = new Order(arguments[1], Integer.parseInt(arguments[2]));
        handles.add(mill.submit(DO, order));
      }
      for (JobHandle<String> handle : handles) {
        String line = "";
        while (!line.startsWith("pid ")
            && mill.find(handle.id()).orElseThrow().result().isEmpty()) {
          Thread.yield();
          line =
              store.lookup().log(handle.id(), 1).stream()
                  .map(LogLine::message)
                  .findFirst()
                  .orElse("");
        }
        IO.println(line.startsWith("pid ") ? line : handle.result(Duration.ofMinutes(1)));
      }
      Thread.currentThread().join();
    }
  }
}
