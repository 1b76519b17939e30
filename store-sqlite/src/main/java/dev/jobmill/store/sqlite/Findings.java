package dev.jobmill.store.sqlite;

import dev.jobmill.store.sqlite.Finding.Level;
import java.util.ArrayList;
import java.util.List;

/// Gathers findings.
final class Findings {
  private final List<Finding> all = new ArrayList<>();

  void ok(String what) {
    all.add(new Finding(Level.OK, what, ""));
  }

  void warn(String what, String mend) {
    all.add(new Finding(Level.WARN, what, mend));
  }

  void bad(String what, String mend) {
    all.add(new Finding(Level.BAD, what, mend));
  }

  List<Finding> all() {
    return all;
  }
}
