package dev.jobmill;

import dev.jobmill.client.StoreClient;
import dev.jobmill.job.InvalidRequest;
import dev.jobmill.job.RecurringJob;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What a program says about schedules each time that it starts. Not thread-safe.
final class Registrations {
  private final Map<String, RecurringJob<?, ?>> jobs = new LinkedHashMap<>();
  private final Set<String> retired = new LinkedHashSet<>();

  void add(RecurringJob<?, ?> job) {
    requireNew(job.name());
    jobs.put(job.name(), job);
  }

  void retire(String name) {
    requireNew(RecurringJob.checkName(name));
    retired.add(name);
  }

  private void requireNew(String name) {
    if (jobs.containsKey(name) || retired.contains(name)) {
      throw new InvalidRequest(
          "schedule " + name + " is named twice: give each schedule a name of its own");
    }
  }

  /// @param handled the types that have a handler here
  /// @throws InvalidRequest when a job would be made that nobody here can run
  void requireHandled(Set<String> handled) {
    for (RecurringJob<?, ?> job : jobs.values()) {
      String type = job.request().type().name();
      if (!handled.contains(type)) {
        throw new InvalidRequest(
            "schedule "
                + job.name()
                + " makes jobs of type "
                + type
                + ", which has no handler here: add its handler, or leave the schedule out");
      }
    }
  }

  void carryOut(StoreClient client) {
    retired.forEach(client.schedules()::remove);
    jobs.values().forEach(client::register);
  }
}
