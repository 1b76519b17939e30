package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The job types that this program can run. Never changes.
public final class KnownTypes {
  private final Map<String, KnownType<?, ?>> byName = new LinkedHashMap<>();

  /// @param types each with another name
  public KnownTypes(List<KnownType<?, ?>> types) {
    types.forEach(type -> byName.put(type.type().name(), type));
  }

  /// All of them.
  public List<KnownType<?, ?>> all() {
    return List.copyOf(byName.values());
  }

  /// Their names.
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /// The one of this name.
  public Optional<KnownType<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /// The type for the side that submits: any well-formed name will do, since other programs may
  /// handle it.
  ///
  /// @throws dev.jobmill.job.InvalidRequest when it is not a name
  public JobType<Content, Content> forSubmitting(String name) {
    Names.check("job type", name);
    return find(name).map(KnownType::forSubmitting).orElseGet(() -> KnownType.passing(name));
  }
}
