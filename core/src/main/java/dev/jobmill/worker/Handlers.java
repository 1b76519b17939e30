package dev.jobmill.worker;

import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.store.ClaimRequest.HandledType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which types a worker handles, and with what. Never changes.
public final class Handlers {
  private final Map<String, Registered<?, ?>> byType;
  private final List<HandledType> types;

  /// With one entry per type.
  public Handlers(List<Registered<?, ?>> handlers) {
    Map<String, Registered<?, ?>> map = new LinkedHashMap<>();
    List<HandledType> handled = new ArrayList<>();
    for (Registered<?, ?> handler : handlers) {
      map.put(handler.type().name(), handler);
      handled.add(new HandledType(handler.type().name(), handler.type().version()));
    }
    this.byType = map;
    this.types = List.copyOf(handled);
  }

  /// The types with the newest version of each that is handled.
  public List<HandledType> types() {
    return types;
  }

  @Nullable Registered<?, ?> of(String type) {
    return byType.get(type);
  }

  /// A type with the code that handles it.
  ///
  /// @param type the type
  /// @param handler the code
  public record Registered<P, R>(JobType<P, R> type, JobHandler<P, R> handler) {}
}
