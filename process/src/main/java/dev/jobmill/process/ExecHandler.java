package dev.jobmill.process;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryPolicy;
import java.time.Duration;

/// Runs programs: the handler of [#EXEC]. One instance serves a worker.
///
/// - *Output* goes line by line into the job's log while the program runs: standard output with
///   level `info`, standard error with `warn`. The last 64 KiB of each become the result. It takes
///   the same memory whatever is printed.
/// - *The end.* Status 0 completes. Any other fails with a message that names the status or the
///   signal and the last line of standard error. A program that cannot be found or executed fails
///   without another attempt.
/// - *What ends with the job.* The program, its descendants, its session, and whatever carries
///   `JOBMILL_RUN=id:run` in its environment: TERM, and KILL after 5 seconds. This happens when the
///   run shall stop (then the run ends with [CancelledRun]), and also when the program ends by
///   itself and has left something running, which the job's log then tells: a job that is over uses
///   nothing any more. What shall outlive its job is started with `env -u JOBMILL_RUN setsid`; it
///   may keep the program's output open without holding up the job.
/// - *When the worker dies*, even by kill -9, a small watcher process does the same within 5
///   seconds. It lives only while programs run.
///
/// Sessions, marks and the watcher need Linux with a POSIX shell, util-linux and GNU grep, as every
/// usual distribution has; on other systems only descendants are found and nothing survives the
/// worker to watch.
public final class ExecHandler implements JobHandler<Program, ProgramResult> {
  /// Runs a program: one attempt, no time limit, on virtual threads, since the handler does nothing
  /// but wait; what blocks in the system has threads of its own for the time of the run.
  public static final JobType<Program, ProgramResult> EXEC =
      JobType.of("exec", Program.class, ProgramResult.class).retry(RetryPolicy.never());

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Launch launch;
  private final Watcher watcher;
  private final ProcessTable processes;
  private final Duration grace;
  private final ProgramOutput output;

  /// A handler for this system.
  public ExecHandler() {
    this(ProgramOutput.NONE);
  }

  /// A handler for this system that shows what programs print.
  ///
  /// @param output is given it, as it comes
  public ExecHandler(ProgramOutput output) {
    this(GRACE, SystemTools.ofPath(), ProcessTable.ofSystem(), output);
  }

  /// With another time between TERM and KILL.
  ExecHandler(Duration grace) {
    this(grace, SystemTools.ofPath(), ProcessTable.ofSystem(), ProgramOutput.NONE);
  }

  /// For a system that has other means.
  ExecHandler(Duration grace, SystemTools tools, ProcessTable processes, ProgramOutput output) {
    this.launch = new Launch(tools);
    this.watcher = new Watcher(tools);
    this.processes = processes;
    this.grace = grace;
    this.output = output;
  }

  /// Runs the program to its end. When it returns or throws, nothing of the run is left: no
  /// process, thread or open file.
  ///
  /// @throws ProgramFailed when the program ended with another status than 0
  /// @throws NotRetryable when there is no such program or folder
  /// @throws CancelledRun when the run was asked to stop before the program had ended
  /// @throws InterruptedException when the thread was interrupted before the program was started
  @Override
  public ProgramResult handle(JobContext job, Program program) throws InterruptedException {
    return run(job, program, Prints.logged(job, output));
  }

  /// The same, with somebody else who takes what is printed.
  ProgramResult run(JobContext job, Program program, Prints prints) throws InterruptedException {
    return new ProgramRun(job, program, launch, watcher, processes, grace, prints).run();
  }
}
