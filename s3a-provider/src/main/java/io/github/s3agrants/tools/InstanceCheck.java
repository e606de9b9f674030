package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.Partitions;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.vending.BaseIdentity;
import java.util.Optional;

/** Checks which instance is asked for grants, and whether the caller may ask it. */
final class InstanceCheck {
  private static final String ACCOUNT_ID = AccessGrantsSettings.ACCOUNT_ID_SETTING.key();

  private static final String GET_DATA_ACCESS = "s3:GetDataAccess";

  private static final String FOR_PREFIX = "s3:GetAccessGrantsInstanceForPrefix";

  private final ServiceSettings settings;
  private final String bucket;
  private final AccessGrantsClient client;
  private final Findings findings;

  InstanceCheck(
      ServiceSettings settings, String bucket, AccessGrantsClient client, Findings findings) {
    this.settings = settings;
    this.bucket = bucket;
    this.client = client;
    this.findings = findings;
  }

  /** Returns the instance; empty if it cannot be found. */
  Optional<AccessGrantsInstance> run(String region, Optional<Caller> caller, BaseIdentity base) {
    Optional<String> account =
        settings.accountId().isPresent() ? settings.accountId() : ask(region, caller, base);
    if (account.isEmpty()) {
      return Optional.empty();
    }
    AccessGrantsInstance instance = new AccessGrantsInstance(account.get(), region);
    findings.ok(
        String.format(
            "Instance %s, through %s",
            Partitions.arnOf(instance),
            settings.accountId().isPresent() ? ACCOUNT_ID : FOR_PREFIX));
    if (settings.accountId().isPresent()) {
      caller
          .flatMap(Caller::account)
          .ifPresent(callersAccount -> compare(instance, callersAccount, base));
    }
    return mayVend(instance, base) ? Optional.of(instance) : Optional.empty();
  }

  /** Jobs do not make this call if the account is set. It shows whether the account is right. */
  private void compare(AccessGrantsInstance set, String callersAccount, BaseIdentity base) {
    try {
      String account =
          client.instanceAccount(
              settings, set.region(), callersAccount, bucket, base.credentials());
      if (account.equals(set.account())) {
        findings.ok("The instance of the bucket is that of the same account, by " + FOR_PREFIX);
      } else {
        findings.warning(
            String.format(
                "The instance of the bucket is that of account %s, by %s", account, FOR_PREFIX),
            "Set " + ACCOUNT_ID + " to it, or remove the key.");
      }
    } catch (AccessGrantsException e) {
      findings.ok(
          String.format(
              "%s is not needed, since %s is set; %s",
              FOR_PREFIX,
              ACCOUNT_ID,
              e.kind().isRefusalOfCaller()
                  ? "the caller lacks it"
                  : "it does not tell: " + e.getMessage()));
    }
  }

  private Optional<String> ask(String region, Optional<Caller> caller, BaseIdentity base) {
    Optional<String> account = caller.flatMap(Caller::account);
    if (account.isEmpty()) {
      findings.failed(
          "The instance is not known, since the caller's account is not",
          "Set " + ACCOUNT_ID + ".");
      return account;
    }
    try {
      return Optional.of(
          client.instanceAccount(settings, region, account.get(), bucket, base.credentials()));
    } catch (AccessGrantsException e) {
      findings.failed(
          String.format(
              "No instance was found for bucket %s, asking account %s in %s (%s): %s",
              bucket, account.get(), region, FOR_PREFIX, e.getMessage()),
          Failures.remedy(e, FOR_PREFIX)
              + " Or set "
              + ACCOUNT_ID
              + " to the instance's account; this call is then not made.");
      return Optional.empty();
    }
  }

  /**
   * Whether IAM lets the caller ask for credentials. Asks for an object that nobody has, so that no
   * grant is needed to find out.
   */
  private boolean mayVend(AccessGrantsInstance instance, BaseIdentity base) {
    Access access =
        Access.of("HeadObject", Permission.READ, S3Path.object(bucket, WriteProbe.newName()));
    try {
      var unused =
          client.getDataAccess(
              settings,
              instance,
              access,
              Optional.of("s3a-access-grants doctor"),
              base.credentials());
    } catch (AccessGrantsException e) {
      switch (e.kind()) {
        case DENIED:
        case LOCATION_ROLE:
          break;
        case NOT_AUTHORIZED:
          findings.failed(
              "The caller may not ask for credentials (s3:GetDataAccess): " + e.getMessage(),
              "Needed: an IAM policy that allows the caller s3:GetDataAccess on the instance. If the"
                  + " instance is in another account, its resource policy must allow it too.");
          return false;
        default:
          findings.failed(
              "GetDataAccess fails: " + e.getMessage(), Failures.remedy(e, GET_DATA_ACCESS));
          return false;
      }
    }
    findings.ok("The caller may ask for credentials (s3:GetDataAccess)");
    return true;
  }
}
