package dev.jobmill.store.sqlite;

import java.nio.file.Path;
import java.time.Duration;

/// A copy of a store that was made while the store was in use.
///
/// @param file where it is; absolute
/// @param bytes how large it is
/// @param jobs how many jobs are in it, ended ones too
/// @param took how long it took to make, to check and to bring to the disk
public record SqliteBackup(Path file, long bytes, long jobs, Duration took) {}
