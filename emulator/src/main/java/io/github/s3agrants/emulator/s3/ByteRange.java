package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some bytes of an object. Immutable.
 *
 * @param from the first
 * @param length how many
 */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /**
   * The Range header of a read. As on S3, one of another form, or of several ranges, has no effect.
   *
   * @param size of the object
   * @throws AwsException InvalidRange if the object has none of these bytes
   */
  static Optional<ByteRange> read(String header, long size) throws AwsException {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (matcher.group(1).isEmpty()) {
      long last = Math.min(number(matcher.group(2)), size);
      if (last == 0) {
        throw notSatisfiable();
      }
      return Optional.of(new ByteRange(size - last, last));
    }
    long from = number(matcher.group(1));
    long to = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
    if (to < from) {
      return Optional.empty();
    }
    if (from >= size) {
      throw notSatisfiable();
    }
    return Optional.of(new ByteRange(from, Math.min(to, size - 1) - from + 1));
  }

  /**
   * The range of a copy, which must have both ends and lie in the object.
   *
   * @throws AwsException InvalidArgument or InvalidRange
   */
  static ByteRange copied(String header, long size) throws AwsException {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches() || matcher.group(1).isEmpty() || matcher.group(2).isEmpty()) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT,
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy");
    }
    long from = number(matcher.group(1));
    long to = number(matcher.group(2));
    if (from > to || to >= size) {
      throw new AwsException(
          AwsError.INVALID_ARGUMENT,
          "Range specified is not valid for source object of size: " + size);
    }
    return new ByteRange(from, to - from + 1);
  }

  /** Beyond all objects if it is too long. Version 1 of AWS's SDK ends an open range near 2^63. */
  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  /** The Content-Range header. */
  String contentRange(long size) {
    return "bytes " + from + "-" + (from + length - 1) + "/" + size;
  }

  private static AwsException notSatisfiable() {
    return new AwsException(AwsError.INVALID_RANGE, "The requested range is not satisfiable");
  }
}
