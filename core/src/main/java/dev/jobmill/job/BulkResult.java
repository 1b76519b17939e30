package dev.jobmill.job;

/// What became of an act on many jobs.
///
/// @param matched how many the filter found
/// @param done how many of them were changed
public record BulkResult(long matched, long done) {}
