package dev.jobmill.gcode;

import org.jspecify.annotations.Nullable;

/// Which line ends a file uses.
final class LineEnds {
  private long lf;
  private long crLf;
  private long crCrLf;
  private long cr;
  private boolean endsWithOne;

  void lf() {
    lf++;
  }

  void crLf(int carriageReturns) {
    if (carriageReturns == 1) {
      crLf++;
    } else {
      crCrLf++;
    }
  }

  void cr() {
    cr++;
  }

  void endsWithOne(boolean ends) {
    endsWithOne = ends;
  }

  boolean endsWithOne() {
    return endsWithOne;
  }

  @Nullable String kind() {
    long all = lf + crLf + crCrLf + cr;
    if (all == 0) {
      return null;
    } else if (lf == all) {
      return "LF";
    } else if (crLf == all) {
      return "CRLF";
    } else if (crCrLf == all) {
      return "CRCRLF";
    } else if (cr == all) {
      return "CR";
    }
    return "mixed";
  }
}
