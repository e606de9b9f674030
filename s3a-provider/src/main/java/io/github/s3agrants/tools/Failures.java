package io.github.s3agrants.tools;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.request.S3Exceptions;
import io.github.s3agrants.settings.AccessGrantsSettings;

/** What is said about failures. */
final class Failures {
  static final String CLOCK = "Check this machine's clock (NTP).";

  static final String NETWORK = "Check the URL, the key that sets it, and the network in between.";

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

  /**
   * What to do about a failed call to a service.
   *
   * @param action the IAM action that the call needs
   */
  static String remedy(AccessGrantsException e, String action) {
    switch (e.kind()) {
      case CALLER_CREDENTIALS:
        return "Check the caller's own credentials, which come from where the section Caller says.";
      case CLOCK_SKEW:
        return CLOCK;
      case BAD_REQUEST:
      case NO_INSTANCE:
        return "Check the account and the Region: "
            + AccessGrantsSettings.ACCOUNT_ID_SETTING.key()
            + " and "
            + AccessGrantsSettings.REGION_SETTING.key()
            + ".";
      case THROTTLED:
        return "Try again later.";
      case DENIED:
      case NOT_AUTHORIZED:
        return "Needed: an IAM policy that allows the caller " + action + ".";
      default:
        return NETWORK;
    }
  }
}
