package dev.jobmill.store.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Looks at who uses a store: each process holds a lock on a file of its own.
final class ProcessCheck {
  private ProcessCheck() {}

  /// Gives whether the store may be in use.
  static boolean of(StoreFiles files, Findings findings) {
    if (!Files.isDirectory(files.live())) {
      findings.ok("no process uses the store");
      return false;
    }
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> locks =
        Files.newDirectoryStream(files.live(), "*" + Liveness.LOCK)) {
      for (Path lock : locks) {
        String name = lock.getFileName().toString();
        ids.add(name.substring(0, name.length() - Liveness.LOCK.length()));
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      findings.warn(
          "who uses the store cannot be seen: " + unreadable.getMessage(), "run this as its owner");
      return true;
    }
    int alive = 0;
    int dead = 0;
    int unknown = 0;
    for (String id : ids) {
      switch (Liveness.examine(files.live(), id)) {
        case ALIVE -> alive++;
        case DEAD -> dead++;
        case GONE -> {}
        case UNKNOWN -> unknown++;
      }
    }
    tell(alive, dead, unknown, findings);
    return alive + unknown > 0;
  }

  private static void tell(int alive, int dead, int unknown, Findings findings) {
    if (unknown > 0) {
      findings.warn(
          unknown + " processes use the store or are dead: their locks may not be tried",
          "run this as the owner of the store");
    }
    if (dead > 0) {
      findings.warn(
          dead
              + (dead == 1 ? " process was" : " processes were")
              + " killed while using the store, and nobody has looked since",
          "nothing to do: their jobs go back when the store is next used");
    }
    if (alive > 0) {
      findings.ok(alive + (alive == 1 ? " process uses" : " processes use") + " the store");
    } else if (unknown == 0) {
      findings.ok("no process uses the store");
    }
  }
}
