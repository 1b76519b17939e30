/// Programs as jobs: the job type `exec`.
@org.jspecify.annotations.NullMarked
module dev.jobmill.process {
  requires transitive dev.jobmill.core;
  requires transitive org.jspecify;
  requires org.slf4j;

  exports dev.jobmill.process;

  opens dev.jobmill.process to
      tools.jackson.databind;
}
