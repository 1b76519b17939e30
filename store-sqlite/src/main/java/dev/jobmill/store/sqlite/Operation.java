package dev.jobmill.store.sqlite;

import dev.jobmill.job.OutcomeUnknown;
import dev.jobmill.job.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Something that a caller wants written, and the caller who waits for it. It may be run more than
/// once (when its transaction was undone because of another operation); what it answers is told
/// after the commit.
final class Operation<T> {
  /// What is to be done. What one has written that throws is undone.
  interface Body<T> {
    T run(Tx tx) throws SQLException;
  }

  private static final int WAITING = 0;
  private static final int TAKEN = 1;
  private static final int DONE = 2;
  private static final int ABANDONED = 3;

  private final Body<T> body;
  private final Thread caller;
  private final AtomicInteger state = new AtomicInteger(WAITING);
  private @Nullable T answer;
  private @Nullable RuntimeException failure;
  private boolean committed;

  Operation(Body<T> body) {
    this.body = body;
    this.caller = Thread.currentThread();
  }

  /// Called by the writer before it runs the operation.
  ///
  /// @return false when the caller does not wait any more
  boolean take() {
    return state.compareAndSet(WAITING, TAKEN);
  }

  void run(Tx tx) throws SQLException {
    failure = null;
    answer = body.run(tx);
  }

  void fail(RuntimeException why) {
    failure = why;
  }

  /// What it answers is in the file.
  void committed() {
    committed = true;
  }

  /// Whether it is known what has become of it, so that nothing that goes wrong later changes that.
  boolean isSettled() {
    return committed || failure != null;
  }

  /// Lets the caller go on.
  void complete() {
    state.set(DONE);
    LockSupport.unpark(caller);
  }

  /// Fails the operation if nobody has begun it.
  void refuse(StoreUnavailable why) {
    if (take()) {
      fail(why);
      complete();
    }
  }

  /// Waits for the answer.
  T await(String store) {
    boolean abandoned = false;
    while (state.get() != DONE && !abandoned) {
      LockSupport.park(this);
      abandoned = Thread.currentThread().isInterrupted() && state.get() != DONE;
    }
    if (abandoned) {
      throw state.compareAndSet(WAITING, ABANDONED)
          ? new StoreUnavailable("interrupted while store " + store + " was waited for: try again")
          : new OutcomeUnknown("interrupted while store " + store + " wrote: try again");
    }
    return answer();
  }

  private T answer() {
    RuntimeException why = failure;
    if (why != null) {
      throw forCaller(why);
    }
    T given = answer;
    if (given == null) {
      throw new IllegalStateException("bug: an operation without an answer");
    }
    return given;
  }

  /// The failure was made on the writer's thread and may be that of many operations: each caller is
  /// given one of its own, which shows who called.
  private static RuntimeException forCaller(RuntimeException why) {
    String message = String.valueOf(why.getMessage());
    return switch (why) {
      case OutcomeUnknown unknown -> new OutcomeUnknown(message, unknown);
      case StoreUnavailable unavailable -> new StoreUnavailable(message, unavailable);
      default -> why;
    };
  }
}
