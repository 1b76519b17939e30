package dev.jobmill.process;

import java.io.IOException;
import java.util.UUID;

/// Starts children: each in a session of its own, marked, watched, with a folder for its temporary
/// files. Thread-safe.
final class ChildStart {
  private final ChildCommand command;
  private final SystemTools tools;
  private final ProcessTable processes;
  private final Launch launch;
  private final Watcher watcher;

  ChildStart(ChildCommand command, SystemTools tools, ProcessTable processes) {
    this.command = command;
    this.tools = tools;
    this.processes = processes;
    this.launch = new Launch(tools);
    this.watcher = new Watcher(tools);
  }

  /// Starts one; it may not have loaded its handlers yet.
  ///
  /// @throws ChildDied when it could not be started
  /// @throws InterruptedException when interrupted before it was
  Child start() throws InterruptedException {
    RunMark mark = new RunMark("child-" + UUID.randomUUID() + ":0");
    Watcher.Watch watch = watcher.watch(mark);
    try {
      ScratchFolder temp = ScratchFolder.make("jobmill-child-");
      try {
        Launch.Started started = start(mark, temp);
        if (started.inSession()) {
          watch.session(started.session());
        }
        return new Child(started, mark, watch, temp, processes).listen();
      } catch (IOException | InterruptedException | RuntimeException | Error notStarted) {
        temp.close();
        throw notStarted;
      }
    } catch (IOException e) {
      watch.close();
      throw new ChildDied("the child JVM could not be started: " + e.getMessage(), e);
    } catch (InterruptedException | RuntimeException | Error e) {
      watch.close();
      throw e;
    }
  }

  private Launch.Started start(RunMark mark, ScratchFolder temp)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command.words(tools.setsid(), tools.shell(), temp.path()));
    command.restrict(builder.environment(), mark, temp.path());
    try (ScratchFolder pipes = ScratchFolder.make("jobmill-exec-")) {
      return launch.start(builder, pipes.path());
    }
  }
}
