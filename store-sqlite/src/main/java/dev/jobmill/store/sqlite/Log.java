package dev.jobmill.store.sqlite;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one logger of the store, so that users set one name.
final class Log {
  static final Logger STORE = LoggerFactory.getLogger(SqliteJobStore.class);

  private Log() {}
}
