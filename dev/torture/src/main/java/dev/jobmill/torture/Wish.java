package dev.jobmill.torture;

import dev.jobmill.job.Content;
import dev.jobmill.job.Dependency;
import dev.jobmill.job.Dependency.OnFailure;
import dev.jobmill.job.Job;
import dev.jobmill.job.JobId;
import dev.jobmill.job.JobRequest;
import dev.jobmill.job.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a submitter asked of the rules. It is kept in the job's metadata as well, so that a store
/// which forgets a rule does not forget that it was asked to keep it.
///
/// @param after what it comes after
/// @param key its unique key
/// @param deadline how long after its admission it may start first
record Wish(List<Dependency> after, Optional<String> key, Optional<Duration> deadline) {
  static JobRequest<Content, Content> after(
      JobRequest<Content, Content> request, List<Dependency> edges) {
    JobRequest<Content, Content> linked = request;
    for (Dependency edge : edges) {
      linked = linked.after(edge);
    }
    return edges.isEmpty()
        ? linked
        : linked.metadata(
            "after",
            edges.stream()
                .map(edge -> edge.queue() + " " + edge.job() + " " + edge.onFailure())
                .collect(Collectors.joining("\n")));
  }

  static JobRequest<Content, Content> unique(JobRequest<Content, Content> request, Unique unique) {
    return request.unique(unique).metadata("key", unique.key().orElseThrow());
  }

  static JobRequest<Content, Content> deadline(
      JobRequest<Content, Content> request, Duration deadline) {
    return request.deadline(deadline).metadata("deadline", deadline.toString());
  }

  static Wish of(Job job) {
    Map<String, String> metadata = job.metadata();
    return new Wish(
        metadata
            .getOrDefault("after", "")
            .lines()
            .map(line -> dependency(line.split(" ", -1)))
            .toList(),
        Optional.ofNullable(metadata.get("key")),
        Optional.ofNullable(metadata.get("deadline")).map(Duration::parse));
  }

  private static Dependency dependency(String[] words) {
    return new Dependency(words[0], JobId.parse(words[1]), OnFailure.valueOf(words[2]));
  }
}
