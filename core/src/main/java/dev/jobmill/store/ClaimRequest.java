package dev.jobmill.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What a worker asks for.
///
/// @param worker the worker's id, new at every start
/// @param claimId made by the worker, one higher at each new claim, from 1; the same again to
///   repeat one whose answer was lost
/// @param lease how long the worker may be silent
/// @param limit the most jobs in all
/// @param demands what to take from where, in the order of preference
/// @param suspects whether the worker takes a suspect if it has nothing else in flight
public record ClaimRequest(
    String worker,
    long claimId,
    Duration lease,
    int limit,
    List<Demand> demands,
    boolean suspects) {
  /// The most jobs in one claim.
  public static final int LIMIT_MAX = 10_000;

  private static final int PROLONGING_PARTS = 8;

  /// Copies the demands and checks the limit.
  public ClaimRequest {
    demands = List.copyOf(demands);
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("a claim of " + limit + " jobs: use 1 to " + LIMIT_MAX);
    }
  }

  /// A request of a worker that also takes suspects.
  public ClaimRequest(
      String worker, long claimId, Duration lease, int limit, List<Demand> demands) {
    this(worker, claimId, lease, limit, demands, true);
  }

  /// Whether a claim that gives nothing new prolongs the lease all the same. Where that would gain
  /// little it does not, so that looking for work is not a write.
  ///
  /// @param leaseUntil when the lease runs out
  public boolean isWorthProlonging(Instant leaseUntil, Instant now) {
    long gain = Duration.between(leaseUntil, now.plus(lease)).toMillis();
    return gain > lease.toMillis() / PROLONGING_PARTS;
  }

  /// Jobs of one queue. A queue may be demanded twice, at different places in the order.
  ///
  /// @param queue the queue
  /// @param types which of its jobs the worker handles
  /// @param max the most from this queue; 0 asks for none, and only whether suspects wait
  public record Demand(String queue, List<HandledType> types, int max) {
    /// Copies the types.
    public Demand {
      types = List.copyOf(types);
    }
  }

  /// A type that a worker handles.
  ///
  /// @param name the type
  /// @param newestVersion the worker takes this version and older ones; newer ones wait
  public record HandledType(String name, int newestVersion) {}
}
