package dev.jobmill.store.sqlite;

import dev.jobmill.job.Backoff;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobId;
import dev.jobmill.job.Unique;
import dev.jobmill.job.Unique.OnDuplicate;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What is asked of a job and seldom differs from the standard, as text that people can read. What
/// cannot be read back is an [IllegalArgumentException].
final class SpecText {
  private SpecText() {}

  static String text(Backoff backoff) {
    return backoff.first() + " " + backoff.factor() + " " + backoff.max() + " " + backoff.jitter();
  }

  static Backoff backoff(String text) {
    String[] parts = parts(text, 4, "a backoff");
    return new Backoff(
        duration(parts[0]),
        Double.parseDouble(parts[1]),
        duration(parts[2]),
        Double.parseDouble(parts[3]));
  }

  static Duration duration(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      throw new IllegalArgumentException("'" + text + "' is not a duration", malformed);
    }
  }

  static String text(Map<String, String> metadata) {
    List<String> flat = new ArrayList<>(metadata.size() * 2);
    metadata.forEach((key, value) -> {
      flat.add(key);
      flat.add(value);
    });
    return Lines.join(flat);
  }

  static Map<String, String> metadata(String text) {
    List<String> flat = Lines.split(text);
    if (flat.size() % 2 != 0) {
      throw new IllegalArgumentException("metadata has a key without a value");
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      metadata.put(flat.get(i), flat.get(i + 1));
    }
    return metadata;
  }

  static String text(Collection<Dependency> after) {
    return Lines.join(
        after.stream()
            .map(edge -> Codes.of(edge.onFailure()) + " " + edge.job() + " " + edge.queue())
            .toList());
  }

  static List<Dependency> after(String text) {
    List<Dependency> after = new ArrayList<>();
    for (String line : Lines.split(text)) {
      String[] parts = parts(line, 3, "a dependency");
      OnFailure rule = Codes.rule(Integer.parseInt(parts[0]));
      after.add(new Dependency(parts[2], id(parts[1]), rule));
    }
    return after;
  }

  private static JobId id(String text) {
    try {
      return JobId.parse(text);
    } catch (InvalidRequest malformed) {
      throw new IllegalArgumentException("'" + text + "' is not an id", malformed);
    }
  }

  static String text(Unique unique) {
    return unique.key().orElseThrow()
        + " "
        + word(unique.onDuplicate())
        + " "
        + (unique.isAlsoWhileRunning() ? 1 : 0)
        + " "
        + unique.window().map(Duration::toString).orElse("-");
  }

  static Unique unique(String text) {
    String[] parts = parts(text, 4, "a rule for a unique key");
    try {
      Unique unique = Unique.by(parts[0]).onDuplicate(onDuplicate(parts[1]));
      unique = parts[3].equals("-") ? unique : unique.during(duration(parts[3]));
      return parts[2].equals("1") ? unique.alsoWhileRunning() : unique;
    } catch (InvalidRequest outOfRange) {
      throw new IllegalArgumentException("'" + text + "' is out of range", outOfRange);
    }
  }

  private static OnDuplicate onDuplicate(String code) {
    return switch (code) {
      case "keep" -> OnDuplicate.KEEP;
      case "replace" -> OnDuplicate.REPLACE;
      case "reject" -> OnDuplicate.REJECT;
      default -> throw new IllegalArgumentException("'" + code + "' is not a rule");
    };
  }

  private static String word(OnDuplicate rule) {
    return switch (rule) {
      case KEEP -> "keep";
      case REPLACE -> "replace";
      case REJECT -> "reject";
    };
  }

  private static String[] parts(String text, int count, String what) {
    String[] parts = text.split(" ", -1);
    if (parts.length != count) {
      throw new IllegalArgumentException("'" + text + "' is not " + what);
    }
    return parts;
  }
}
