package dev.jobmill;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobType;
import dev.jobmill.job.PayloadCodec;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/// Finds when a mill starts what would otherwise be found by the first job.
final class StartCheck {
  private StartCheck() {}

  /// @throws InvalidRequest when a payload or result can never make the round trip through `codec`;
  ///   the message names all of them
  static void types(List<? extends JobType<?, ?>> types, PayloadCodec codec) {
    List<String> complaints = new ArrayList<>();
    for (JobType<?, ?> type : types) {
      check("payload", type.name(), type.payloadType(), codec, complaints);
      check("result", type.name(), type.resultType(), codec, complaints);
    }
    if (!complaints.isEmpty()) {
      throw new InvalidRequest(String.join("; ", complaints));
    }
  }

  private static void check(
      String what, String name, Type type, PayloadCodec codec, List<String> complaints) {
    codec
        .complaint(type)
        .ifPresent(wrong ->
            complaints.add(
                "the "
                    + what
                    + " of job type "
                    + name
                    + " cannot make the round trip through the store: "
                    + wrong));
  }

  /// @param options what was set and only workers heed
  /// @throws InvalidRequest when nothing is handled, so that they would be ignored
  static void options(boolean handlesNothing, List<String> options) {
    if (handlesNothing && !options.isEmpty()) {
      throw new InvalidRequest(
          "no job type has a handler, so "
              + String.join(", ", options)
              + " would be ignored: add a handler, or use Jobmill.clientOf to only submit");
    }
  }
}
