package dev.jobmill.process;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobContext;
import dev.jobmill.job.JobType;
import dev.jobmill.process.frame.Encoded;
import dev.jobmill.process.frame.Frame;
import dev.jobmill.process.frame.FrameWriter;
import dev.jobmill.process.frame.Refusal;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Does for one run what its handler, in a child, wants of the job and waits for. Each call has a
/// thread, so that none holds up the reading of frames. A new wish is one more frame that opens a
/// call, and one more method here.
final class ChildCalls {
  /// More than any handler needs at once, and few enough for a worker.
  private static final int OPEN_MAX = 256;

  private final JobContext job;
  private final FrameWriter frames;
  private final Map<Long, PulledStream> streams = new ConcurrentHashMap<>();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private boolean abandoned;

  ChildCalls(JobContext job, FrameWriter frames) {
    this.job = job;
    this.frames = frames;
  }

  void askResults(Frame.AskResults ask) {
    open(ask.call(), () -> results(ask));
  }

  void attach(Frame.Attach attach) {
    PulledStream stream = new PulledStream(attach.call(), frames);
    streams.put(attach.call(), stream);
    open(
        attach.call(),
        () -> {
          try {
            job.attach(attach.name(), attach.mediaType(), stream);
          } finally {
            streams.remove(attach.call());
          }
        });
  }

  /// The child has sent something for an attachment.
  void told(long call, Frame frame) {
    PulledStream stream = streams.get(call);
    if (stream != null) {
      stream.told(frame);
    }
  }

  private void results(Frame.AskResults ask) throws IOException {
    JobType<Content, Content> type =
        JobType.of(ask.types().getFirst(), Content.class, Content.class);
    for (String former : ask.types().subList(1, ask.types().size())) {
      type = type.alias(former);
    }
    if (ask.one()) {
      part(ask.call(), job.resultOf(type));
      return;
    }
    for (Content result : job.resultsOf(type)) {
      part(ask.call(), result);
    }
  }

  private void part(long call, @Nullable Content result) throws IOException {
    frames.write(new Frame.Part(call, result == null ? null : Encoded.of(result)));
  }

  private synchronized void open(long call, Work work) {
    if (abandoned || threads.size() >= OPEN_MAX) {
      streams.remove(call);
      // Not on this thread, which must go on reading.
      Refusal refusal =
          new Refusal(Refusal.Kind.INVALID_REQUEST, "more than " + OPEN_MAX + " calls at once");
      Thread.ofVirtual().start(() -> answer(call, refusal));
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("call " + call + " of job " + job.id())
            .unstarted(() -> answer(call, outcome(work)));
    threads.add(thread);
    thread.start();
  }

  private static @Nullable Refusal outcome(Work work) {
    try {
      work.run();
      return null;
    } catch (Exception | StackOverflowError | LinkageError failed) {
      return Refusal.of(failed);
    }
  }

  private void answer(long call, @Nullable Refusal refusal) {
    try {
      frames.write(new Frame.Answer(call, refusal));
    } catch (IOException gone) {
      // The reader of frames finds that out as well, and says so.
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  /// The run is over: what is open comes to nothing.
  void abandon() {
    synchronized (this) {
      abandoned = true;
    }
    streams.values().forEach(stream -> stream.abandon("the run is over"));
  }

  /// Waits until no call is under way any more.
  void join(Uninterrupted patience) {
    for (Thread thread : threads) {
      patience.join(thread);
    }
  }

  /// What a call does.
  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }
}
