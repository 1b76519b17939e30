/// For authors of stores. Extend [dev.jobmill.testing.store.JobStoreContract] in a test of the
/// store: each promise of the package `dev.jobmill.store` is at least one test there, and random
/// commands compare the store with a plain model.
@NullMarked
package dev.jobmill.testing.store;

import org.jspecify.annotations.NullMarked;
