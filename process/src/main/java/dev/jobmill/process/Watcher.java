package dev.jobmill.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what runs have started when the worker itself dies, even by kill -9.
///
/// A small shell script (`watcher.sh`) runs beside the programs while there are any, one for all
/// runs. It reads the marks of the runs from a pipe that only the worker's process can write to;
/// the pipe's end means that the worker is gone. It has a session of its own, so no Ctrl-C reaches
/// it, carries no mark, and is spared by every [Ending], also that of a job which contains this
/// worker.
///
/// Works where the system has `/proc`, as the script needs it; elsewhere it does nothing.
/// Thread-safe.
final class Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final String SCRIPT = "watcher.sh";

  private final SystemTools tools;
  private final boolean possible;
  private final Map<String, Long> sessions = new LinkedHashMap<>();
  private @Nullable Process process;

  Watcher(SystemTools tools) {
    this.tools = tools;
    this.possible = tools.shell().isPresent() && new File("/proc/self/environ").canRead();
  }

  /// From now on the watcher knows this run. Called before its program is started, so that there is
  /// no moment in which the program has no watcher.
  synchronized Watch watch(RunMark mark) {
    sessions.put(mark.value(), 0L);
    tell("+ " + mark.value());
    return new Watch(mark.value());
  }

  private synchronized void addSession(String mark, long session) {
    sessions.put(mark, session);
    tell("@ " + mark + " " + session);
  }

  private synchronized void forget(String mark) {
    Long session = sessions.remove(mark);
    if (sessions.isEmpty()) {
      stop();
    } else {
      tell("- " + mark + " " + session);
    }
  }

  /// Says one line to the watcher that is there, or everything to a new one.
  private void tell(String line) {
    if (!possible) {
      return;
    }
    try {
      if (process == null || !write(process, line)) {
        stop();
        process = start();
        if (!write(process, everything())) {
          throw new IOException("it ended at once");
        }
      }
    } catch (IOException e) {
      LOG.warn(
          "the watcher for programs could not be started; should this worker be killed, its"
              + " programs live on: {}",
          e.getMessage());
    }
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    sessions.forEach((mark, session) -> {
      all.append("+ ").append(mark).append('\n');
      if (session != 0) {
        all.append("@ ").append(mark).append(' ').append(session).append('\n');
      }
    });
    return all.toString().strip();
  }

  private static boolean write(Process watcher, String lines) {
    if (!watcher.isAlive()) {
      return false;
    }
    try {
      OutputStream pipe = watcher.getOutputStream();
      pipe.write((lines + "\n").getBytes(StandardCharsets.UTF_8));
      pipe.flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    tools.setsid().ifPresent(setsid -> builder.command().add(setsid.toString()));
    builder.command().add(tools.shell().orElseThrow().toString());
    builder.command().add("-c");
    builder.command().add(script());
    builder.command().add("jobmill-watcher");
    builder.environment().keySet().retainAll(Set.of("PATH"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put(RunMark.WATCHER_VARIABLE, "1");
    return builder
        .directory(new File("/"))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String script() throws IOException {
    try (InputStream in = Watcher.class.getResourceAsStream(SCRIPT)) {
      if (in == null) {
        throw new IOException(SCRIPT + " is missing in the jar of this module");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Nothing to watch: the end of its input ends it, and it does nothing when it knows no run.
  private void stop() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // It has ended already.
    }
    process = null;
  }

  /// One run that is watched.
  final class Watch implements AutoCloseable {
    private final String mark;

    private Watch(String mark) {
      this.mark = mark;
    }

    /// The run's program leads this session.
    void session(long session) {
      addSession(mark, session);
    }

    /// The run is over and nothing of it is left.
    @Override
    public void close() {
      forget(mark);
    }
  }
}
