package dev.jobmill.testing.store;

/// Random commands.
abstract class RandomContract extends ContractPart {}
