package io.github.s3agrants.tools;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.request.S3Exceptions;
import io.github.s3agrants.settings.AccessGrantsSettings;

/** What is said about failures. */
final class Failures {
  private Failures() {}

  /**
   * What a job would get. The doctor says by itself why there are no credentials, and how to get
   * them.
   */
  static String ofJob(Throwable e) {
    return S3Exceptions.isRefusedHere(e)
        ? e.getClass().getSimpleName() + ", since there are no credentials for it (see below)"
        : e.getClass().getSimpleName() + ": " + e.getMessage();
  }

  /** What to do about a failed call to a service. */
  static String remedy(AccessGrantsException e) {
    switch (e.kind()) {
      case CALLER_CREDENTIALS:
        return "Renew or correct the caller's own credentials.";
      case CLOCK_SKEW:
        return "Set the clock of this machine (NTP).";
      case NO_INSTANCE:
        return "Check the account and the Region: "
            + AccessGrantsSettings.ACCOUNT_ID_SETTING.key()
            + " and "
            + AccessGrantsSettings.REGION_SETTING.key()
            + ".";
      case THROTTLED:
        return "Try again later.";
      case UNAVAILABLE:
      case BAD_RESPONSE:
        return "Check the endpoint, and what is in between.";
      default:
        return "Allow it in the caller's IAM policy.";
    }
  }
}
