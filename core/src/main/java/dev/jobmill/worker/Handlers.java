package dev.jobmill.worker;

import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.store.ClaimRequest.HandledType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which types a worker handles, and with what: each under its name and under those that it had
/// before. Never changes.
public final class Handlers {
  private final Map<String, Registered<?, ?>> byType;
  private final List<HandledType> types;

  /// With one entry per type; no name may belong to two.
  public Handlers(List<Registered<?, ?>> handlers) {
    Map<String, Registered<?, ?>> map = new LinkedHashMap<>();
    List<HandledType> handled = new ArrayList<>();
    for (Registered<?, ?> handler : handlers) {
      for (String name : handler.names()) {
        map.put(name, handler);
        handled.add(new HandledType(name, handler.type().version()));
      }
    }
    this.byType = map;
    this.types = List.copyOf(handled);
  }

  /// The names of types, former ones included, with the newest version of each that is handled.
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
  public record Registered<P, R>(JobType<P, R> type, JobHandler<P, R> handler) {
    /// The name of the type, and those that it had before.
    public List<String> names() {
      List<String> names = new ArrayList<>();
      names.add(type.name());
      names.addAll(type.aliases());
      return names;
    }
  }
}
