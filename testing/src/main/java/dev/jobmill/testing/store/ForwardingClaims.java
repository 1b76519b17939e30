package dev.jobmill.testing.store;

import dev.jobmill.store.Applied;
import dev.jobmill.store.ClaimRequest;
import dev.jobmill.store.Claimed;
import dev.jobmill.store.Claims;
import dev.jobmill.store.Note;
import dev.jobmill.store.RenewRequest;
import dev.jobmill.store.Renewal;
import dev.jobmill.store.Report;
import dev.jobmill.store.RunKey;
import java.util.List;

/// Gives jobs to workers as other claims do. Extend it to change an operation.
public class ForwardingClaims implements Claims {
  private final Claims to;
  private final Passage passage;

  /// @param to does it all
  public ForwardingClaims(Claims to) {
    this(to, Passage.OPEN);
  }

  /// @param to does it all
  /// @param passage where each operation passes through
  public ForwardingClaims(Claims to, Passage passage) {
    this.to = to;
    this.passage = passage;
  }

  @Override
  public Claimed claim(ClaimRequest request) {
    return passage.pass("claim", () -> to.claim(request));
  }

  @Override
  public Renewal renew(RenewRequest request) {
    return passage.pass("renew", () -> to.renew(request));
  }

  @Override
  public List<Applied> note(List<Note> notes) {
    return passage.pass("note", () -> to.note(notes));
  }

  @Override
  public List<Applied> report(List<Report> reports) {
    return passage.pass("report", () -> to.report(reports));
  }

  @Override
  public List<Applied> release(List<RunKey> runs) {
    return passage.pass("release", () -> to.release(runs));
  }
}
