package dev.jobmill.gcode;

/// Carries out commands as a firmware would: keeps the modes, moves the [Head], and hands each move
/// to [Extrusion].
final class Machine {
  /// Taken where a file moves before it sets a feed rate, in mm per minute.
  static final double FEED_DEFAULT = 1_500;

  private static final double FEED_MIN = 1e-3;
  private static final int XYZ = Words.mask("XYZ");
  private static final int AXES = Words.mask("XYZE");
  private static final int E = Words.mask("E");
  private static final int MOVING = Words.mask("XYZEIJKR");

  private final Extrusion extrusion;
  private final CommandCounts counts;
  private final Warnings warnings;
  private final Move move = new Move();
  private final Arc arc = new Arc();

  private final Head head = new Head();
  private double feed;
  private double feedFactor = 1;
  private int motion = -1;
  private int plane = 17;
  private final Dwells dwells = new Dwells();
  private final MachineFacts facts = new MachineFacts();
  private long line;

  Machine(Extrusion extrusion, CommandCounts counts, Warnings warnings) {
    this.extrusion = extrusion;
    this.counts = counts;
    this.warnings = warnings;
  }

  /// Carries out the words of one line.
  ///
  /// @param lineNumber from 1
  /// @param lineOffset where the line begins, in bytes
  void execute(Words words, long lineNumber, long lineOffset) {
    line = lineNumber;
    move.line = lineNumber;
    move.offset = lineOffset;
    if (words.has('F')) {
      feed = words.value('F') * head.scale();
    }
    int commands = words.commandCount();
    if (commands == 1) {
      int code = words.command(0);
      counts.add(code);
      if (code == Code.G1 || code == Code.G0) {
        motion = code;
        go(words);
      } else if (usesAxes(code)) {
        act(code, words);
      } else {
        set(code, words);
        goOn(words, code);
      }
    } else if (commands == 0) {
      goOn(words, motion);
    } else {
      executeSeveral(words, commands);
    }
  }

  /// Modes first, then the one command that the axis words belong to, as milling machines do.
  private void executeSeveral(Words words, int commands) {
    int acting = -1;
    for (int i = 0; i < commands; i++) {
      int code = words.command(i);
      counts.add(code);
      if (usesAxes(code)) {
        motion = isMotion(code) ? code : motion;
        acting = code;
      } else {
        double scale = head.scale();
        set(code, words);
        if (scale != head.scale() && words.has('F')) {
          feed = words.value('F') * head.scale();
        }
      }
    }
    if (acting >= 0) {
      act(acting, words);
    } else if (words.hasAny(XYZ)) {
      goOn(words, Code.G1);
    }
  }

  /// A line of axis words repeats the last motion; a line that begins with a setting does not, for
  /// its words are that setting's.
  private void goOn(Words words, int code) {
    if (motion >= 0 && words.hasAny(MOVING) && isModal(code)) {
      act(motion, words);
    }
  }

  private static boolean isModal(int code) {
    return isMotion(code)
        || code == Code.G17
        || code == Code.G18
        || code == Code.G19
        || code == Code.G20
        || code == Code.G21
        || code == Code.G53
        || code == Code.G90
        || code == Code.G91
        || code == Code.G93
        || code == Code.G94
        || code == Code.G95;
  }

  private static boolean isMotion(int code) {
    return code == Code.G0 || code == Code.G1 || code == Code.G2 || code == Code.G3;
  }

  private static boolean usesAxes(int code) {
    return switch (code) {
      case Code.G0, Code.G1, Code.G2, Code.G3, Code.G4, Code.G10, Code.G11 -> true;
      case Code.G28, Code.G29, Code.G30, Code.G92, Code.G92_1 -> true;
      default -> false;
    };
  }

