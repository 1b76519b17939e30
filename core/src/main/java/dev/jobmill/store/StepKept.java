package dev.jobmill.store;

import dev.jobmill.job.Content;
import dev.jobmill.job.InvalidRequest;

/// What a step of a run has given, for good.
///
/// @param run the run that did it
/// @param name 1 to [Steps#NAME_CHARS_MAX] characters; one job has each name once
/// @param content what it gave, at most [Steps#CONTENT_BYTES_MAX]
public record StepKept(RunKey run, String name, Content content) {
  /// @throws InvalidRequest when the name or the content is too large
  public StepKept {
    if (name.isEmpty() || name.length() > Steps.NAME_CHARS_MAX) {
      throw new InvalidRequest(
          "a step's name of " + name.length() + " characters: use 1 to " + Steps.NAME_CHARS_MAX);
    }
    if (content.size() > Steps.CONTENT_BYTES_MAX) {
      throw new InvalidRequest(
          "step "
              + name
              + " gives "
              + content.size()
              + " bytes: use at most "
              + Steps.CONTENT_BYTES_MAX
              + ", and keep larger data as an attachment");
    }
  }
}
