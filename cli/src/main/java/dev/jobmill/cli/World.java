package dev.jobmill.cli;

import dev.jobmill.cli.progress.Terminal;
import dev.jobmill.cli.types.KnownTypes;
import dev.jobmill.time.TimeSource;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/// Everything outside of the program that it may touch, so that a test can be the world.
///
/// @param streams standard input and the outputs
/// @param terminal what stands at the other end of the outputs
/// @param place where the program was started, and by whom
/// @param signals Ctrl-C and the like
/// @param stores opens stores
/// @param types the job types that can be run here
/// @param time the clock
record World(
    Streams streams,
    Terminal terminal,
    Place place,
    Signals signals,
    Stores stores,
    KnownTypes types,
    TimeSource time) {
  /// The same world with other types.
  World with(KnownTypes others) {
    return new World(streams, terminal, place, signals, stores, others, time);
  }

  /// Standard input and the outputs.
  ///
  /// @param in standard input
  /// @param out standard output
  /// @param err standard error, in UTF-8
  record Streams(InputStream in, OutputStream out, PrintStream err) {}
}
