package dev.jobmill.process;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/// The two pipes that a program prints into: named pipes, whose read ends are channels.
///
/// The pipes that the JVM itself would make will not do. Reading them cannot be ended from outside,
/// so a process that escaped with the pipe in its hands would keep a thread for ever. And at the
/// program's end the JVM reads what is left into memory, without bound when a process in background
/// goes on printing.
final class OutputPipes implements AutoCloseable {
  private static final long MKFIFO_SECONDS_MAX = 10;

  private final Path stdoutPath;
  private final Path stderrPath;
  private final FileChannel stdoutHold;
  private final FileChannel stderrHold;
  private final FileChannel stdout;
  private final FileChannel stderr;

  @SuppressWarnings("MustBeClosedChecker")
  private OutputPipes(Path folder) throws IOException {
    stdoutPath = folder.resolve("stdout");
    stderrPath = folder.resolve("stderr");
    // Opening one end of a named pipe waits for the other; opening both never does.
    stdoutHold = FileChannel.open(stdoutPath, StandardOpenOption.READ, StandardOpenOption.WRITE);
    stderrHold = FileChannel.open(stderrPath, StandardOpenOption.READ, StandardOpenOption.WRITE);
    stdout = FileChannel.open(stdoutPath, StandardOpenOption.READ);
    stderr = FileChannel.open(stderrPath, StandardOpenOption.READ);
  }

  /// Makes them in `folder`.
  static OutputPipes in(Path folder, Path mkfifo) throws IOException, InterruptedException {
    ProcessBuilder make =
        new ProcessBuilder(mkfifo.toString(), "stdout", "stderr")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    Process process = make.start();
    try {
      if (!process.waitFor(MKFIFO_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(mkfifo + " made no named pipes in " + folder);
      }
    } finally {
      process.destroyForcibly();
    }
    return new OutputPipes(folder);
  }

  void giveTo(ProcessBuilder program) {
    program.redirectOutput(toFile(stdoutPath)).redirectError(toFile(stderrPath));
  }

  private static ProcessBuilder.Redirect toFile(Path pipe) {
    File file = pipe.toFile();
    return ProcessBuilder.Redirect.appendTo(file);
  }

  /// The program has its ends now: lets go of ours, so that the streams end with the last process
  /// that holds them.
  void release() throws IOException {
    stdoutHold.close();
    stderrHold.close();
  }

  ReadableByteChannel stdout() {
    return stdout;
  }

  ReadableByteChannel stderr() {
    return stderr;
  }

  @Override
  public void close() throws IOException {
    release();
    stdout.close();
    stderr.close();
  }
}
