package dev.jobmill.store.sqlite;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.store.WorkerStatus;
import dev.jobmill.wire.JsonCodec;
import org.jspecify.annotations.Nullable;

/// What a worker said of itself, in one column: as JSON, since other versions may say more or less.
final class StatusText {
  private static final JsonCodec CODEC = new JsonCodec();

  private StatusText() {}

  static @Nullable String of(@Nullable WorkerStatus status) {
    return status == null ? null : CODEC.encode(status).text();
  }

  /// Gives null for nothing, and for what cannot be read: nothing depends on it.
  static @Nullable WorkerStatus read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return (WorkerStatus) CODEC.decode(Content.json(text), WorkerStatus.class);
    } catch (InvalidRequest unreadable) {
      Log.STORE.debug("what a worker said of itself cannot be read", unreadable);
      return null;
    }
  }
}
