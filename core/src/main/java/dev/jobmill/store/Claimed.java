package dev.jobmill.store;

import dev.jobmill.job.Job;
import java.util.List;

/// What a claim was given.
///
/// @param jobs the jobs as they are after the claim, payload included
/// @param alone whether the worker now runs a suspect: the one job of this claim, or one that it
///   was given before. It is given nothing else until that run has ended
/// @param suspectsWait whether suspects that this worker could run are queued
public record Claimed(List<Job> jobs, boolean alone, boolean suspectsWait) {
  /// Copies the list.
  public Claimed {
    jobs = List.copyOf(jobs);
  }
}
