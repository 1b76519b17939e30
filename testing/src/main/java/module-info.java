/// What users need to test their jobs; and what authors of stores need to hold their store to the
/// contract: the contract suite, a plain model, random commands, and stores that split or fail.
@org.jspecify.annotations.NullMarked
module dev.jobmill.testing {
  requires transitive dev.jobmill.core;
  requires transitive org.jspecify;
  requires transitive org.junit.jupiter.api;
  requires transitive org.assertj.core;

  exports dev.jobmill.testing;
  exports dev.jobmill.testing.store;

  opens dev.jobmill.testing.store to
      org.junit.platform.commons;
}
