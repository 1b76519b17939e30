/// Jobs outside of the worker's process: programs, and handlers in a JVM of their own.
@org.jspecify.annotations.NullMarked
module dev.jobmill.process {
  requires transitive dev.jobmill.core;
  requires transitive org.jspecify;
  requires org.slf4j;

  exports dev.jobmill.process;

  opens dev.jobmill.process to
      tools.jackson.databind;
  opens dev.jobmill.process.frame to
      tools.jackson.databind;
}
