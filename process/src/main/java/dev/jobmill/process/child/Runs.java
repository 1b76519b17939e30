package dev.jobmill.process.child;

import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/// Does what the worker says. One run at a time; told by the main thread, ticked by another.
final class Runs {
  private final LoadedHandlers handlers;
  private final FrameWriter frames;
  private final PrintStream err;
  private volatile @Nullable ChildRun current;

  /// @param err the real standard error, whatever user code makes of `System.err`
  Runs(LoadedHandlers handlers, FrameWriter frames, PrintStream err) {
    this.handlers = handlers;
    this.frames = frames;
    this.err = err;
  }

  /// Takes one frame; never waits for a handler.
  void told(Frame frame) {
    switch (frame) {
      case Frame.Work work -> begin(work);
      case Frame.Stop(var cause) -> {
        ChildRun run = current;
        if (run != null) {
          run.stop(cause);
        }
      }
      case Frame.Pull pull -> answered(pull.call(), pull);
      case Frame.Part part -> answered(part.call(), part);
      case Frame.Answer answer -> answered(answer.call(), answer);
      default -> throw new IllegalArgumentException("a worker does not say " + frame.getClass());
    }
  }

  private void answered(long call, Frame frame) {
    ChildRun run = current;
    if (run != null) {
      run.job().calls().told(call, frame);
    }
  }

  private void begin(Frame.Work work) {
    ChildRun run = new ChildRun(work, new ChildJob(work, frames, handlers.codec()), handlers);
    current = run;
    // Platform threads: with one job in a child there is nothing to be gained by virtual ones, and
    // those have no stack that an endless loop could be seen in.
    Thread.ofPlatform()
        .daemon()
        .name("job " + work.type() + " " + work.id())
        .start(() -> end(work, run.result()));
  }

  private void end(Frame.Work work, Frame.End end) {
    System.out.flush();
    System.err.flush();
    err.print("\n" + work.endMark() + "\n");
    err.flush();
    try {
      frames.write(end);
    } catch (IOException gone) {
      throw new UncheckedIOException("the worker is gone", gone);
    }
  }

  /// Sends progress that was held back.
  void tick() {
    ChildRun run = current;
    if (run != null) {
      run.job().tick();
    }
  }
}
