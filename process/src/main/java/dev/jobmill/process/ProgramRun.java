package dev.jobmill.process;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.LogLine;
import java.time.Duration;
import java.util.stream.Collectors;

/// One run of one program, from its start until nothing of it is left.
final class ProgramRun {
  private final JobContext job;
  private final Program program;
  private final Launch launch;
  private final Watcher watcher;
  private final ProcessTable processes;
  private final Duration grace;
  private final Prints prints;
  private final RunMark mark;
  private final StopSignal stop = new StopSignal();

  ProgramRun(
      JobContext job,
      Program program,
      Launch launch,
      Watcher watcher,
      ProcessTable processes,
      Duration grace,
      Prints prints) {
    this.job = job;
    this.program = program;
    this.launch = launch;
    this.watcher = watcher;
    this.processes = processes;
    this.grace = grace;
    this.prints = prints;
    this.mark = RunMark.of(job);
  }

  /// Runs it.
  ///
  /// @throws ProgramFailed when it ended with another status than 0
  /// @throws CancelledRun when the run was asked to stop before the program had ended
  /// @throws InterruptedException when the thread was interrupted before the program was started
  ProgramResult run() throws InterruptedException {
    job.onStop(stop::raise);
    job.checkCancelled();
    try (Watcher.Watch watch = watcher.watch(mark)) {
      Launch.Started started = launch.start(program, mark);
      if (started.inSession()) {
        watch.session(started.session());
      }
      return follow(started);
    }
  }

  private ProgramResult follow(Launch.Started started) {
    Uninterrupted patience = new Uninterrupted();
    OutputPump stdout;
    OutputPump stderr;
    boolean byItself;
    Ending.Ended ended;
    try {
      stdout =
          OutputPump.start(
              name("stdout"), started.stdout(), prints::stdout, shown(ProgramOutput.Stream.STDOUT));
      stderr =
          OutputPump.start(
              name("stderr"), started.stderr(), prints::stderr, shown(ProgramOutput.Stream.STDERR));
      byItself = stop.programEnds(started.process());
    } finally {
      // Also when the system has no thread left to read with.
      ended = endAll(started, patience);
    }
    String out = stdout.finish(patience);
    String err = stderr.finish(patience);
    if (!byItself) {
      throw new CancelledRun(
          "program '"
              + program.name()
              + "' was ended: "
              + job.stopCause().map(JobContext.StopCause::text).orElse("its thread was interrupted")
              + survivors(ended));
    }
    int status = patience.waitFor(started.process());
    patience.restore();
    tellOfLeftovers(ended);
    if (status != 0) {
      throw new ProgramFailed(ExitStatus.describe(program.name(), status, err));
    }
    return new ProgramResult(status, out, err);
  }

  private OutputPump.Chunks shown(ProgramOutput.Stream stream) {
    return (bytes, count) -> prints.bytes(stream, bytes, count);
  }

  private Ending.Ended endAll(Launch.Started started, Uninterrupted patience) {
    Belonging belonging = new Belonging(ProcessHandle.current().pid(), started.session());
    return new Ending(processes, mark, belonging, started.process()).run(grace, patience);
  }

  private void tellOfLeftovers(Ending.Ended ended) {
    if (ended.processes() > 0) {
      job.log(
          LogLine.Level.WARN,
          "ended "
              + ended.processes()
              + " process(es) that the program had left running; what shall outlive its job must be"
              + " started with: env -u "
              + RunMark.VARIABLE
              + " setsid …"
              + survivors(ended));
    }
  }

  private static String survivors(Ending.Ended ended) {
    return ended.survivors().isEmpty()
        ? ""
        : "; these processes could not be ended: "
            + ended.survivors().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private String name(String stream) {
    return "jobmill-exec-" + stream + "-" + mark;
  }
}
