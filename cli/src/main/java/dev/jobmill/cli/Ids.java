package dev.jobmill.cli;

import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.store.Lookup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Ids as people write them, and the jobs behind them.
final class Ids {
  private static final int VERSION = 7;
  private static final int VARIANT = 2;

  private Ids() {}

  /// @throws InvalidRequest when it is not an id
  static JobId parse(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequest(String.valueOf(malformed.getMessage()), malformed);
    }
  }

  /// The id of a job that is to be submitted.
  ///
  /// @param what where it was written, for the message
  /// @throws InvalidRequest when it is not one, or a UUID of another version, which would stand at
  ///   the wrong place in every list
  static JobId parseNew(String what, String text) {
    JobId id = parse(text);
    if (id.value().version() != VERSION || id.value().variant() != VARIANT) {
      throw new InvalidRequest(
          what
              + " '"
              + text
              + "' is a UUID of version "
              + id.value().version()
              + ", but ids are of version 7, whose beginning is the time:"
              + " make it with 'uuidgen --time-v7' or the like, or leave it out");
    }
    return id;
  }

  /// The ids in the order given, each once.
  ///
  /// @throws InvalidRequest when one is not an id
  static List<JobId> parse(List<String> texts) {
    return List.copyOf(new LinkedHashSet<>(texts.stream().map(Ids::parse).toList()));
  }

  /// Those jobs that the store knows, however many ids there are, in the order of the ids.
  static Map<JobId, Job> find(Lookup lookup, Collection<JobId> ids) {
    Map<JobId, Job> found = new LinkedHashMap<>();
    List<JobId> all = new ArrayList<>(ids);
    for (int from = 0; from < all.size(); from += Lookup.PAGE_SIZE_MAX) {
      List<JobId> page = all.subList(from, Math.min(all.size(), from + Lookup.PAGE_SIZE_MAX));
      Map<JobId, Job> jobs = lookup.find(page);
      for (JobId id : page) {
        Job job = jobs.get(id);
        if (job != null) {
          found.put(id, job);
        }
      }
    }
    return found;
  }
}
