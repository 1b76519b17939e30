package dev.jobmill.process.frame;

import java.io.IOException;

/// What a frame is, as one byte before its document: the place in this list.
enum FrameKind {
  WORK(Frame.Work.class),
  STOP(Frame.Stop.class),
  PULL(Frame.Pull.class),
  PART(Frame.Part.class),
  ANSWER(Frame.Answer.class),
  READY(Frame.Ready.class),
  UNUSABLE(Frame.Unusable.class),
  TOLD(Frame.Told.class),
  LINE(Frame.Line.class),
  ASK_RESULTS(Frame.AskResults.class),
  ATTACH(Frame.Attach.class),
  PIECE(Frame.Piece.class),
  UNREADABLE(Frame.Unreadable.class),
  DONE(Frame.Done.class),
  THREW(Frame.Threw.class);

  private final Class<? extends Frame> form;

  FrameKind(Class<? extends Frame> form) {
    this.form = form;
  }

  /// What its document is read as.
  Class<? extends Frame> form() {
    return form;
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
    if (number < 0 || number >= values().length) {
      throw new IOException("there is no frame of kind " + number);
    }
    return values()[number];
  }
}
