package dev.jobmill.cli;

import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.progress.RunWatch;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobId;
import dev.jobmill.process.ProgramOutput;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Passes on what the programs of one command's jobs print, as it comes and where it would have
/// gone without Jobmill: byte for byte, in whole lines, so that programs that run side by side do
/// not mix within a line. Thread-safe.
final class LiveOutput implements ProgramOutput {
  /// A line that is longer than this is passed on in pieces.
  private static final int LINE_MAX = 8 * 1024;

  private final Set<JobId> own;
  private final RunWatch watch;
  private final Output out;
  private final PrintStream err;
  private final Map<Source, ByteArrayOutputStream> unended = new HashMap<>();
  private @Nullable UncheckedIOException failure;

  /// @param own whose programs are shown
  /// @param watch draws on the same terminal
  LiveOutput(Set<JobId> own, RunWatch watch, Output out, PrintStream err) {
    this.own = own;
    this.watch = watch;
    this.out = out;
    this.err = err;
  }

  @Override
  public synchronized void printed(JobContext job, Stream stream, byte[] bytes, int count) {
    if (!own.contains(job.id())) {
      return;
    }
    ByteArrayOutputStream line =
        unended.computeIfAbsent(
            new Source(job.id(), job.run(), stream), source -> new ByteArrayOutputStream());
    int end = count;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    line.write(bytes, 0, end);
    if (end > 0) {
      pass(stream, line);
    }
    line.write(bytes, end, count - end);
    if (line.size() > LINE_MAX) {
      pass(stream, line);
    }
  }

  /// Shows what is left of a job that has ended.
  ///
  /// @return whether its last run was shown here, so that its result has nothing to add
  /// @throws UncheckedIOException when standard output could not be written
  synchronized boolean ended(Job job) {
    boolean shown = false;
    for (Stream stream : Stream.values()) {
      for (int run = 1; run <= job.run(); run++) {
        ByteArrayOutputStream line = unended.remove(new Source(job.id(), run, stream));
        shown |= line != null && run == job.run();
        if (line != null && line.size() > 0) {
          pass(stream, line);
        }
      }
    }
    UncheckedIOException failed = failure;
    if (failed != null) {
      failure = null;
      throw failed;
    }
    return shown;
  }

  private void pass(Stream stream, ByteArrayOutputStream line) {
    byte[] bytes = line.toByteArray();
    line.reset();
    watch.beside(() -> write(stream, bytes));
  }

  /// A program must not be held up by an output that is full: that is told when the job has ended.
  private void write(Stream stream, byte[] bytes) {
    if (stream == Stream.STDERR) {
      err.write(bytes, 0, bytes.length);
      err.flush();
      return;
    }
    try {
      out.bytes(bytes);
      out.flush();
    } catch (UncheckedIOException unwritable) {
      failure = unwritable;
    }
  }

  private record Source(JobId job, int run, Stream stream) {}
}
