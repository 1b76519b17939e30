package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The job types that this program can run. They are made when they are first asked for: most verbs
/// never do. Thread-safe.
public final class KnownTypes {
  private final Supplier<List<KnownType<?, ?>>> types;
  private @Nullable Map<String, KnownType<?, ?>> made;

  /// @param types gives them, each with another name; asked once
  public KnownTypes(Supplier<List<KnownType<?, ?>>> types) {
    this.types = types;
  }

  /// These types, and programs that are declared to be types.
  ///
  /// @param programs the words of the command line of each, by the type's name
  /// @param locale the locale that they get
  /// @throws InvalidRequest when one has the name of a type that is there already
  public KnownTypes declaring(Map<String, List<String>> programs, OwnLocale locale) {
    if (programs.isEmpty()) {
      return this;
    }
    for (String name : programs.keySet()) {
      if (find(name).isPresent()) {
        throw new InvalidRequest(
            "setting type."
                + name
                + ".command: job type "
                + name
                + " comes with this program: use another name");
      }
    }
    return new KnownTypes(() -> {
      List<KnownType<?, ?>> all = new ArrayList<>(all());
      programs.forEach((name, argv) -> all.add(DeclaredType.of(name, argv, locale)));
      return all;
    });
  }

  private synchronized Map<String, KnownType<?, ?>> byName() {
    Map<String, KnownType<?, ?>> byName = made;
    if (byName == null) {
      byName = new LinkedHashMap<>();
      for (KnownType<?, ?> type : types.get()) {
        byName.put(type.type().name(), type);
      }
      made = byName;
    }
    return byName;
  }

  /// All of them.
  public List<KnownType<?, ?>> all() {
    return List.copyOf(byName().values());
  }

  /// Their names.
  public List<String> names() {
    return List.copyOf(byName().keySet());
  }

  /// The one of this name.
  public Optional<KnownType<?, ?>> find(String name) {
    return Optional.ofNullable(byName().get(name));
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
