package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobHandler;
import dev.jobmill.job.JobType;
import dev.jobmill.process.ProgramOutput;
import dev.jobmill.wire.JsonCodec;
import java.util.function.Function;

/// A job type that this program can run.
///
/// @param type its name and defaults
/// @param handlers makes its code, which shows what programs print where it is told to
/// @param inputs how the INPUTs of a command line become payloads
/// @param label what a person calls a job with this payload, beside the type
/// @param results how a result is shown to a person
/// @param <P> the payload
/// @param <R> the result
public record KnownType<P, R>(
    JobType<P, R> type,
    Function<ProgramOutput, JobHandler<P, R>> handlers,
    Inputs inputs,
    Function<P, String> label,
    ResultText results) {

  private static final JsonCodec CODEC = new JsonCodec();

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

  /// Refuses a payload that the handler could never read.
  ///
  /// @param what where it was written, for the message
  /// @throws InvalidRequest when it has another form
  public void checkPayload(String what, Content payload) {
    try {
      if (CODEC.decode(payload, type.payloadType()) != null) {
        return;
      }
    } catch (InvalidRequest wrong) {
      throw new InvalidRequest(
          what + " is no payload of " + type.name() + ": " + wrong.getMessage(), wrong);
    }
    throw new InvalidRequest(
        what + " is null, which is no payload of " + type.name() + ": give a JSON object");
  }
}
