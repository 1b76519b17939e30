package dev.jobmill.torture;

import dev.jobmill.job.JobId;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What one process saw, written line by line into a file of its own. A line that was written
/// survives the kill of its process, since the kernel has it. Thread-safe; a thread that is
/// interrupted writes as any other, which it could not do with a channel.
final class Ledger implements AutoCloseable {
  private final FileOutputStream file;

  Ledger(Path path) throws IOException {
    this.file = new FileOutputStream(path.toFile(), true);
  }

  /// `what` happened: to a job, or to none.
  void write(Entry.What what, String subject, int run) {
    String line = what + " " + subject + " " + run + " " + System.currentTimeMillis() + "\n";
    try {
      synchronized (this) {
        file.write(line.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Entry.What what, JobId job, int run) {
    write(what, job.toString(), run);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// One line.
  ///
  /// @param process which process wrote it
  /// @param what happened
  /// @param subject the job, or the operation
  /// @param run the run, 0 for none
  /// @param atMillis when
  record Entry(String process, What what, String subject, int run, long atMillis) {
    static Entry parse(String process, String line) {
      String[] parts = line.split(" ", -1);
      return new Entry(
          process,
          What.valueOf(parts[0]),
          parts[1],
          Integer.parseInt(parts[2]),
          Long.parseLong(parts[3]));
    }

    enum What {
      /// The store acknowledged the job.
      ACKED,
      /// A handler began the run.
      STARTED,
      /// A handler was done with the run, well or not.
      DONE,
      /// The store accepted the run's completion.
      ACCEPTED,
      /// The store refused the run's completion.
      REFUSED,
      /// The run was given back in good order, or the store was told otherwise that it failed.
      YIELDED,
      /// A person is about to cancel the job.
      CANCEL,
      /// A person is about to retry the job.
      RETRY,
      /// A person is about to delete the job.
      DELETE,
      /// The job is about to be submitted, and is forgotten soon after its end.
      BRIEF,
      /// A call of the store began.
      CALLED,
      /// A call of the store ended.
      ANSWERED
    }
  }
}
