/// What a store of jobs promises (the SPI), and the decisions that all stores share as plain
/// functions. Implement [JobStore] to add a store; until 1.0 it may change in minor versions.
/// `JobStoreContract` in jobmill-testing checks one.
@NullMarked
package dev.jobmill.store;

import org.jspecify.annotations.NullMarked;
