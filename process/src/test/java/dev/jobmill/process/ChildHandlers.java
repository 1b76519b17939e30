package dev.jobmill.process;

import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobType;
import dev.jobmill.job.LogLine;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryLater;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.job.Snooze;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the tests have done in child JVMs: one type, whose payload says what.
public final class ChildHandlers implements IsolatedHandlers {
  record Order(String what, int number) {
    static Order to(String what) {
      return new Order(what, 0);
    }
  }

  static final JobType<Order, String> DO =
      JobType.of("child.do", Order.class, String.class).retry(RetryPolicy.never());

  /// With a payload that was named otherwise in version 1.
  static final JobType<Order, String> RENAMED =
      JobType.of("child.renamed", Order.class, String.class)
          .version(2)
          .upgrade(1, old -> Map.of("what", old.get("verb"), "number", 7));

  /// For the class loader: it has a public one.
  public ChildHandlers() {}

  @Override
  public void register(Registry handlers) {
    handlers.handle(DO, ChildHandlers::run);
    handlers.handle(RENAMED, (job, order) -> order.what() + " " + order.number());
  }

  static String run(JobContext job, Order order) throws Exception {
    return switch (order.what()) {
      case "pid" -> Long.toString(ProcessHandle.current().pid());
      case "tell" -> tell(job);
      case "print" -> print(order.number());
      case "flood" -> flood(order.number());
      case "exhaust" -> exhaust();
      case "halt" -> halt(order.number());
      case "exit" -> exit(order.number());
      case "crash" -> crash();
      case "recurse" -> Integer.toString(recurse(0));
      case "spin" -> spin(job);
      case "wait" -> waitForStop(job);
      case "deaf" -> deaf(job);
      case "large" -> "x".repeat(order.number());
      case "attach" -> attach(job, order.number());
      case "misnamed" -> {
        job.attach("not a name", "text/plain", new byte[0]);
        yield "";
      }
      case "sum" -> Integer.toString(job.resultsOf(DO).stream().mapToInt(Integer::parseInt).sum());
      case "one" -> job.resultOf(DO);
      case "number" -> Integer.toString(order.number());
      case "progress" -> progress(job, order.number());
      case "start" -> start(job);
      case "environment" -> String.valueOf(System.getenv());
      case "temp" -> System.getProperty("java.io.tmpdir");
      case "fail" -> throw new IllegalStateException("the glue is dry");
      case "never" -> throw new NotRetryable("wrong colour", new IOException("no such colour"));
      case "later" -> throw new RetryLater(Duration.ofHours(1), "the shop is closed");
      case "snooze" -> throw new Snooze(Duration.ofHours(1), "nothing there yet");
      default -> throw new NotRetryable("unknown: " + order.what());
    };
  }

  private static String tell(JobContext job) {
    Map<String, Object> told = new TreeMap<>();
    told.put("id", job.id());
    told.put("type", job.type());
    told.put("queue", job.queue());
    told.put("run", job.run());
    told.put("attempt", job.attempt());
    told.put("metadata", job.metadata());
    told.put("request", job.requestId().orElse("none"));
    told.put("limited", job.remaining().orElseThrow().toSeconds() > 50);
    told.put("cancelled", job.isCancelled());
    job.log(LogLine.Level.WARN, "half a \uD83D pair");
    job.progress(0.5, "half way");
    return told.toString();
  }

  private static String print(int lines) {
    for (int i = 0; i < lines; i++) {
      System.out.println("line " + i);
    }
    System.err.print("without an end");
    return "printed";
  }

  private static String flood(int mebibytes) {
    byte[] piece = new byte[1024 * 1024];
    java.util.Arrays.fill(piece, (byte) 'x');
    for (int i = 0; i < mebibytes; i++) {
      System.out.write(piece, 0, piece.length);
    }
    return "flooded";
  }

  private static String exhaust() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1024 * 1024]);
    }
  }

  private static String halt(int status) {
    System.err.println("the last words");
    Runtime.getRuntime().halt(status);
    return "";
  }

  private static String exit(int status) {
    System.exit(status);
    return "";
  }

  private static String crash() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-SEGV", Long.toString(ProcessHandle.current().pid()))
        .start()
        .waitFor();
    return waitFor();
  }

  private static String waitFor() throws InterruptedException {
    Thread.currentThread().join();
    return "";
  }

  private static int recurse(int depth) {
    return depth < 0 ? depth : recurse(depth + 1) + 1;
  }

  private static String spin(JobContext job) {
    job.log("pid " + ProcessHandle.current().pid());
    long turns = 0;
    while (turns >= 0) {
      turns = (turns + 1) & Long.MAX_VALUE;
    }
    return "never";
  }

  private static String waitForStop(JobContext job) throws InterruptedException {
    job.onStop(() -> job.log("told: " + job.stopCause().orElseThrow()));
    job.log("waiting");
    return waitFor();
  }

  private static String deaf(JobContext job) {
    job.log("pid " + ProcessHandle.current().pid());
    while (true) {
      try {
        waitFor();
      } catch (InterruptedException ignored) {
        job.log("ignored");
      }
    }
  }

  private static String attach(JobContext job, int bytes) throws IOException {
    job.attach("large.bin", "application/octet-stream", new Counting(bytes));
    return "attached";
  }

  private static String progress(JobContext job, int times) {
    for (int i = 1; i <= times; i++) {
      job.progress((double) i / times, "step " + i);
    }
    return "done";
  }

  private static String start(JobContext job) throws Exception {
    Process away =
        new ProcessBuilder("setsid", "sh", "-c", "echo $$; exec sleep 600")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var out = away.inputReader()) {
      job.log("pid " + out.readLine());
    }
    return waitFor();
  }

  /// So many bytes, each the low part of its place.
  static final class Counting extends InputStream {
    private final int length;
    private int at;

    Counting(int length) {
      this.length = length;
    }

    @Override
    public int read() {
      return at < length ? at++ & 0xFF : -1;
    }
  }
}
