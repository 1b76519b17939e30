package dev.jobmill.process.frame;

import dev.jobmill.job.CancelledRun;
import dev.jobmill.job.Failure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.RemoteFailure;
import dev.jobmill.job.StoreUnavailable;
import java.io.IOException;

/// Why a call failed, in a form that is thrown again at the other end.
///
/// @param kind what was thrown
/// @param message its message
public record Refusal(Kind kind, String message) {
  /// What a handler may tell apart.
  public enum Kind {
    /// An [InvalidRequest].
    INVALID_REQUEST,
    /// A [CancelledRun].
    CANCELLED_RUN,
    /// A [StoreUnavailable].
    STORE_UNAVAILABLE,
    /// An [IOException].
    UNREADABLE,
    /// Anything else.
    OTHER
  }

  /// What `thrown` is told as.
  public static Refusal of(Throwable thrown) {
    Kind kind =
        switch (thrown) {
          case InvalidRequest invalid -> Kind.INVALID_REQUEST;
          case CancelledRun cancelled -> Kind.CANCELLED_RUN;
          case StoreUnavailable away -> Kind.STORE_UNAVAILABLE;
          case IOException unreadable -> Kind.UNREADABLE;
          default -> Kind.OTHER;
        };
    Failure failure = Failure.of(thrown);
    return new Refusal(
        kind, kind == Kind.OTHER ? failure.kind() + ": " + failure.message() : failure.message());
  }

  /// What to throw.
  ///
  /// @throws IOException when that is it
  public RuntimeException thrown() throws IOException {
    return switch (kind) {
      case INVALID_REQUEST -> new InvalidRequest(message);
      case CANCELLED_RUN -> new CancelledRun(message);
      case STORE_UNAVAILABLE -> new StoreUnavailable(message);
      case UNREADABLE -> throw new IOException(message);
      case OTHER -> new RemoteFailure(Failure.of("CallFailed", message));
    };
  }
}
