package dev.jobmill.cli.settings;

import dev.jobmill.job.InvalidRequest;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/// Which store is meant.
public sealed interface StoreUrl {
  /// In the memory of this process.
  record Memory() implements StoreUrl {}

  /// In a file.
  ///
  /// @param path absolute
  record Sqlite(Path path) implements StoreUrl {}

  /// Nothing was said: in the folder for data of this user.
  ///
  /// @param folder absolute; made when it is not there
  record Standard(Path folder) implements StoreUrl {
    /// The file of the store.
    public Path file() {
      return folder.resolve("jobs.db");
    }
  }

  /// Reads a URL. Never shows what may hold a password.
  ///
  /// @param what the setting that it stands in, for the message
  /// @param folder what a path may be relative to
  /// @throws InvalidRequest when it is none, or of a store that is not available
  static StoreUrl parse(String what, String text, Path folder) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "memory" -> {
        if (!rest.isEmpty()) {
          throw new InvalidRequest(what + " '" + text + "' says too much: write memory: alone");
        }
        yield new Memory();
      }
      case "sqlite" -> new Sqlite(path(what, text, rest, folder));
      case "postgresql", "postgres", "redis", "rediss" ->
          throw new InvalidRequest(
              what + " " + scheme + ": is not available yet: use memory: or sqlite:PATH");
      default ->
          throw new InvalidRequest(
              what
                  + " '"
                  + (rest.startsWith("//") ? scheme + "://…" : text)
                  + "' is not the URL of a store: use memory: or sqlite:PATH");
    };
  }

  private static Path path(String what, String text, String rest, Path folder) {
    if (rest.isBlank() || rest.endsWith("/")) {
      throw new InvalidRequest(what + " '" + text + "' names no file: write sqlite:PATH");
    }
    try {
      return folder.resolve(rest).normalize();
    } catch (InvalidPathException impossible) {
      throw new InvalidRequest(
          what + " '" + text + "' is not a path here: " + impossible.getReason(), impossible);
    }
  }
}
