package dev.jobmill.benchmarks;

import dev.jobmill.store.memory.MemoryJobStore;
import dev.jobmill.store.sqlite.SqliteJobStore;

/// The engine beside the bare loop, with everything warm and in one JVM.
final class CycleRows {
  private CycleRows() {}

  static void cycle(Bench bench) throws Exception {
    Series bare = new Series();
    Series sqlite = new Series();
    Series memory = new Series();
    int jobs = bench.jobs();
    for (int run = -1; run < bench.runs(); run++) {
      double bareRate = bench.inFile(file -> BareLoop.cycle(file, jobs));
      double sqliteRate = bench.inFile(file -> EngineCycle.run(SqliteJobStore.at(file), jobs));
      double memoryRate = EngineCycle.run(MemoryJobStore.create(), jobs);
      if (run >= 0) {
        bare.add(bareRate);
        sqlite.add(sqliteRate);
        memory.add(memoryRate);
      }
    }
    Table table = bench.table();
    table.row("bare loop, 1 000 jobs per transaction, jobs/s", bare, "%.0f");
    table.row("engine on SQLite, durable, with history, jobs/s", sqlite, "%.0f");
    table.row("engine on memory, jobs/s", memory, "%.0f");
    table.row("engine on SQLite / bare loop", sqlite.over(bare), "%.2f", "≥ 0.8");
    table.row("engine on memory / engine on SQLite", memory.over(sqlite), "%.1f", "≥ 2");
    table.gap();
  }

  static void submitters(Bench bench) throws Exception {
    Series insert = new Series();
    Series one = new Series();
    Series many = new Series();
    int jobs = bench.jobs();
    for (int run = -1; run < bench.runs(); run++) {
      double insertRate = bench.inFile(file -> BareLoop.bulkInsert(file, jobs));
      double oneRate = bench.inStore(store -> Submitters.run(store, 1, jobs / 20));
      double manyRate = bench.inStore(store -> Submitters.run(store, 64, jobs / 64 * 64));
      if (run >= 0) {
        insert.add(insertRate);
        one.add(oneRate);
        many.add(manyRate);
      }
    }
    Table table = bench.table();
    table.row("bare loop, bulk insert, jobs/s", insert, "%.0f");
    table.row("1 thread submitting one by one, jobs/s", one, "%.0f");
    table.row("64 threads submitting one by one, jobs/s", many, "%.0f");
    table.row("64 threads / 1 thread", many.over(one), "%.1f", "≥ 8");
    table.row("64 threads / bulk insert", many.over(insert), "%.2f", "≥ 0.3");
    table.gap();
  }
}
