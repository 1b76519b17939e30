package dev.jobmill.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// The signals of this process.
///
/// A shutdown hook would not do: a JVM that ends by a signal exits with 128 + the signal whatever
/// its hooks do, so a clean stop could not exit with 0; and once hooks run, further signals are
/// ignored, so a second Ctrl-C could not hurry the stop.
final class SystemSignals implements Signals {
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");

  @Override
  public Subscription listen(Runnable listener) {
    Map<Signal, SignalHandler> before = new LinkedHashMap<>();
    for (String name : NAMES) {
      Signal signal = new Signal(name);
      before.put(signal, Signal.handle(signal, received -> listener.run()));
    }
    return () -> before.forEach(Signal::handle);
  }

  @Override
  public void halt(int status) {
    Runtime.getRuntime().halt(status);
  }
}
