package dev.jobmill.cli.types;

import dev.jobmill.job.Content;
import dev.jobmill.wire.JsonCodec;
import java.util.function.Function;

/// A result that its own module turns into text, with an empty line behind it: reports of several
/// lines follow one another.
///
/// @param type what the result is read as
/// @param text makes the text
/// @param <R> the result
public record ReportText<R>(Class<R> type, Function<R, String> text) implements ResultText {
  @Override
  public Shown of(Content result) {
    R report = type.cast(new JsonCodec().decode(result, type));
    if (report == null) {
      return new Shown("", "");
    }
    String shown = text.apply(report);
    return new Shown(shown.stripTrailing() + "\n\n", "");
  }
}
