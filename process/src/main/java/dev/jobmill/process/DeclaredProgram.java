package dev.jobmill.process;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.job.NotRetryable;
import dev.jobmill.job.RetryPolicy;
import org.jspecify.annotations.Nullable;

/// A handler in any language: a program whose command line is fixed, and which is given the
/// payload.
///
/// - *Payload*: the whole of its standard input, as JSON.
/// - *Result*: the last line of its standard output that is a JSON document; none, when none is.
/// - *Progress*: lines such as `::progress 0.5 half way` on standard output, 0 to 1.
/// - *Log*: all other lines, those of standard error with level `warn`.
///
/// It starts and ends as an [ExecHandler] says: any status but 0 is a failure, and nothing that it
/// started outlives the job.
public final class DeclaredProgram implements JobHandler<Content, Content> {
  private final Program program;
  private final ExecHandler programs;

  /// @param program what to run; its own input is replaced by the payload
  public DeclaredProgram(Program program) {
    this(program, new ExecHandler());
  }

  DeclaredProgram(Program program, ExecHandler programs) {
    this.program = program;
    this.programs = programs;
  }

  /// The type of such jobs: one attempt, payload and result passed on as they are.
  public static JobType<Content, Content> type(String name) {
    return JobType.of(name, Content.class, Content.class).retry(RetryPolicy.never());
  }

  /// Runs the program to its end.
  ///
  /// @return its result; null for none
  /// @throws ProgramFailed when the program ended with another status than 0
  /// @throws NotRetryable when there is no such program
  /// @throws CancelledRun when the run was asked to stop before the program had ended
  /// @throws InterruptedException when the thread was interrupted before the program was started
  @Override
  public @Nullable Content handle(JobContext job, Content payload) throws InterruptedException {
    JobLog log = new JobLog(job);
    ResultLines lines = new ResultLines(job, log::stdout);
    boolean completed = false;
    try {
      programs.run(
          job,
          new Program(program.argv(), program.cwd(), program.env(), payload.text()),
          prints(log, lines));
      completed = true;
    } finally {
      if (!completed) {
        lines.end(false);
      }
    }
    return lines.end(true);
  }

  private static Prints prints(JobLog log, ResultLines lines) {
    return new Prints() {
      @Override
      public void stdout(String line) {
        // Lines of results are longer than those of logs: see bytes.
      }

      @Override
      public void stderr(String line) {
        log.stderr(line);
      }

      @Override
      public void bytes(ProgramOutput.Stream stream, byte[] bytes, int count) {
        if (stream == ProgramOutput.Stream.STDOUT) {
          lines.add(bytes, count);
        }
      }
    };
  }
}
