package dev.jobmill.process;

import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameReader;
import dev.jobmill.process.frame.FrameWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A JVM that runs handlers, one job at a time, from its start until nothing of it is left.
final class Child {
  private static final Logger LOG = LoggerFactory.getLogger(Child.class);

  /// How long a child that has said its last may take to end by itself.
  private static final Duration EXIT_MAX = Duration.ofSeconds(5);

  /// How long one that is not needed any more may take.
  private static final Duration POLITE_MAX = Duration.ofSeconds(2);

  private final Launch.Started started;
  private final RunMark mark;
  private final Watcher.Watch watch;
  private final ScratchFolder temp;
  private final ProcessTable processes;
  private final FrameWriter frames;
  private final ChildOutput output = new ChildOutput();
  private final OutputPump pump;
  private final Thread reader;
  private volatile @Nullable ChildTurn turn;

  /// What the child said of itself before it was given a job.
  private @Nullable Frame early;

  private volatile boolean silent;
  private long runs;

  Child(
      Launch.Started started,
      RunMark mark,
      Watcher.Watch watch,
      ScratchFolder temp,
      ProcessTable processes) {
    this.started = started;
    this.mark = mark;
    this.watch = watch;
    this.temp = temp;
    this.processes = processes;
    this.frames = new FrameWriter(started.process().getOutputStream());
    String name = "jobmill-child-" + started.process().pid();
    this.pump =
        OutputPump.start(name + "-output", started.stderr(), output::line, (bytes, count) -> {});
    this.reader = Thread.ofPlatform().daemon().name(name + "-frames").unstarted(this::hear);
  }

  /// Begins to hear what it says.
  Child listen() {
    reader.start();
    return this;
  }

  /// Where to speak to it.
  FrameWriter frames() {
    return frames;
  }

  /// Whether it can take a job.
  boolean isFit() {
    return !silent && started.process().isAlive();
  }

  /// A line that nobody prints but at the end of the next run.
  String nextEndMark() {
    runs++;
    return "jobmill-end " + mark + " " + runs;
  }

  /// Gives it a job.
  void begin(ChildTurn next, Frame.Work work, JobLog log) {
    output.begin(log, work.endMark());
    Frame greeting;
    synchronized (this) {
      turn = next;
      greeting = early;
      early = null;
    }
    if (greeting != null) {
      next.told(greeting);
    }
    if (silent) {
      next.lost(null);
      return;
    }
    say(work);
  }

  /// Says something without waiting for the pipe, which a child that hangs does not empty.
  void say(Frame frame) {
    Thread.ofVirtual()
        .start(() -> {
          try {
            frames.write(frame);
          } catch (IOException gone) {
            // The reader finds that out as well, and says so.
          } catch (RuntimeException unsayable) {
            ChildTurn current = turn;
            if (current != null) {
              current.lost(new IOException(unsayable.getMessage(), unsayable));
            }
          }
        });
  }

  private void hear() {
    FrameReader in = new FrameReader(Channels.newInputStream(started.stdout()));
    IOException why = null;
    try {
      for (Frame frame = in.read(); frame != null; frame = in.read()) {
        heard(frame);
      }
    } catch (IOException | RuntimeException nonsense) {
      why = nonsense instanceof IOException io ? io : new IOException(nonsense);
    }
    silent = true;
    ChildTurn current = turn;
    if (current != null) {
      current.lost(why);
    }
  }

  private void heard(Frame frame) {
    ChildTurn current;
    synchronized (this) {
      current = turn;
      if (current == null && (frame instanceof Frame.Ready || frame instanceof Frame.Unusable)) {
        early = frame;
      }
    }
    if (current != null) {
      current.told(frame);
    }
  }

  /// The run is over; the child stays.
  ///
  /// @return whether all that it printed is in the job's log, so that another run may begin
  boolean settle(Uninterrupted patience) {
    try {
      return output.awaitEnd(EXIT_MAX);
    } catch (InterruptedException stop) {
      patience.noteInterruption();
      return false;
    } finally {
      turn = null;
    }
  }

  /// Lets it end by itself for a moment, since it has nothing to do, then ends it.
  void dismiss() {
    Uninterrupted patience = new Uninterrupted();
    try {
      frames.close();
    } catch (IOException gone) {
      // It has ended already.
    }
    patience.waitFor(started.process(), POLITE_MAX);
    end(false, patience);
    patience.restore();
  }

  /// Ends it and all that it started, and returns when nothing is left.
  ///
  /// @param dying whether it is ending by itself: then its own exit status is waited for
  /// @return how it ended
  End end(boolean dying, Uninterrupted patience) {
    if (dying) {
      patience.waitFor(started.process(), EXIT_MAX);
    }
    boolean byItself = !started.process().isAlive();
    Belonging belonging = new Belonging(ProcessHandle.current().pid(), started.session());
    Ending.Ended ended =
        new Ending(processes, mark, belonging, started.process()).run(Duration.ZERO, patience);
    if (!ended.survivors().isEmpty()) {
      LOG.warn("processes {} of a child JVM could not be ended", ended.survivors());
    }
    int status = patience.waitFor(started.process());
    close(patience);
    return new End(byItself, status, output.lastLine());
  }

  private void close(Uninterrupted patience) {
    try {
      pump.finish(patience);
    } catch (ProgramFailed unreadable) {
      LOG.warn("the output of a child JVM could not be read", unreadable);
    }
    try {
      frames.close();
    } catch (IOException gone) {
      // It is gone indeed.
    }
    // What still holds the pipe is nothing of ours.
    patience.join(reader, EXIT_MAX);
    try {
      started.stdout().close();
      temp.close();
    } catch (IOException left) {
      LOG.warn("the folder {} of a child JVM could not be deleted", temp.path(), left);
    }
    watch.close();
  }

  /// How a child ended.
  ///
  /// @param byItself whether it was not ended by us
  /// @param status its exit status
  /// @param lastLine the last that it printed in its last run
  record End(boolean byItself, int status, String lastLine) {}
}
