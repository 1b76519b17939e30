package dev.jobmill.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a child JVM prints, line by line: belongs to the job that it runs now. Read by one thread,
/// begun and awaited by that of the handler.
final class ChildOutput {
  /// Of all that the JVM prints when it crashes, each line with this sign, the reason alone.
  private static final Pattern CRASH = Pattern.compile("#  [A-Z].*");

  private @Nullable JobLog log;
  private String endMark = "";
  private boolean over;
  private boolean emptyHeld;
  private String lastLine = "";

  /// A run begins.
  ///
  /// @param runLog takes its lines
  /// @param mark the line that will stand behind all of them
  synchronized void begin(JobLog runLog, String mark) {
    log = runLog;
    endMark = mark;
    over = false;
    emptyHeld = false;
    lastLine = "";
  }

  /// The child has printed a line.
  void line(String text) {
    JobLog runLog;
    boolean empty;
    synchronized (this) {
      if (text.equals(endMark)) {
        over = true;
        emptyHeld = false;
        notifyAll();
        return;
      }
      runLog = over ? null : log;
      // The end mark has an empty line before it, in case that the last line was not ended.
      empty = emptyHeld;
      emptyHeld = text.isEmpty();
      boolean telling = text.startsWith("#") ? CRASH.matcher(text).matches() : !text.isBlank();
      lastLine = telling ? text : lastLine;
    }
    if (runLog == null) {
      return;
    }
    // Outside of the lock: a log that is full makes whoever writes wait.
    if (empty) {
      runLog.stdout("");
    }
    if (!text.isEmpty()) {
      runLog.stdout(text);
    }
  }

  /// Waits until everything that the run printed is in its log.
  ///
  /// @return whether it is
  /// @throws InterruptedException when interrupted meanwhile
  synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!over) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  /// The last line of this run that says something; empty when none does.
  synchronized String lastLine() {
    return lastLine;
  }
}
