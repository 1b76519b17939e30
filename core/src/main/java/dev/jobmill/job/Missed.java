package dev.jobmill.job;

/// What becomes of instants that nobody could fire in time: those that lie more than a minute back,
/// beside the jitter, when a node looks at them again. Later ones are fired as if nothing had been.
///
/// @param most for how many of them, the latest ones, a job is made; 0 to 1 000
public record Missed(int most) {
  /// The most jobs that are made for missed instants.
  public static final int MOST = 1_000;

  /// They are left out.
  public static final Missed SKIP = new Missed(0);

  /// One job stands for all of them; it is due at the latest.
  public static final Missed ONCE = new Missed(1);

  /// Checks the range.
  public Missed {
    if (most < 0 || most > MOST) {
      throw new InvalidRequest(
          "catching up with " + most + " missed runs is out of range: use 0 to " + MOST);
    }
  }

  /// Each of the latest `most` ones makes its job.
  ///
  /// @param most 0 to [#MOST]
  public static Missed catchUp(int most) {
    return new Missed(most);
  }

  /// `skip`, `once`, or the number.
  @Override
  public String toString() {
    return switch (most) {
      case 0 -> "skip";
      case 1 -> "once";
      default -> Integer.toString(most);
    };
  }
}
