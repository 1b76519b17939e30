package dev.jobmill.worker;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.job.PayloadUpgrade;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the payload of a job as its handler wants it. One of an older version passes the upgrades
/// of its type first, as plain data.
final class PayloadReader {
  private PayloadReader() {}

  /// @throws InvalidRequest when it cannot be read, naming what is in the way
  @SuppressWarnings("unchecked") // the type was checked when the JobType was made
  static <P> P read(Job job, JobType<P, ?> type, PayloadCodec codec) {
    int stored = job.spec().typeVersion();
    Map<Integer, PayloadUpgrade> steps = type.upgradesFrom(stored);
    Content content =
        steps.isEmpty() ? job.payload() : upgraded(job.payload(), stored, type, codec);
    Object payload;
    try {
      payload = codec.decode(content, type.payloadType());
    } catch (InvalidRequest unreadable) {
      throw steps.isEmpty() ? unreadable : refused(stored, type, "is read", unreadable);
    }
    if (payload == null) {
      throw new InvalidRequest("the payload of job " + job.id() + " is null: give it one");
    }
    return (P) payload;
  }

  private static Content upgraded(
      Content content, int stored, JobType<?, ?> type, PayloadCodec codec) {
    Map<String, Object> fields;
    try {
      fields = fields(codec.decode(content, Map.class));
    } catch (RuntimeException unreadable) {
      throw refused(stored, type, "is read as plain data", unreadable);
    }
    for (Map.Entry<Integer, PayloadUpgrade> step : type.upgradesFrom(stored).entrySet()) {
      try {
        fields = fields(step.getValue().apply(fields));
      } catch (Throwable thrown) {
        // Whatever the step throws, Errors included, is about this payload and not the worker's.
        throw refused(stored, type, "passes the upgrade from version " + step.getKey(), thrown);
      }
    }
    try {
      return codec.encode(fields);
    } catch (RuntimeException unwritable) {
      throw refused(stored, type, "is written again", unwritable);
    }
  }

  /// A copy that a step may change, whatever the codec or the step before gave.
  private static Map<String, Object> fields(@Nullable Object document) {
    if (!(document instanceof Map<?, ?> map)) {
      throw new InvalidRequest("it is no document with fields");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    map.forEach((name, value) -> fields.put(String.valueOf(name), value));
    return fields;
  }

  private static InvalidRequest refused(
      int stored, JobType<?, ?> type, String where, Throwable cause) {
    return new InvalidRequest(
        "the payload of job type "
            + type.name()
            + ", version "
            + stored
            + ", cannot be brought to version "
            + type.version()
            + ": it failed where it "
            + where
            + ": "
            + (cause instanceof InvalidRequest ? cause.getMessage() : cause),
        cause);
  }
}
