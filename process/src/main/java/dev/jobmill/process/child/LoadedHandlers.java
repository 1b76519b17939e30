package dev.jobmill.process.child;

import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.process.IsolatedHandlers;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The handlers of the user's class, by the names of their types, former ones included.
final class LoadedHandlers implements IsolatedHandlers.Registry {
  private final String source;
  private final Map<String, Entry<?, ?>> byType = new LinkedHashMap<>();
  private final PayloadCodec codec;

  private LoadedHandlers(String source, PayloadCodec codec) {
    this.source = source;
    this.codec = codec;
  }

  /// Makes the user's class and lets it register.
  ///
  /// @throws Unusable with a message for the person who set the child up
  static LoadedHandlers load(String name) throws Unusable {
    try {
      IsolatedHandlers made = make(name);
      LoadedHandlers handlers = new LoadedHandlers(name, made.codec());
      made.register(handlers);
      return handlers;
    } catch (RuntimeException | LinkageError thrown) {
      throw new Unusable(
          name + " could not register its handlers in the child JVM: " + thrown, thrown);
    }
  }

  private static IsolatedHandlers make(String name) throws Unusable {
    try {
      Class<?> found = Class.forName(name, true, ChildMain.class.getClassLoader());
      return (IsolatedHandlers) found.getConstructor().newInstance();
    } catch (ClassNotFoundException missing) {
      throw new Unusable(
          name
              + " is not on the class path of the child JVM ("
              + System.getProperty("java.class.path")
              + "): give it with Isolation.classPath",
          missing);
    } catch (InvocationTargetException failed) {
      throw new Unusable(
          name + " could not be made in the child JVM: " + failed.getCause(), failed.getCause());
    } catch (ReflectiveOperationException | ClassCastException wrong) {
      throw new Unusable(
          name
              + " cannot be made in the child JVM ("
              + wrong
              + "): it must be a public class with a public constructor without parameters",
          wrong);
    }
  }

  @Override
  public <P, R> void handle(JobType<P, R> type, JobHandler<P, R> handler) {
    Entry<P, R> entry = new Entry<>(type, handler);
    byType.put(type.name(), entry);
    type.aliases().forEach(name -> byType.put(name, entry));
  }

  @Nullable Entry<?, ?> of(String type) {
    return byType.get(type);
  }

  /// What reads payloads and writes results.
  PayloadCodec codec() {
    return codec;
  }

  /// The name of the user's class.
  String source() {
    return source;
  }

  /// A type with its code.
  record Entry<P, R>(JobType<P, R> type, JobHandler<P, R> handler) {}
}
