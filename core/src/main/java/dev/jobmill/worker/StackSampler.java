package dev.jobmill.worker;

import dev.jobmill.store.RunKey;
import dev.jobmill.store.Stacks;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the stacks that somebody asks for and brings them to the store. What the store does not
/// take is asked for again at the next renewal.
final class StackSampler {
  private static final Logger LOG = LoggerFactory.getLogger(StackSampler.class);

  private final Seats seats;
  private final Stacks stacks;
  private final StoreCalls calls;

  StackSampler(Seats seats, Stacks stacks, StoreCalls calls) {
    this.seats = seats;
    this.stacks = stacks;
    this.calls = calls;
  }

  /// Takes them now and lets others write them: whoever renews must not wait for that.
  void sample(Set<RunKey> asked) {
    for (RunKey run : asked) {
      String text = textOf(run);
      calls.start(() -> write(run, text));
    }
  }

  private String textOf(RunKey run) {
    Optional<Thread> thread = seats.find(run).flatMap(ActiveRun::thread);
    return thread.map(StackText::of).orElse("run " + run.run() + " has no thread in its worker\n");
  }

  private void write(RunKey run, String text) {
    try {
      stacks.write(run, text);
    } catch (RuntimeException away) {
      LOG.debug("the stack of job {} could not be stored: {}", run.id(), away.getMessage());
    }
  }
}
