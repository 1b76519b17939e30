package dev.jobmill.gcode;

/// The commands that mean something here, each as one number: its letter, and its number in tenths.
final class Code {
  /// Room for the numbers of one letter, in tenths.
  static final int LETTER = 1 << 20;

  /// The greatest number of a command.
  static final int NUMBER_MAX = 99_999;

  static final int G = ('G' - 'A') * LETTER;
  static final int M = ('M' - 'A') * LETTER;
  static final int T = ('T' - 'A') * LETTER;

  /// `T-1`: no tool.
  static final int T_NONE = T + LETTER - 1;

  static final int G0 = G;
  static final int G1 = G + 10;
  static final int G2 = G + 20;
  static final int G3 = G + 30;
  static final int G4 = G + 40;
  static final int G10 = G + 100;
  static final int G11 = G + 110;
  static final int G17 = G + 170;
  static final int G18 = G + 180;
  static final int G19 = G + 190;
  static final int G20 = G + 200;
  static final int G21 = G + 210;
  static final int G28 = G + 280;
  static final int G29 = G + 290;
  static final int G30 = G + 300;
  static final int G53 = G + 530;
  static final int G80 = G + 800;
  static final int G90 = G + 900;
  static final int G90_1 = G + 901;
  static final int G91 = G + 910;
  static final int G91_1 = G + 911;
  static final int G92 = G + 920;
  static final int G92_1 = G + 921;
  static final int G93 = G + 930;
  static final int G94 = G + 940;
  static final int G95 = G + 950;
  static final int M0 = M;
  static final int M1 = M + 10;
  static final int M2 = M + 20;
  static final int M6 = M + 60;
  static final int M30 = M + 300;
  static final int M82 = M + 820;
  static final int M83 = M + 830;
  static final int M200 = M + 2000;
  static final int M220 = M + 2200;
  static final int M221 = M + 2210;

  private Code() {}

  /// A command by its letter and number in tenths.
  static int of(int letterIndex, int tenths) {
    return letterIndex * LETTER + tenths;
  }

  static int letterIndex(int code) {
    return code / LETTER;
  }

  static int tenths(int code) {
    return code % LETTER;
  }

  /// As it is written: `G1`, `G92.1`, `T-1`.
  static String name(int code) {
    char letter = (char) ('A' + letterIndex(code));
    if (code == T_NONE) {
      return "T-1";
    }
    int tenths = tenths(code);
    return letter + Integer.toString(tenths / 10) + (tenths % 10 == 0 ? "" : "." + tenths % 10);
  }

  /// Whether the rest of the line is text for a person or a file name, not words.
  static boolean isFollowedByText(int code) {
    return switch (code) {
      case M0, M1, M + 160, M + 230, M + 280, M30, M + 320, M + 330, M + 360, M + 370, M + 980 ->
          true;
      case M + 1150, M + 1170, M + 1180, M + 4860, M + 5500, M + 5870, M + 5880, M + 5890 -> true;
      case M + 6240, M + 6250, M + 9280, M + 10020 -> true;
      default -> false;
    };
  }
}
