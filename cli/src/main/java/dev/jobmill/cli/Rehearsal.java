package dev.jobmill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Does once what people do most, in a store of its own in the working folder, so that a JVM that
/// records sees all of it in one run: what the launcher's start-up cache is made from.
final class Rehearsal {
  private Rehearsal() {}

  /// Rehearses; what it prints is of no interest.
  public static void main(String[] arguments) {
    String store = "sqlite:" + Path.of("rehearsal.db").toAbsolutePath();
    String id = "01a20dd0-0000-7000-8000-000000000000";
    perform(store, "submit", "exec", "--id", id, "--", "true");
    perform(store, "submit", "exec", "--payload", "{\"argv\":[\"true\"]}", "--json");
    for (String json : List.of("--no-color", "--json")) {
      perform(store, "list", "--state", "queued", "--since", "1h", json);
      perform(store, "show", id, json);
      perform(store, "stats", json);
    }
    perform(store, "run", "exec", "--", "true");
    perform(store, "watch", id);
    perform(store, "cancel", id);
    perform(store, "retry", id);
    perform(store, "queues");
    perform(store, "types");
    perform(store, "delete", "--all", "--state", "failed");
    perform(store, "--version");
    System.exit(perform(store, "no-such-verb") == ExitStatus.USAGE ? 0 : 1);
  }

  private static int perform(String store, String... words) {
    List<String> line = new ArrayList<>(List.of("--store", store));
    line.addAll(List.of(words));
    return new Program(Main.world()).run(line.toArray(String[]::new));
  }
}
