package dev.jobmill.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;

/// The databases that peers run on, each as durable as it can be set, behind the pool that both
/// peers' documentation uses.
final class Databases {
  /// What is set, for people.
  static final String SQLITE = "WAL, synchronous=FULL";

  static final String H2 = "MVStore, WRITE_DELAY=0";

  private Databases() {}

  /// Transactions begin as writers: those that become one half-way fail when another was quicker.
  static HikariDataSource sqlite(Path file, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:sqlite:" + file);
    config.addDataSourceProperty("journal_mode", "WAL");
    config.addDataSourceProperty("synchronous", "FULL");
    config.addDataSourceProperty("busy_timeout", "10000");
    config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }

  static HikariDataSource h2(Path file, int connections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:file:" + file + ";WRITE_DELAY=0");
    config.setMaximumPoolSize(connections);
    return new HikariDataSource(config);
  }
}
