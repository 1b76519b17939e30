package dev.jobmill.store.sqlite;

import dev.jobmill.time.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Examines the file of a store without changing it: whether it is there, sound and safe, and who
/// uses it. Works while other processes, or this one, use the store, and on files that are damaged,
/// are something else, or belong to somebody else.
public final class SqliteDoctor {
  private static final int BUSY_MILLIS = 5_000;

  private SqliteDoctor() {}

  /// Looks at everything. Reads the whole file, so that it takes its time with a large one; the log
  /// of changes of a store that is in use cannot be emptied meanwhile. May be called on any thread.
  /// Does not heed interrupts, whose flag is kept.
  ///
  /// @param file the store, which need not be there
  public static Checkup examine(Path file) {
    StoreFiles files = StoreFiles.of(file);
    FutureTask<Findings> examining = new FutureTask<>(() -> examine(files));
    Thread.ofPlatform().daemon().name("jobmill-sqlite-doctor").start(examining);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return new Checkup(files.database(), examining.get().all());
        } catch (InterruptedException later) {
          interrupted = true;
        }
      }
    } catch (ExecutionException bug) {
      throw new IllegalStateException("bug: the store cannot be examined", bug);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Findings examine(StoreFiles files) {
    Findings findings = new Findings();
    try {
      if (FileCheck.of(files, findings)) {
        boolean used = ProcessCheck.of(files, findings);
        contents(files, used, findings);
      }
    } catch (RuntimeException unforeseen) {
      // A damaged file may hold what no store ever wrote.
      Log.STORE.debug("examining {} met a bug", files.database(), unforeseen);
      findings.bad("the store holds what cannot be read: " + unforeseen, "report this");
    }
    return findings;
  }

  /// A file that nobody uses and whose log of changes is gone is read without locks, since a reader
  /// with locks would make new files beside it. When somebody has begun to use it meanwhile, what
  /// was read proves nothing, and is read again.
  private static void contents(StoreFiles files, boolean used, Findings findings) {
    if (!used && Files.notExists(files.log())) {
      Findings untouched = new Findings();
      try (Session db = Session.readingUntouched(files.database())) {
        ContentCheck.of(db, SystemTime.SYSTEM.now().toEpochMilli(), untouched);
      } catch (SQLException failed) {
        failed(failed, untouched);
      }
      if (Files.notExists(files.log())) {
        findings.all().addAll(untouched.all());
        return;
      }
    }
    try (Session db = Session.reading(files.database(), BUSY_MILLIS)) {
      ContentCheck.of(db, SystemTime.SYSTEM.now().toEpochMilli(), findings);
    } catch (SQLException failed) {
      failed(failed, findings);
    }
  }

  private static void failed(SQLException failed, Findings findings) {
    String explained = SqliteErrors.explain(failed);
    int mend = explained.indexOf(": ");
    findings.bad(
        "the store " + (mend < 0 ? explained : explained.substring(0, mend)),
        mend < 0 ? "run this again" : explained.substring(mend + 2));
  }
}
