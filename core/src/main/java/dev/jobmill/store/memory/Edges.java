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
  private final LinkedHashSet<Entry> untold = new LinkedHashSet<>();

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
        followers.undecided.add(edge);
        entry.unmet++;
        tellOf(edge.before);
      }
    }
  }

  /// The edges of a job count no longer.
  void part(Entry entry) {
    for (Edge edge : entry.edges) {
      Followers followers = edge.before.followers;
      if (followers != null) {
        followers.undecided.remove(edge);
        followers.unended--;
        if (followers.undecided.isEmpty()) {
          untold.remove(edge.before);
        }
        if (followers.unended == 0) {
          setFollowers(edge.before, null);
        }
      }
    }
    entry.unmet = 0;
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
  void tellOf(Entry entry) {
    if (entry.state.isEnd() && entry.followers != null && !entry.followers.undecided.isEmpty()) {
      untold.add(entry);
    }
  }

  /// A job that had ended has come back: whoever has not been told waits for its next end.
  void comesBack(Entry entry) {
    untold.remove(entry);
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
    Entry entry = untold.getFirst();
    Followers followers = entry.followers;
    if (followers == null || followers.undecided.isEmpty()) {
      throw new IllegalStateException("bug: nobody waits for " + entry.spec.id());
    }
    Iterator<Edge> edges = followers.undecided.iterator();
    Edge edge = edges.next();
    if (lines.trial != null) {
      lines.trial.keep(edge.after);
    }
    edges.remove();
    edge.decided = true;
    edge.after.unmet--;
    if (followers.undecided.isEmpty()) {
      untold.remove(entry);
    }
    return edge;
  }

  void clear() {
    untold.clear();
  }
}
