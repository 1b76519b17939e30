package dev.jobmill.process.child;

import dev.jobmill.job.Content;
import dev.jobmill.process.frame.Encoded;
import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameWriter;
import dev.jobmill.process.frame.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a handler wants of its job and waits for. A new wish is one more frame that opens a call,
/// and one more method here.
///
/// The worker always answers, and its end is the end of this JVM: so nobody waits for nothing.
/// Waiting goes on through an interruption, so that nothing is under way when it is over.
final class Calls {
  /// How much of an attachment is under way at once.
  private static final int PIECE_BYTES = 256 * 1024;

  private final Opening opening;
  private final FrameWriter frames;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, BlockingQueue<Frame>> open = new ConcurrentHashMap<>();

  /// @param opening takes the frame that opens a call, while the run lasts
  /// @param frames takes those that follow
  Calls(Opening opening, FrameWriter frames) {
    this.opening = opening;
    this.frames = frames;
  }

  /// The worker said something about a call.
  void told(long call, Frame frame) {
    BlockingQueue<Frame> said = open.get(call);
    if (said != null) {
      said.add(frame);
    }
  }

  /// Asks for results, and hands each on as it comes.
  void results(List<String> types, boolean one, Consumer<@Nullable Content> each)
      throws IOException {
    try (Call call = new Call()) {
      opening.write(new Frame.AskResults(call.number, types, one));
      while (call.next() instanceof Frame.Part(long number, Encoded content)) {
        each.accept(content == null ? null : content.content());
      }
      call.requireAnswer();
    }
  }

  /// Sends an attachment, a piece whenever one is wanted.
  void attach(String name, String mediaType, InputStream content) throws IOException {
    try (Call call = new Call()) {
      opening.write(new Frame.Attach(call.number, name, mediaType));
      while (call.next() instanceof Frame.Pull) {
        frames.write(call.piece(content));
      }
      call.requireAnswer();
    }
  }

  /// Takes the first frame of a call.
  @FunctionalInterface
  interface Opening {
    /// Writes it.
    ///
    /// @throws dev.jobmill.job.CancelledRun when the run is over
    void write(Frame frame) throws IOException;
  }

  /// One that is open.
  private final class Call implements AutoCloseable {
    private final long number = numbers.incrementAndGet();
    private final BlockingQueue<Frame> said = new LinkedBlockingQueue<>();
    private @Nullable Frame last;
    private @Nullable Exception unreadable;

    private Call() {
      open.put(number, said);
    }

    /// What the worker says next.
    private Frame next() {
      boolean interrupted = false;
      try {
        while (true) {
          try {
            Frame frame = said.take();
            last = frame;
            return frame;
          } catch (InterruptedException later) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    private Frame piece(InputStream content) {
      try {
        byte[] bytes = content.readNBytes(PIECE_BYTES);
        return new Frame.Piece(number, bytes, bytes.length < PIECE_BYTES);
      } catch (IOException | RuntimeException thrown) {
        unreadable = thrown;
        return new Frame.Unreadable(number, ChildRun.readable(String.valueOf(thrown)));
      }
    }

    private void requireAnswer() throws IOException {
      if (unreadable instanceof IOException thrown) {
        throw thrown;
      }
      if (unreadable instanceof RuntimeException thrown) {
        throw thrown;
      }
      if (!(last instanceof Frame.Answer(long number, Refusal refusal))) {
        throw new IOException("the worker gave no answer: " + last);
      }
      if (refusal != null) {
        throw refusal.thrown();
      }
    }

    @Override
    public void close() {
      open.remove(number);
    }
  }
}
