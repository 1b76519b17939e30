package dev.jobmill.cli;

import dev.jobmill.cli.print.OneLine;
import dev.jobmill.cli.print.Output;
import dev.jobmill.cli.print.Style;
import dev.jobmill.cli.settings.Settings;
import dev.jobmill.cli.settings.StoreUrl;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.JobState;
import dev.jobmill.store.sqlite.Checkup;
import dev.jobmill.store.sqlite.Finding;
import dev.jobmill.store.sqlite.SqliteDoctor;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.json.JsonMapper;

/// Examines the store without opening it: what is damaged could not be opened.
@Command(
    name = "doctor",
    description = "Examine the store without changing it: whether it is there, sound and safe.")
final class DoctorVerb {
  /// Examines, and tells what was found.
  ///
  /// @return the exit status
  /// @throws InvalidRequest when the store has no file
  int run(World world, Settings settings, boolean json, Style style) {
    Checkup checkup = SqliteDoctor.examine(file(settings.store()));
    Output output = new Output(world.streams().out());
    for (Finding finding : checkup.findings()) {
      output.line(json ? json(finding) : line(finding, style));
    }
    output.flush();
    if (checkup.worst() != Finding.Level.BAD) {
      return ExitStatus.OK;
    }
    throw new Problem(
        ExitStatus.NOT_ALL_WELL,
        "store sqlite:" + checkup.file() + " is not well: do what stands behind each 'bad' above");
  }

  private static Path file(StoreUrl store) {
    return switch (store) {
      case StoreUrl.Memory memory ->
          throw new InvalidRequest(
              "store memory: has no file that could be examined: name one with --store"
                  + " sqlite:PATH");
      case StoreUrl.Sqlite(Path path) -> path;
      case StoreUrl.Standard standard -> standard.file();
    };
  }

  private static String json(Finding finding) {
    var node =
        JsonMapper.shared()
            .createObjectNode()
            .put("level", word(finding.level()))
            .put("what", finding.what());
    return (finding.mend().isEmpty() ? node : node.put("mend", finding.mend())).toString();
  }

  private static String line(Finding finding, Style style) {
    String level = String.format(Locale.ROOT, "%-5s", word(finding.level()));
    String painted =
        switch (finding.level()) {
          case OK -> style.state(JobState.COMPLETED, level);
          case WARN -> style.state(JobState.CANCELLED, level);
          case BAD -> style.state(JobState.FAILED, level);
        };
    String mend = finding.mend().isEmpty() ? "" : ": " + finding.mend();
    return painted + OneLine.of(finding.what() + mend);
  }

  private static String word(Finding.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
