package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.store.ETag;
import io.github.s3agrants.emulator.store.ObjectVersion;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a read, or of the source of a copy. Immutable.
 *
 * <p>As <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html">GetObject</a>
 * says, a date counts only if there is no entity tag of its kind.
 */
record ReadConditions(
    @Nullable String match,
    @Nullable String noneMatch,
    @Nullable Instant modifiedSince,
    @Nullable Instant unmodifiedSince) {

  /** What the conditions allow. */
  enum Outcome {
    MET,
    NOT_MODIFIED,
    FAILED
  }

  /** The conditions of GetObject and HeadObject. */
  static ReadConditions of(Call call) {
    return of(call, "");
  }

  /** The conditions of a copy's source. */
  static ReadConditions ofSource(Call call) {
    return of(call, "x-amz-copy-source-");
  }

  private static ReadConditions of(Call call, String prefix) {
    return new ReadConditions(
        call.header(prefix + "if-match"),
        call.header(prefix + "if-none-match"),
        date(call.header(prefix + "if-modified-since")),
        date(call.header(prefix + "if-unmodified-since")));
  }

  /** A date in a form that HTTP does not know has no effect. */
  private static @Nullable Instant date(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** Compares them with an object. */
  Outcome check(ObjectVersion version) {
    ETag tag = version.object().eTag();
    Instant modified = version.lastModified().truncatedTo(ChronoUnit.SECONDS);
    if (match != null) {
      if (!names(match, tag)) {
        return Outcome.FAILED;
      }
    } else if (unmodifiedSince != null && modified.isAfter(unmodifiedSince)) {
      return Outcome.FAILED;
    }
    if (noneMatch != null) {
      return names(noneMatch, tag) ? Outcome.NOT_MODIFIED : Outcome.MET;
    }
    return modifiedSince != null && !modified.isAfter(modifiedSince)
        ? Outcome.NOT_MODIFIED
        : Outcome.MET;
  }

  private static boolean names(String tags, ETag tag) {
    return Arrays.stream(tags.split(",", -1))
        .anyMatch(each -> each.strip().equals("*") || tag.matches(each));
  }

  static AwsException failed() {
    return new AwsException(
        AwsError.PRECONDITION_FAILED,
        "At least one of the pre-conditions you specified did not hold");
  }
}
