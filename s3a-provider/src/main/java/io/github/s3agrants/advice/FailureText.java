package io.github.s3agrants.advice;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.VendingException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The messages of failed decisions. */
public final class FailureText {
  private FailureText() {}

  /**
   * Returns what was asked for, by which operation, as whom and of which instance; what was
   * answered; and what to do. One line.
   */
  public static String of(VendingException e, RequestOrigin origin) {
    StringBuilder text = new StringBuilder("S3 Access Grants gave no credentials");
    e.access().ifPresent(access -> text.append(" for ").append(access));
    text.append(" ").append(origin);
    e.owner().ifPresent(owner -> text.append(" as ").append(owner.caller().principal()));
    e.instance().ifPresent(instance -> text.append(", asking ").append(instance));
    text.append(". ").append(answer(e));
    return OneLine.of(text.append(' ').append(Advice.on(e, origin)).toString());
  }

  /** What was answered, and what the caller has in its place, in sentences. */
  public static String answer(VendingException e) {
    StringBuilder text = new StringBuilder(String.valueOf(e.getMessage()));
    if (text.charAt(text.length() - 1) != '.') {
      text.append('.');
    }
    if (!e.below().isEmpty()) {
      text.append(" The caller has grants below it: ");
      text.append(e.below().stream().map(S3Path::toString).collect(Collectors.joining(", ")));
      text.append('.');
    }
    return text.toString();
  }

  /** Adds the request ID, which only a service's exception shows by itself. */
  public static String withRequestId(VendingException e, String text) {
    return e.requestId()
        .map(id -> text + " (Service: S3 Access Grants, Request ID: " + id + ")")
        .orElse(text);
  }

  /**
   * Explains a refusal by S3 of credentials that were vended for just that access. There was a
   * grant then, so something else forbids the access, and S3 does not say what.
   *
   * @param said what S3 said; null or blank if nothing
   */
  public static String ofRefusalByS3(
      @Nullable String said, VendedCredentials vended, Access access, RequestOrigin origin) {
    return OneLine.of(
        String.format(
            "%s. S3 Access Grants vended credentials for %s %s, under a grant of %s on %s, and S3"
                + " refused them. Check the permissions of the role of the grant's location, the"
                + " policy of the object's KMS key, the bucket's policy and Object Ownership, and"
                + " whether the grant was deleted. New credentials are requested, at most once a"
                + " minute.",
            said == null || said.isBlank() ? "S3 answered 403 without a reason" : withoutStop(said),
            access,
            origin,
            vended.permission(),
            vended.scope()));
  }

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
