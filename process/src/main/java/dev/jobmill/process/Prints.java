package dev.jobmill.process;

import dev.jobmill.job.JobContext;

/// Takes what one program prints. Called by a thread for each stream.
interface Prints {
  /// A line of standard output.
  void stdout(String line);

  /// A line of standard error.
  void stderr(String line);

  /// The same before it is cut into lines; `bytes` change after the call.
  void bytes(ProgramOutput.Stream stream, byte[] bytes, int count);

  /// Lines go to the job's log, bytes where somebody wants to see them.
  static Prints logged(JobContext job, ProgramOutput output) {
    JobLog log = new JobLog(job);
    return new Prints() {
      @Override
      public void stdout(String line) {
        log.stdout(line);
      }

      @Override
      public void stderr(String line) {
        log.stderr(line);
      }

      @Override
      public void bytes(ProgramOutput.Stream stream, byte[] bytes, int count) {
        output.printed(job, stream, bytes, count);
      }
    };
  }
}
