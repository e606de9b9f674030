package io.github.s3agrants.tools;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;

/** Checks as whom S3 Access Grants is called. */
final class CallerCheck {
  private final ServiceSettings settings;
  private final AccessGrantsClient client;
  private final Findings findings;

  CallerCheck(ServiceSettings settings, AccessGrantsClient client, Findings findings) {
    this.settings = settings;
    this.client = client;
    this.findings = findings;
  }

  /** Returns the caller's own credentials; empty if there are none. */
  Optional<BaseIdentity> credentials(CallerCredentials providers) {
    try {
      BaseIdentity base = providers.resolve();
      if (base.credentials().isAnonymous()) {
        findings.failed(
            "The caller is anonymous, by " + providers.source(),
            "Set providers of the caller's own credentials in "
                + AccessGrantsSettings.CREDENTIALS_PROVIDER.key()
                + ".");
        return Optional.empty();
      }
      findings.ok(
          String.format(
              "The caller's own credentials are %s, from %s, %s; Hadoop user %s",
              base.credentials().sessionToken().isPresent() ? "of a session" : "long-term keys",
              providers.source(),
              base.credentials()
                  .expiration()
                  .map(end -> "until " + end)
                  .orElse("without a known end"),
              settings.user()));
      return Optional.of(base);
    } catch (SdkException e) {
      findings.failed(
          "There are no credentials of the caller's own: " + e.getMessage(),
          "Set what these providers read, or name others in "
              + AccessGrantsSettings.CREDENTIALS_PROVIDER.key()
              + ".");
      return Optional.empty();
    }
  }

  /**
   * Returns the caller, as STS knows it; empty if STS does not tell. If the account of the instance
   * is set, jobs do not ask STS.
   */
  Optional<Caller> identify(String region, BaseIdentity base) {
    try {
      Caller caller = client.identify(settings, region, base.credentials());
      findings.ok(String.format("The caller is %s (sts:GetCallerIdentity)", caller.principal()));
      return Optional.of(caller);
    } catch (AccessGrantsException e) {
      String text =
          "STS does not tell who the caller is (sts:GetCallerIdentity): " + e.getMessage();
      if (settings.accountId().isPresent()) {
        findings.warning(
            text,
            AccessGrantsSettings.ACCOUNT_ID_SETTING.key()
                + " is set, so jobs do not ask STS. Their messages name the access key in place of"
                + " the principal.");
      } else {
        findings.failed(text, Failures.remedy(e, "sts:GetCallerIdentity"));
      }
      return Optional.empty();
    }
  }
}
