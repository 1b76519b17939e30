package dev.jobmill.process;

import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import dev.jobmill.wire.JsonCodec;

/// Handlers that may run in a JVM of their own. It is made there from this class, which therefore
/// is public and has a public constructor without parameters; what the handlers need (a connection,
/// a model) they make in it.
///
/// ```java
/// public final class Rendering implements IsolatedHandlers {
///   public void register(Registry handlers) {
///     handlers.handle(RENDER, (job, scene) -> Renderer.render(scene, job::progress));
///   }
/// }
/// ```
///
/// The same class serves a worker's own JVM, in a test for instance: `new
/// Rendering().register(builder::handle)`.
public interface IsolatedHandlers {
  /// Adds the handlers, those of all types that shall run in such a JVM. Called once, before the
  /// first job.
  void register(Registry handlers);

  /// What reads payloads and writes results there: JSON unless overridden. The worker must use the
  /// same.
  default PayloadCodec codec() {
    return new JsonCodec();
  }

  /// Takes handlers.
  @FunctionalInterface
  interface Registry {
    /// Adds the code that handles a type, under its name and its aliases.
    ///
    /// @param <P> the payload
    /// @param <R> the result
    <P, R> void handle(JobType<P, R> type, JobHandler<P, R> handler);
  }
}
