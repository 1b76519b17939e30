package dev.jobmill.job;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// That there shall be only one job of a kind in a queue. The job that takes the key holds it for
/// as long as it waits, or for a time ([#during]); while it is held, other jobs with the same key
/// are kept out as [OnDuplicate] says. A job that runs does not keep others out unless they ask for
/// it ([#alsoWhileRunning]). Enforced by the store, for each queue by itself. Never changes.
public final class Unique {
  private final @Nullable String key;
  private final List<String> parts;
  private final @Nullable Duration window;
  private final OnDuplicate onDuplicate;
  private final boolean whileRunning;

  private Unique(
      @Nullable String key,
      List<String> parts,
      @Nullable Duration window,
      OnDuplicate onDuplicate,
      boolean whileRunning) {
    this.key = key;
    this.parts = parts;
    this.window = window;
    this.onDuplicate = onDuplicate;
    this.whileRunning = whileRunning;
  }

  /// By a key of the caller's.
  ///
  /// @param key a name; shared by all types of the queue
  public static Unique by(String key) {
    return new Unique(Names.check("unique key", key), List.of(), null, OnDuplicate.KEEP, false);
  }

  /// By the type and the whole payload.
  public static Unique byPayload() {
    return new Unique(null, List.of(), null, OnDuplicate.KEEP, false);
  }

  /// By the type and some parts of the payload.
  ///
  /// @param parts fields of the payload, those of inner objects with dots: `customer.id`. A field
  ///   that is absent counts as null
  public static Unique byPayload(String... parts) {
    return new Unique(null, List.copyOf(Arrays.asList(parts)), null, OnDuplicate.KEEP, false);
  }

  /// The key is taken for this long from the submission, whatever becomes of the job.
  ///
  /// @param value more than zero
  public Unique during(Duration value) {
    if (!value.isPositive()) {
      throw new InvalidRequest("unique for " + value + " is out of range: use more than zero");
    }
    return new Unique(key, parts, Limits.check("unique for", value), onDuplicate, whileRunning);
  }

  /// What happens to a job that is kept out.
  public Unique onDuplicate(OnDuplicate value) {
    return new Unique(key, parts, window, value, whileRunning);
  }

  /// A job that runs keeps this one out as well.
  public Unique alsoWhileRunning() {
    return new Unique(key, parts, window, onDuplicate, true);
  }

  /// The key where it is known: always in a [JobSpec].
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /// How long the key is taken from the submission; empty: for as long as its job waits.
  public Optional<Duration> window() {
    return Optional.ofNullable(window);
  }

  /// What happens to a job that is kept out.
  public OnDuplicate onDuplicate() {
    return onDuplicate;
  }

  /// Whether a job that runs keeps this one out.
  public boolean isAlsoWhileRunning() {
    return whileRunning;
  }

  /// The same with its key filled in.
  Unique resolve(String type, Content payload, PayloadCodec codec) {
    if (key != null) {
      return this;
    }
    Object document = codec.decode(payload, Object.class);
    List<@Nullable Object> chosen = new ArrayList<>();
    chosen.add(type);
    if (parts.isEmpty()) {
      chosen.add(sorted(document));
    }
    for (String part : parts) {
      chosen.add(part);
      chosen.add(sorted(partOf(document, part)));
    }
    return new Unique(
        "payload:" + digest(codec.encode(chosen).bytes()),
        List.of(),
        window,
        onDuplicate,
        whileRunning);
  }

  private static @Nullable Object partOf(@Nullable Object document, String path) {
    Object at = document;
    for (String name : path.split("\\.", -1)) {
      at = at instanceof Map<?, ?> fields ? fields.get(name) : null;
    }
    return at;
  }

  /// The order of fields says nothing about what is meant.
  private static @Nullable Object sorted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> fields -> {
        Map<String, @Nullable Object> all = new TreeMap<>();
        fields.forEach((name, inner) -> all.put(String.valueOf(name), sorted(inner)));
        yield all;
      }
      case List<?> items -> items.stream().map(item -> sorted(item)).toList();
      case null, default -> value;
    };
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Unique that
        && Objects.equals(key, that.key)
        && parts.equals(that.parts)
        && Objects.equals(window, that.window)
        && onDuplicate == that.onDuplicate
        && whileRunning == that.whileRunning;
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, parts, window, onDuplicate, whileRunning);
  }

  @Override
  public String toString() {
    return "unique by "
        + (key != null ? key : parts.isEmpty() ? "payload" : "payload " + parts)
        + (window == null ? "" : " for " + window);
  }

  /// What happens to a job whose key is held by another one.
  public enum OnDuplicate {
    /// The job that is there stays; the new one is recognised as its duplicate.
    KEEP,
    /// The job that is there ends `CANCELLED` if it waits, and the new one takes its place; one
    /// that runs stays, as with [#KEEP].
    REPLACE,
    /// The new job is refused.
    REJECT
  }
}
