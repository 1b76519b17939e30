package dev.jobmill.upkeep;

import dev.jobmill.job.StoreUnavailable;
import dev.jobmill.loop.Pulse;
import dev.jobmill.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs each duty when it asked to be run. One that fails does not keep the others from running.
/// Stepped by one thread; [#hasten] may be called by any.
public final class Duties {
  private static final Logger LOG = LoggerFactory.getLogger(Duties.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final TimeSource time;
  private final List<Appointment> appointments;

  /// All are due at once.
  public Duties(TimeSource time, List<Duty> duties) {
    this.time = time;
    long now = time.nanoTime();
    this.appointments =
        duties.stream()
            .map(duty ->
                new Appointment(duty, now, new Pulse(duty.getClass().getSimpleName(), time)))
            .toList();
  }

  /// How each duty fares.
  public List<Pulse.Reading> pulses() {
    return appointments.stream().map(appointment -> appointment.pulse.read()).toList();
  }

  /// They will not be run any more: nothing is expected of them.
  public void end() {
    appointments.forEach(appointment -> appointment.pulse.ended());
  }

  /// Makes one duty due within `wait`.
  public void hasten(Class<? extends Duty> duty, Duration wait) {
    long latest = time.nanoTime() + wait.toNanos();
    for (Appointment appointment : appointments) {
      if (duty.isInstance(appointment.duty)) {
        appointment.hasten(latest);
      }
    }
  }

  /// Runs what is due.
  ///
  /// @return how long until something is due again
  public Duration step() {
    StoreUnavailable away = null;
    long next = Long.MAX_VALUE;
    for (Appointment appointment : appointments) {
      long wait = appointment.due() - time.nanoTime();
      if (wait <= 0) {
        away = run(appointment, away);
        wait = appointment.due() - time.nanoTime();
      }
      next = Math.min(next, Math.max(0, wait));
    }
    if (away != null) {
      throw away;
    }
    return Duration.ofNanos(next);
  }

  /// How long until something is due again but for one duty.
  public Duration pauseWithout(Class<? extends Duty> duty) {
    long next = Long.MAX_VALUE;
    for (Appointment appointment : appointments) {
      if (!duty.isInstance(appointment.duty)) {
        next = Math.min(next, Math.max(0, appointment.due() - time.nanoTime()));
      }
    }
    return Duration.ofNanos(next);
  }

  private @Nullable StoreUnavailable run(Appointment appointment, @Nullable StoreUnavailable away) {
    appointment.begin();
    appointment.pulse.began();
    try {
      Duration pause = appointment.duty.runOnce();
      appointment.hasten(time.nanoTime() + pause.toNanos());
      appointment.pulse.succeeded(Duration.ofNanos(appointment.due() - time.nanoTime()));
      return away;
    } catch (StoreUnavailable unavailable) {
      appointment.pulse.failed(unavailable);
      // Due again at once: whoever steps knows how long to pause while the store is away.
      appointment.hasten(time.nanoTime());
      return unavailable;
    } catch (RuntimeException | Error unexpected) {
      appointment.pulse.failed(unexpected);
      // Also an Error: a duty that stays away for ever is worse than one that fails again.
      LOG.error(
          "{} failed and will be tried again",
          appointment.duty.getClass().getSimpleName(),
          unexpected);
      appointment.hasten(time.nanoTime() + AFTER_FAILURE.toNanos());
      return away;
    }
  }

  /// When one duty is due. A wish to be hastened that comes while the duty runs counts for its next
  /// run.
  private static final class Appointment {
    /// As good as never, and far from overflowing a difference.
    private static final long FAR_NANOS = Duration.ofDays(365).toNanos();

    private final Duty duty;
    private final Pulse pulse;
    private long due;

    private Appointment(Duty duty, long due, Pulse pulse) {
      this.duty = duty;
      this.due = due;
      this.pulse = pulse;
    }

    private synchronized long due() {
      return due;
    }

    private synchronized void begin() {
      due += FAR_NANOS;
    }

    private synchronized void hasten(long latest) {
      if (latest - due < 0) {
        due = latest;
      }
    }
  }
}
