/// The engine of Jobmill: jobs, their life, the contract of a store, the memory store and the
/// worker.
@org.jspecify.annotations.NullMarked
module dev.jobmill.core {
  requires transitive org.jspecify;
  requires org.slf4j;
  requires static jdk.jfr;
  requires tools.jackson.databind;

  exports dev.jobmill;
  exports dev.jobmill.job;
  exports dev.jobmill.schedule;
  exports dev.jobmill.store;
  exports dev.jobmill.store.memory;
  exports dev.jobmill.time;
  exports dev.jobmill.wire;
}
