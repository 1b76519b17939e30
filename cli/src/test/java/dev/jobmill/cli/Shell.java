package dev.jobmill.cli;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.cli.types.FileInputs;
import dev.jobmill.cli.types.KnownType;
import dev.jobmill.cli.types.KnownTypes;
import dev.jobmill.cli.types.ProgramInputs;
import dev.jobmill.cli.types.ProgramResultText;
import dev.jobmill.cli.types.ResultText;
import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryPolicy;
import dev.jobmill.process.ExecHandler;
import dev.jobmill.store.JobStore;
import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.testing.store.ForwardingJobStore;
import dev.jobmill.time.SystemTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// A user in front of the program: runs command lines and looks at what they print. `memory:`, and
/// the file that is set, name the same store in memory in each of them.
final class Shell {
  private static final String SHARED = "in-memory.db";

  final Map<String, String> environment = new HashMap<>();
  final FakeSignals signals = new FakeSignals();
  final MemoryJobStore memory = MemoryJobStore.create();

  /// Counted down when a job of type `block` runs; such a job ends when it is asked to.
  final CountDownLatch blocked = new CountDownLatch(1);

  Terminal terminal = Terminal.NONE;
  InputStream in = InputStream.nullInputStream();
  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
    environment.put("JOBMILL_STORE", "sqlite:" + SHARED);
  }

  Ran run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    return run(out, out, arguments);
  }

  /// Runs with standard output going elsewhere.
  Ran runInto(OutputStream pipe, String... arguments) {
    return run(pipe, new ByteArrayOutputStream(), arguments);
  }

  private Ran run(OutputStream out, ByteArrayOutputStream kept, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    World world =
        new World(
            new World.Streams(in, out, new PrintStream(err, true, StandardCharsets.UTF_8)),
            terminal,
            new Place(environment, folder, folder.resolve("home"), "ada"),
            signals,
            settings ->
                isShared(settings.store())
                    ? new Unclosed(memory)
                    : new LocalStores().open(settings),
            types(),
            SystemTime.SYSTEM);
    int status = new Program(world).run(arguments);
    return new Ran(
        status, kept.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static boolean isShared(StoreUrl store) {
    return store instanceof StoreUrl.Memory
        || store instanceof StoreUrl.Sqlite(Path path) && path.endsWith(SHARED);
  }

  Ran runWithInput(String input, String... arguments) {
    in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return run(arguments);
  }

  CompletableFuture<Ran> start(String... arguments) {
    return CompletableFuture.supplyAsync(
        () -> run(arguments), task -> Thread.ofPlatform().daemon().start(task));
  }

  private KnownTypes types() {
    List<KnownType<?, ?>> types = new ArrayList<>();
    types.add(type("echo", (job, payload) -> payload));
    types.add(
        type(
            "fail",
            (job, payload) -> {
              throw new NotRetryable("no luck");
            }));
    types.add(
        type(
            "block",
            (job, payload) -> {
              job.progress(0.5, "half");
              CountDownLatch stopped = new CountDownLatch(1);
              job.onStop(stopped::countDown);
              blocked.countDown();
              stopped.await();
              job.checkCancelled();
              return payload;
            }));
    types.add(
        type(
            "attach",
            (job, payload) -> {
              job.attach("table.json", "application/json", payload.bytes());
              return payload;
            }));
    types.add(
        new KnownType<>(
            KnownType.passing("file"),
            output -> (job, payload) -> payload,
            new FileInputs("file"),
            payload -> "file",
            plain()));
    types.add(
        new KnownType<>(
            ExecHandler.EXEC,
            ExecHandler::new,
            new ProgramInputs(),
            program -> program.name(),
            new ProgramResultText()));
    return new KnownTypes(() -> types);
  }

  private static KnownType<Content, Content> type(
      String name, JobHandler<Content, Content> handler) {
    return new KnownType<>(
        KnownType.passing(name).retry(RetryPolicy.exponential(3)),
        output -> handler,
        (inputs, folder) -> {
          if (!inputs.isEmpty()) {
            throw new InvalidRequest(name + " takes no INPUT: use --payload");
          }
          return List.of(Content.json("{}"));
        },
        payload -> name,
        plain());
  }

  private static ResultText plain() {
    return result -> new ResultText.Shown(result.text() + "\n", "");
  }

  /// What a command line gave.
  record Ran(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    String id() {
      return lines().getFirst();
    }
  }

  /// Signals that a test sends.
  static final class FakeSignals implements Signals {
    private final List<Runnable> listeners = new ArrayList<>();
    final CompletableFuture<Integer> halted = new CompletableFuture<>();

    @Override
    public synchronized Subscription listen(Runnable listener) {
      listeners.add(listener);
      return () -> remove(listener);
    }

    private synchronized void remove(Runnable listener) {
      listeners.remove(listener);
    }

    @Override
    public void halt(int status) {
      halted.complete(status);
    }

    /// Sends to the command that began to listen last.
    void sendLast() {
      Runnable last;
      synchronized (this) {
        last = listeners.getLast();
      }
      Thread.ofPlatform().daemon().start(last);
    }

    /// Each signal comes on a thread of its own, as from the JVM.
    void send() {
      List<Runnable> now;
      synchronized (this) {
        now = List.copyOf(listeners);
      }
      now.forEach(listener -> Thread.ofPlatform().daemon().start(listener));
    }
  }

  /// A store that outlives the command that opens it.
  private static final class Unclosed extends ForwardingJobStore {
    private Unclosed(JobStore store) {
      super(store);
    }

    @Override
    public void close() {}
  }
}
