package dev.jobmill.process;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.wire.JsonCodec;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Handlers in JVMs of their own, children of the worker: with their own memory and class path, and
/// ended for certain at a time limit or a cancel.
///
/// ```java
/// Children rendering = Isolation.of(Rendering.class).heap("512m").open();
/// try (Jobmill mill = Jobmill.open(store)
///     .handle(RENDER, rendering.handler(RENDER))
///     .closing(rendering)
///     .start()) {
/// ```
///
/// - *The same code.* [IsolatedHandlers] registers the handlers in the child; payloads of older
///   versions are brought up in the worker. The whole [dev.jobmill.job.JobContext] works there.
/// - *One job at a time* in each child. A child whose job has ended stays for the next one, unless
///   the run was stopped or an `Error` was thrown.
/// - *The end.* A run that shall end is told so and its handler interrupted, as everywhere; what
///   goes on is killed after the grace, with all processes that it started. A child that dies fails
///   the attempt with [ChildDied]. When the worker dies, its children end within 5 seconds.
/// - *Output* of the child (`System.out`, loggers, the JVM itself) becomes lines of the job's log.
///
/// Collects settings; not thread-safe.
public final class Isolation {
  private static final int WARM_MAX = 1_000;
  private static final Duration IDLE_MAX = Duration.ofDays(1);
  private static final Duration GRACE_MAX = Duration.ofMinutes(1);

  private final Class<? extends IsolatedHandlers> handlers;
  private HeapSize heap = new HeapSize("256m");
  private @Nullable List<Path> classPath;
  private List<String> jvmOptions = List.of();
  private List<String> passing = List.of();
  private int warm = Runtime.getRuntime().availableProcessors();
  private Duration idle = Duration.ofMinutes(1);
  private Duration grace = Duration.ofSeconds(2);
  private PayloadCodec codec = new JsonCodec();

  private Isolation(Class<? extends IsolatedHandlers> handlers) {
    this.handlers = handlers;
  }

  /// Begins with the class that registers the handlers in the child.
  ///
  /// @throws InvalidRequest when it cannot be made there: it must be public and have a public
  ///   constructor without parameters
  public static Isolation of(Class<? extends IsolatedHandlers> handlers) {
    boolean usable =
        Modifier.isPublic(handlers.getModifiers())
            && !Modifier.isAbstract(handlers.getModifiers())
            && List.of(handlers.getConstructors()).stream()
                .anyMatch(constructor -> constructor.getParameterCount() == 0);
    if (!usable) {
      throw new InvalidRequest(
          handlers.getName()
              + " cannot be made in a child JVM: use a public class with a public constructor"
              + " without parameters");
    }
    return new Isolation(handlers);
  }

  /// How much memory a child may use for objects, and as much again for direct buffers: 256 MiB
  /// unless set. One that needs more ends, and fails its attempt.
  ///
  /// @param size such as `256m` or `2g`
  public Isolation heap(String size) {
    this.heap = HeapSize.parse(size);
    return this;
  }

  /// The class path of the child: the worker's own unless set. It must have this module, too.
  public Isolation classPath(List<Path> entries) {
    if (entries.isEmpty()) {
      throw new InvalidRequest("the class path is empty: name jars and folders, or leave it out");
    }
    this.classPath = List.copyOf(entries);
    return this;
  }

  /// Further options of the child's JVM, such as `-XX:+UseSerialGC`. They do not outweigh the
  /// limits that are set here.
  public Isolation jvmOptions(String... options) {
    this.jvmOptions = List.of(options);
    return this;
  }

  /// Variables of the worker's environment that the child gets as well. Unless named here it gets
  /// `PATH`, `HOME`, `USER`, `LOGNAME`, `LANG`, `LC_*` and `TZ` alone: secrets of the worker are
  /// not the handlers'.
  public Isolation passing(Collection<String> variables) {
    this.passing = List.copyOf(variables);
    return this;
  }

  /// How many children without a job are kept for the next one, and how long: as many as cores, for
  /// a minute, unless set.
  ///
  /// @param children 0 to 1 000; 0 for a new JVM for each job
  /// @param idleTime at most a day
  public Isolation warm(int children, Duration idleTime) {
    if (children < 0 || children > WARM_MAX) {
      throw new InvalidRequest(
          "warm children " + children + " are out of range: use 0 to " + WARM_MAX);
    }
    this.warm = children;
    this.idle = inRange("idle time", idleTime, IDLE_MAX);
    return this;
  }

  /// How long a handler that was told to end may go on before its child is killed: 2 s unless set.
  ///
  /// @param time at most a minute; longer than the worker's own patience is of no use
  public Isolation grace(Duration time) {
    this.grace = inRange("grace", time, GRACE_MAX);
    return this;
  }

  /// What writes payloads for the child and reads its results: JSON unless set. The same as
  /// [IsolatedHandlers#codec()] and the mill's. One of your own must pass a
  /// [dev.jobmill.job.Content] on as it is.
  public Isolation codec(PayloadCodec value) {
    this.codec = value;
    return this;
  }

  private static Duration inRange(String what, Duration time, Duration max) {
    if (time.isNegative() || time.compareTo(max) > 0) {
      throw new InvalidRequest(what + " " + time + " is out of range: use zero to " + max);
    }
    return time;
  }

  /// Makes the handlers. No child is started before there is a job for it.
  public Children open() {
    List<String> names = new ArrayList<>(passing);
    ChildCommand command = new ChildCommand(handlers.getName(), heap, classPath, jvmOptions, names);
    return new Children(
        new ChildStart(command, SystemTools.ofPath(), ProcessTable.ofSystem()),
        new WarmChildren(warm, idle),
        grace,
        codec);
  }
}
