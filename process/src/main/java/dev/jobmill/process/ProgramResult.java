package dev.jobmill.process;

/// The result of `exec`: how the program ended and the end of what it printed.
///
/// @param exitCode its exit status; 0, since any other fails the job
/// @param stdout the last 64 KiB of its standard output, read as UTF-8. Less where its bytes grow
///   too much in JSON (binary output), since a result has a size limit
/// @param stderr the same of its standard error
public record ProgramResult(int exitCode, String stdout, String stderr) {}
