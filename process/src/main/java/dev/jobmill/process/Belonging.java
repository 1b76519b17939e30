package dev.jobmill.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which processes belong to a run: the program itself, what carries its mark, its session, what is
/// known from before, and the descendants of all these. Never the worker, never a watcher.
///
/// @param self the number of the worker's own process
/// @param session the session that the program was started in, 0 when it has none of its own
record Belonging(long self, long session) {
  /// Chooses among `rows`.
  ///
  /// @param program the number of the program's process while it lives, 0 afterwards, since the
  ///   number may then be another's
  /// @param known processes that were found earlier, perhaps by a parent that is gone now
  List<ProcessRow> of(List<ProcessRow> rows, long program, Set<ProcessRow.Identity> known) {
    Map<Long, List<ProcessRow>> children = new HashMap<>();
    Deque<ProcessRow> open = new ArrayDeque<>();
    for (ProcessRow row : rows) {
      children.computeIfAbsent(row.parent(), parent -> new ArrayList<>()).add(row);
      boolean inSession = session != 0 && row.session() == session;
      if (row.marked() || inSession || row.pid() == program || known.contains(row.identity())) {
        open.add(row);
      }
    }
    Set<Long> seen = new HashSet<>();
    List<ProcessRow> belonging = new ArrayList<>();
    while (!open.isEmpty()) {
      ProcessRow row = open.remove();
      if (row.pid() == self || row.watcher() || !seen.add(row.pid())) {
        continue;
      }
      belonging.add(row);
      open.addAll(children.getOrDefault(row.pid(), List.of()));
    }
    return belonging;
  }
}
