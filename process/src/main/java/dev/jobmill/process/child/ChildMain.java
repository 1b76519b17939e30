package dev.jobmill.process.child;

import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameReader;
import dev.jobmill.process.frame.FrameWriter;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where the child begins. Its main thread does nothing but hear what the worker says, so that
/// neither an endless loop nor a handler that waits for ever keeps it from hearing the worker's
/// end.
public final class ChildMain {
  /// Says that frames take the standard streams, where the system offers nothing better.
  public static final String STANDARD = "-";

  private ChildMain() {}

  /// Runs handlers until the worker wants no more.
  ///
  /// @param arguments the class of the handlers; the pipe to read frames from and the one to write
  ///   them to, each the name of an open file or [#STANDARD]; the worker's process number
  public static void main(String[] arguments) throws IOException {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    // Buffers are flushed line by line; what user code prints must never be mixed with frames.
    System.setErr(err);
    System.setOut(
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    InputStream in = in(arguments[1]);
    System.setIn(InputStream.nullInputStream());
    FrameWriter frames = new FrameWriter(out(arguments[2]));
    ParentWatch parent = new ParentWatch(Long.parseLong(arguments[3]));
    Runs runs;
    try {
      LoadedHandlers handlers = LoadedHandlers.load(arguments[0]);
      runs = new Runs(handlers, frames, err);
    } catch (Unusable unusable) {
      frames.write(new Frame.Unusable(unusable.getMessage()));
      throw exit(parent);
    }
    parent.start(runs::tick);
    frames.write(new Frame.Ready(Frame.VERSION));
    hear(new FrameReader(in), runs);
    throw exit(parent);
  }

  /// Returns when the worker says nothing more, because it wants no more or is no more.
  private static void hear(FrameReader frames, Runs runs) {
    try {
      for (Frame frame = frames.read(); frame != null; frame = frames.read()) {
        runs.told(frame);
      }
    } catch (IOException | RuntimeException unheard) {
      System.err.println("the child JVM cannot hear its worker any more: " + unheard);
    }
  }

  private static IllegalStateException exit(ParentWatch parent) {
    parent.end();
    return new IllegalStateException("bug: the child JVM goes on after its end");
  }

  private static InputStream in(String name) throws IOException {
    return name.equals(STANDARD)
        ? new FileInputStream(FileDescriptor.in)
        : new FileInputStream(name);
  }

  private static OutputStream out(String name) throws IOException {
    return name.equals(STANDARD)
        ? new FileOutputStream(FileDescriptor.out)
        : new FileOutputStream(name);
  }
}
