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
  private Ids() {}

  /// @throws InvalidRequest when it is not an id
  static JobId parse(String text) {
    try {
      return JobId.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new InvalidRequest(String.valueOf(malformed.getMessage()), malformed);
    }
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
