package dev.jobmill.store.memory;

import dev.jobmill.job.Dependency;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Which jobs come after which, and the ended ones whose followers have not all been told. Guarded
/// by the lock of its [Shelves].
final class Edges {
  private final Lines lines;
  private final LinkedHashSet<Audience> untold = new LinkedHashSet<>();

  Edges(Lines lines) {
    this.lines = lines;
  }

  /// The edges of a job that has not ended begin to count.
  void join(Entry entry) {
    for (Edge edge : entry.edges) {
      Followers followers = edge.before.followers;
      if (followers == null) {
        followers = new Followers();
        setFollowers(edge.before, followers);
      }
      followers.unended++;
      if (!edge.decided) {
        wait(edge, followers);
        entry.unmet++;
      }
    }
  }

  /// One that waited before, and was taken off for a while, goes back to where it was.
  private void wait(Edge edge, Followers followers) {
    Audience audience = edge.audience;
    if (audience == null) {
      audience = followers.waiting == null ? new Audience() : followers.waiting;
      edge.audience = audience;
    }
    audience.edges.add(edge);
    if (audience.end == null) {
      followers.waiting = audience;
    } else {
      untold.add(audience);
    }
  }

  /// The edges of a job count no longer.
  void part(Entry entry) {
    for (Edge edge : entry.edges) {
      Followers followers = edge.before.followers;
      if (followers != null) {
        leave(edge);
        followers.unended--;
        if (followers.unended == 0) {
          setFollowers(edge.before, null);
        }
      }
    }
    entry.unmet = 0;
  }

  private void leave(Edge edge) {
    Audience audience = edge.audience;
    if (audience != null && audience.edges.remove(edge) && audience.edges.isEmpty()) {
      untold.remove(audience);
    }
  }

  /// An ended job that is awaited stands in no line.
  private void setFollowers(Entry entry, @Nullable Followers followers) {
    lines.leave(entry);
    entry.followers = followers;
    lines.enter(entry);
  }

  /// For a job that comes back: its predecessors, as far as they are there, are awaited again, and
  /// it waits for none of them.
  static List<Edge> decided(Entry entry, Function<Dependency, @Nullable Entry> find) {
    List<Edge> edges = new ArrayList<>(entry.spec.after().size());
    for (Dependency dependency : entry.spec.after()) {
      Entry before = find.apply(dependency);
      if (before != null) {
        edges.add(new Edge(before, entry, dependency.onFailure(), true));
      }
    }
    return edges;
  }

  /// A job has ended: those that wait for it are to be told.
  void tellOf(Entry entry, Followers followers) {
    Audience audience = followers.waiting;
    if (audience != null && !audience.edges.isEmpty()) {
      audience.end = entry.state;
      untold.add(audience);
      followers.waiting = null;
    }
  }

  /// A job has not ended after all: these wait for it again.
  void takeBack(Entry entry, Audience audience) {
    audience.end = null;
    untold.remove(audience);
    if (entry.followers != null) {
      entry.followers.waiting = audience;
    }
  }

  boolean hasUndecided() {
    return !untold.isEmpty();
  }

  /// Takes the next edge whose first job has ended and counts it as decided; null when there is
  /// none.
  @Nullable Edge next() {
    if (untold.isEmpty()) {
      return null;
    }
    Audience audience = untold.getFirst();
    Iterator<Edge> edges = audience.edges.iterator();
    Edge edge = edges.next();
    if (lines.trial != null) {
      lines.trial.keep(edge.after);
    }
    edges.remove();
    edge.decided = true;
    edge.after.unmet--;
    if (audience.edges.isEmpty()) {
      untold.remove(audience);
    }
    return edge;
  }

  void clear() {
    untold.clear();
  }
}
