package dev.jobmill.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/// What went wrong in an attempt, as it is stored and shown.
///
/// @param kind a short name for programs, by default the simple name of the exception's class
/// @param message what a person reads; at most [#MESSAGE_CHARS_MAX] characters are kept
/// @param stack the stack trace, null where there is none; at most [#STACK_CHARS_MAX] characters
///   are kept
public record Failure(String kind, String message, @Nullable String stack) {
  /// The longest message that is kept.
  public static final int MESSAGE_CHARS_MAX = 4 * 1024;

  /// The longest stack trace that is kept.
  public static final int STACK_CHARS_MAX = 32 * 1024;

  private static final String CUT = "… (cut)";

  /// Cuts what is too long.
  public Failure {
    kind = cut(kind, Names.LENGTH_MAX);
    message = cut(message, MESSAGE_CHARS_MAX);
    stack = stack == null ? null : cut(stack, STACK_CHARS_MAX);
  }

  /// A failure without a stack trace, for what is not an exception.
  public static Failure of(String kind, String message) {
    return new Failure(kind, message, null);
  }

  /// The failure that `thrown` tells of.
  public static Failure of(Throwable thrown) {
    if (thrown instanceof RemoteFailure remote) {
      return remote.failure();
    }
    String simple = thrown.getClass().getSimpleName();
    String message = thrown.getMessage();
    return new Failure(
        simple.isEmpty() ? thrown.getClass().getName() : simple,
        message == null ? thrown.getClass().getName() : message,
        stackOf(thrown));
  }

  private static String stackOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String cut(String text, int max) {
    if (text.length() <= max) {
      return text;
    }
    int end = max - CUT.length();
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + CUT;
  }
}
