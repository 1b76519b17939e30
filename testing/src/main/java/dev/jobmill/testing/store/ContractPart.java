package dev.jobmill.testing.store;

/// A part of [JobStoreContract] that has a file of its own.
abstract class ContractPart {
  /// What the current test works on.
  abstract Bench bench();
}
