package dev.jobmill.job;

/// A large output of a run, kept by the store beside the job's result and deleted with the job. A
/// job shows those that its latest run has finished.
///
/// @param name what it is asked for by: 1 to 128 characters of a name
/// @param mediaType what it is, such as `application/json`
/// @param bytes how long it is
/// @param sha256 its digest, in 64 hexadecimal digits
public record Attachment(String name, String mediaType, long bytes, String sha256) {
  /// The most attachments of one run.
  public static final int COUNT_MAX = 32;

  /// The longest attachment.
  public static final long BYTES_MAX = 256L * 1024 * 1024;

  /// The longest media type, in characters.
  public static final int MEDIA_TYPE_CHARS_MAX = 127;

  /// Checks what a person names.
  ///
  /// @return `mediaType` itself
  /// @throws InvalidRequest when it is none: printable ASCII with one slash
  public static String checkMediaType(String mediaType) {
    boolean printable = mediaType.chars().allMatch(c -> c > ' ' - 1 && c < 127);
    int slash = mediaType.indexOf('/');
    if (!printable || slash <= 0 || mediaType.length() > MEDIA_TYPE_CHARS_MAX) {
      throw new InvalidRequest(
          "media type '" + mediaType + "' is not usable: use one such as application/json");
    }
    return mediaType;
  }
}
