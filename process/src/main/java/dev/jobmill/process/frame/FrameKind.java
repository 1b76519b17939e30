package dev.jobmill.process.frame;

import java.io.IOException;

/// What a frame is, as one byte before its document.
enum FrameKind {
  WORK(1, Frame.Work.class),
  STOP(2, Frame.Stop.class),
  PULL(3, Frame.Pull.class),
  PART(4, Frame.Part.class),
  ANSWER(5, Frame.Answer.class),
  READY(6, Frame.Ready.class),
  UNUSABLE(7, Frame.Unusable.class),
  TOLD(8, Frame.Told.class),
  LINE(9, Frame.Line.class),
  ASK_RESULTS(10, Frame.AskResults.class),
  ATTACH(11, Frame.Attach.class),
  PIECE(12, Frame.Piece.class),
  UNREADABLE(13, Frame.Unreadable.class),
  DONE(14, Frame.Done.class),
  THREW(15, Frame.Threw.class);

  private final byte number;
  private final Class<? extends Frame> form;

  FrameKind(int number, Class<? extends Frame> form) {
    this.number = (byte) number;
    this.form = form;
  }

  /// What its document is read as.
  Class<? extends Frame> form() {
    return form;
  }

  /// How it is written.
  byte number() {
    return number;
  }

  static FrameKind of(Frame frame) {
    for (FrameKind kind : values()) {
      if (kind.form.isInstance(frame)) {
        return kind;
      }
    }
    throw new IllegalStateException("bug: " + frame.getClass() + " is missing in this list");
  }

  static FrameKind of(int number) throws IOException {
    for (FrameKind kind : values()) {
      if (kind.number == number) {
        return kind;
      }
    }
    throw new IOException("there is no frame of kind " + number);
  }
}
