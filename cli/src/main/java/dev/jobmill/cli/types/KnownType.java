package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import java.util.function.Function;

/// A job type that this program can run.
///
/// @param type its name and defaults
/// @param handler its code
/// @param inputs how the INPUTs of a command line become payloads
/// @param label what a person calls a job with this payload, beside the type
/// @param results how a result is shown to a person
/// @param <P> the payload
/// @param <R> the result
public record KnownType<P, R>(
    JobType<P, R> type,
    JobHandler<P, R> handler,
    Inputs inputs,
    Function<P, String> label,
    ResultText results) {

  /// A type whose payload and result are passed on as they were written.
  ///
  /// @param name the name
  public static JobType<Content, Content> passing(String name) {
    return JobType.of(name, Content.class, Content.class);
  }

  /// This type for the side that submits: the same name, version and defaults, with a payload that
  /// is passed on as it was written.
  public JobType<Content, Content> forSubmitting() {
    JobType<Content, Content> passing =
        passing(type.name())
            .version(type.version())
            .queue(type.queue())
            .priority(type.priority())
            .retry(type.retry());
    return type.timeout().map(passing::timeout).orElse(passing);
  }
}
