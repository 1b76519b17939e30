/// The durable embedded store: jobs in one SQLite file, shared by the processes of one host.
@org.jspecify.annotations.NullMarked
module dev.jobmill.store.sqlite {
  requires transitive dev.jobmill.core;
  requires transitive java.sql;
  requires org.jspecify;
  requires org.slf4j;
  requires org.xerial.sqlitejdbc;

  exports dev.jobmill.store.sqlite;
}
