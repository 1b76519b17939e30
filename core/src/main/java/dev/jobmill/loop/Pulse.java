package dev.jobmill.loop;

import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The sign of life of something that repeats itself: when it last did its work, what went wrong
/// since, and by when the next success is expected. It is told of every pass, and judges nothing:
/// see [Reading#isBlocked()]. Thread-safe.
public final class Pulse {
  /// How late a success may be before it is called blocked: far longer than any one pass takes, and
  /// short enough that it shows within a minute.
  public static final Duration MARGIN = Duration.ofSeconds(30);

  private static final int ERROR_CHARS_MAX = 300;

  private final String name;
  private final TimeSource time;
  private @Nullable Instant lastSuccess;
  private @Nullable String lastError;
  private boolean expecting;
  private long expectedNanos;

  /// Nothing is expected yet.
  ///
  /// @param name of what repeats itself
  public Pulse(String name, TimeSource time) {
    this.name = name;
    this.time = time;
  }

  /// A pass begins: it is expected to succeed from now on, unless it was expected before.
  public synchronized void began() {
    long now = time.nanoTime();
    if (!expecting || now - expectedNanos < 0) {
      expecting = true;
      expectedNanos = now;
    }
  }

  /// A pass has succeeded.
  ///
  /// @param pause when the next is expected to
  public synchronized void succeeded(Duration pause) {
    lastSuccess = time.now();
    lastError = null;
    expecting = true;
    expectedNanos = time.nanoTime() + pause.toNanos();
  }

  /// A pass has failed: the success that was expected still is.
  public synchronized void failed(Throwable why) {
    String text = why.getClass().getSimpleName() + ": " + messageOf(why);
    lastError = text.length() <= ERROR_CHARS_MAX ? text : text.substring(0, ERROR_CHARS_MAX);
  }

  /// A message may be made by code that throws as well.
  private static @Nullable String messageOf(Throwable why) {
    try {
      return why.getMessage();
    } catch (RuntimeException worse) {
      return worse.getClass().getSimpleName() + " while the error was told";
    }
  }

  /// It has ended: nothing is expected any more.
  public synchronized void ended() {
    expecting = false;
  }

  /// How it fares now.
  public synchronized Reading read() {
    long late = expecting ? Math.max(0, time.nanoTime() - expectedNanos) : 0;
    return new Reading(name, lastSuccess, lastError, Duration.ofNanos(late));
  }

  /// How something that repeats itself fares.
  ///
  /// @param name what it is
  /// @param lastSuccess when it last did its work; null for never
  /// @param lastError what went wrong since; null for nothing
  /// @param late for how long a success has been overdue; zero when none is
  public record Reading(
      String name, @Nullable Instant lastSuccess, @Nullable String lastError, Duration late) {
    /// Whether it does not do its work: its success is overdue by more than [#MARGIN], because a
    /// pass does not come back, keeps failing, or does not begin.
    public boolean isBlocked() {
      return late.compareTo(MARGIN) > 0;
    }
  }
}
