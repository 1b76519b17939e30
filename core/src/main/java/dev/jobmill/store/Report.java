package dev.jobmill.store;

/// The outcome of one run.
///
/// @param run the run
/// @param outcome what became of it
public record Report(RunKey run, Outcome outcome) {}
