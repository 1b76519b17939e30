package dev.jobmill.cli.settings;

import dev.jobmill.job.InvalidRequest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A settings file in the form of Java properties, in UTF-8.
///
/// @param values as they are written, in the order of their names
record SettingsFile(Map<String, String> values) {
  private static final String STANDARD = "jobmill.properties";

  static Optional<SettingsFile> find(@Nullable String named, Path folder) {
    if (named == null) {
      Path standard = folder.resolve(STANDARD);
      return Files.exists(standard) ? Optional.of(read(standard)) : Optional.empty();
    }
    try {
      return Optional.of(read(folder.resolve(named)));
    } catch (InvalidPathException impossible) {
      throw new InvalidRequest(
          "--config '" + named + "' is not a path here: " + impossible.getReason(), impossible);
    }
  }

  private static SettingsFile read(Path file) {
    Properties properties = new Once();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      String why =
          Files.exists(file)
              ? Files.isDirectory(file) ? "it is a folder" : "it is not a UTF-8 properties file"
              : "it does not exist";
      throw new InvalidRequest(
          "settings file '" + file + "' cannot be read, " + why + ": mend it or name another",
          unreadable);
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put(name.toString(), value.toString().strip()));
    return new SettingsFile(values);
  }

  static InvalidRequest twice(String what) {
    return new InvalidRequest(what + ", a settings file may say it once: take one out");
  }

  /// Java lets the last of two lines win without a word.
  private static final class Once extends Properties {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized @Nullable Object put(Object name, Object value) {
      Object before = super.put(name, value);
      if (before != null) {
        throw twice("setting '" + name + "' is given twice");
      }
      return before;
    }
  }
}
