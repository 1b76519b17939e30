package dev.jobmill.client;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which payloads this process uses under which name: two under one name would be found out when a
/// handler fails to read what somebody else has written. Thread-safe.
final class KnownTypes {
  /// More names than anybody writes down in code: where they are made up, they are not remembered.
  private static final int NAMES_MAX = 10_000;

  private final Map<Named, Type> payloads = new ConcurrentHashMap<>();

  private record Named(String name, int version) {}

  /// @throws InvalidRequest when the name and version are known with another payload
  void check(JobType<?, ?> type) {
    // Whoever passes plain documents on knows no class.
    if (type.payloadType() == Content.class) {
      return;
    }
    Named named = new Named(type.name(), type.version());
    Type known = payloads.get(named);
    if (known == null && payloads.size() < NAMES_MAX) {
      known = payloads.putIfAbsent(named, type.payloadType());
    }
    if (known != null && !known.equals(type.payloadType())) {
      throw new InvalidRequest(
          "job type "
              + type.name()
              + " is used with payload "
              + type.payloadType().getTypeName()
              + " here and with "
              + known.getTypeName()
              + " elsewhere in this process: give one of them another name, or a higher version");
    }
  }
}
