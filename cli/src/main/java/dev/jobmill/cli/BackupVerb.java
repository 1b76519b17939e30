package dev.jobmill.cli;

import dev.jobmill.cli.print.Spans;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.store.sqlite.SqliteBackup;
import dev.jobmill.store.sqlite.SqliteJobStore;
import dev.jobmill.wire.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// Copies the store while it is in use.
@Command(
    name = "backup",
    description = "Copy the store to a new file while it is in use; the copy is a store.")
final class BackupVerb implements Verb {
  @Parameters(paramLabel = "FILE", description = "The copy: a file that is not there yet.")
  String file = "";

  @Override
  public Deed prepare(World world) {
    Path target = target(world.place().folder());
    return session -> run(session, target);
  }

  private Path target(Path folder) {
    if (file.isBlank()) {
      throw new InvalidRequest("FILE is empty: name a file that is not there yet");
    }
    try {
      return folder.resolve(file);
    } catch (InvalidPathException impossible) {
      throw new InvalidRequest(
          "FILE '" + file + "' is not a path here: " + impossible.getReason(), impossible);
    }
  }

  private static int run(Session session, Path target) {
    if (!(session.store() instanceof SqliteJobStore store)) {
      throw new InvalidRequest(
          "store memory: has no file that could be copied: name one with --store sqlite:PATH");
    }
    SqliteBackup backup = store.backup(target);
    if (session.json()) {
      session
          .output()
          .line(
              JsonMapper.shared()
                  .createObjectNode()
                  .put("file", backup.file().toString())
                  .put("bytes", backup.bytes())
                  .put("jobs", backup.jobs())
                  .put("seconds", Durations.seconds(backup.took()))
                  .toString());
    } else {
      session
          .output()
          .line(
              backup.file()
                  + ": "
                  + backup.bytes()
                  + " bytes, "
                  + backup.jobs()
                  + (backup.jobs() == 1 ? " job, in " : " jobs, in ")
                  + Spans.of(backup.took()));
    }
    return ExitStatus.OK;
  }
}