  private void act(int code, Words words) {
    switch (code) {
      case Code.G0, Code.G1 -> {
        motion = code;
        go(words);
      }
      case Code.G2, Code.G3 -> {
        motion = code;
        curve(words, code == Code.G2);
      }
      case Code.G4 -> dwells.add(words);
      case Code.G28 -> head.home(words);
      case Code.G92 -> {
        head.recount(words);
        if (words.givesAny(E) || !words.givesAny(AXES)) {
          extrusion.set(words.has('E') ? words.value('E') * head.scale() : 0);
        }
      }
      case Code.G92_1 -> head.countAsMachine();
      default -> {}
    }
  }

  private void set(int code, Words words) {
    switch (code) {
      case Code.G17 -> plane = 17;
      case Code.G18 -> plane = 18;
      case Code.G19 -> plane = 19;
      case Code.G20, Code.G21 -> {
        head.inInches(code == Code.G20);
        facts.unit(code == Code.G20);
      }
      case Code.G80 -> motion = -1;
      case Code.G90, Code.G91 -> {
        head.relative(code == Code.G91);
        extrusion.stateXyz(code == Code.G91);
      }
      case Code.G90_1 -> head.arcCentreAbsolute(true);
      case Code.G91_1 -> head.arcCentreAbsolute(false);
      case Code.G93 -> warn(Warnings.Code.INVERSE_TIME_FEED, "G93: feed rates are inverse times");
      case Code.M82, Code.M83 -> extrusion.state(code == Code.M83);
      case Code.M200 -> facts.volumetric(words);
      case Code.M220 -> {
        if (words.has('S') && words.value('S') > 0) {
          feedFactor = words.value('S') / 100;
        }
      }
      case Code.M221 -> {
        if (words.has('S') && words.value('S') != 100) {
          warn(
              Warnings.Code.FLOW_FACTOR, "the firmware is told to feed " + words.value('S') + " %");
        }
      }
      case Code.M6 -> {
        if (words.has('T')) {
          selectTool((int) words.value('T'));
        }
      }
      default -> {
        if (code >= Code.T && code < Code.T_NONE) {
          selectTool(Code.tenths(code) / 10);
        }
      }
    }
  }

  /// Numbers that no printer has are signs between slicer and firmware, not tools.
  private void selectTool(int number) {
    if (number >= 0 && number < FilamentMeter.TOOLS_MAX) {
      facts.tool(number);
    }
  }

  private void go(Words words) {
    if (!words.hasAny(AXES)) {
      return;
    }
    head.aim(move, words);
    move.straighten();
    finish(words);
  }

  private void curve(Words words, boolean clockwise) {
    if (!words.hasAny(MOVING)) {
      return;
    }
    head.aim(move, words);
    char u = plane == 18 ? 'K' : plane == 19 ? 'J' : 'I';
    char v = plane == 18 ? 'I' : plane == 19 ? 'K' : 'J';
    boolean byRadius = words.has('R') && !words.has(u) && !words.has(v);
    arc.bend(
        move,
        new Arc.Shape(
            clockwise,
            plane,
            head.centre(words, u),
            head.centre(words, v),
            head.isArcCentreAbsolute(),
            byRadius ? words.value('R') * head.scale() : 0,
            words.has('P') ? Math.clamp(Math.rint(words.value('P')) - 1, 0.0, 1e4) : 0));
    if (arc.isOdd()) {
      warn(Warnings.Code.BAD_ARC, "no circle goes through both ends: taken as a straight line");
    }
    finish(words);
  }

  private void finish(Words words) {
    if (feed < FEED_MIN) {
      feed = FEED_DEFAULT;
      warn(Warnings.Code.NO_FEED_RATE, "a move before any feed rate: 1500 mm/min are assumed");
    }
    move.feed = feed * feedFactor;
    head.arrive(move);
    if (words.has('E')) {
      extrusion.move(move, facts.tool(), words.value('E') * head.scale());
    } else if (move.length > 0) {
      extrusion.move(move, facts.tool());
    }
  }

  private void warn(Warnings.Code code, String text) {
    warnings.add(code, line, text);
  }

  Dwells dwells() {
    return dwells;
  }

  MachineFacts facts() {
    return facts;
  }
}
