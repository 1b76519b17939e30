package dev.jobmill.job;

import java.time.Instant;

/// What a person did to a job.
///
/// @param at when, by the store's clock
/// @param by who, as far as is known
/// @param what `cancel`, `retry`, …
/// @param from the state before
/// @param to the state after
public record JobEvent(Instant at, String by, String what, JobState from, JobState to) {}
