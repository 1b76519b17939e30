package dev.jobmill.job;

/// The rule for everything that people name: types, queues, tags, keys.
public final class Names {
  /// The longest name, in characters.
  public static final int LENGTH_MAX = 128;

  private static final String ALLOWED =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:-";

  private Names() {}

  /// Whether `name` is 1 to 128 of `A-Z a-z 0-9 . _ : -`.
  public static boolean isName(String name) {
    if (name.isEmpty() || name.length() > LENGTH_MAX) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (ALLOWED.indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// `name` itself when it is one.
  ///
  /// @param what the thing that is named, for the message
  /// @throws InvalidRequest when it is not
  public static String check(String what, String name) {
    if (!isName(name)) {
      String shown = name.length() > 60 ? name.substring(0, 60) + "…" : name;
      throw new InvalidRequest(
          what + " '" + shown + "' is not a name: use 1 to 128 letters, digits or . _ : -");
    }
    return name;
  }
}
