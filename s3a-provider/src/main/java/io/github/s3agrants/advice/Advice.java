package io.github.s3agrants.advice;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.BatchKeys;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.aws.Partitions;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.vending.VendingException;
import org.apache.hadoop.fs.s3a.Constants;

/** Advice in messages: what users can do about a failure. */
public final class Advice {
  /** Source: user guide, "Register a location" (access-grants-location-register), trust policy. */
  private static final String TRUST_POLICY =
      "There is a grant, but S3 Access Grants may not assume the role of its location. Needed: a"
          + " trust policy of that role that allows the principal"
          + " access-grants.s3.amazonaws.com the actions sts:AssumeRole and sts:SetSourceIdentity"
          + " (for directory users and groups also sts:SetContext). No condition in it, and no"
          + " policy of the organization, may forbid them.";

  /** Source: CreateAccessGrant, Grantee: "IAM user or role". */
  private static final String OF_ROLES =
      " . The caller is a session of that role. Grants are made to users and roles, never to a"
          + " session: a grant to the role covers all of its sessions.";

  private Advice() {}

  /** Returns the advice on a failure, in one or more sentences. */
  public static String on(VendingException e, RequestOrigin origin) {
    switch (e.kind()) {
      case DENIED:
        return e.access()
            .map(access -> neededGrant(e, access, origin))
            .orElseGet(Advice::orFallback);
      case NOT_AUTHORIZED:
        return neededAction(e);
      case LOCATION_ROLE:
        return TRUST_POLICY;
      case NO_INSTANCE:
        return "Check that there is an S3 Access Grants instance in the bucket's account and"
            + " Region, or set "
            + AccessGrantsSettings.ACCOUNT_ID_SETTING.key()
            + " and "
            + AccessGrantsSettings.REGION_SETTING.key()
            + ".";
      case NO_BUCKET:
        return "Check the bucket's name, and the key " + Constants.ENDPOINT + ".";
      case CALLER_CREDENTIALS:
        return "Check the caller's own credentials, which come from " + e.credentialsSource() + ".";
      case CLOCK_SKEW:
        return "Check this machine's clock: it differs too much from the service's. The credentials"
            + " may be right.";
      case THROTTLED:
        return "S3A tries again.";
      case UNAVAILABLE:
        return "S3A tries again if it retries the same failure of S3.";
      case UNREACHABLE:
        return "Check the URL, the key that sets it, and the network in between. S3A does not try"
            + " again.";
      case NO_BASE_CREDENTIALS:
        return "Nothing was sent to S3: " + e.credentialsSource() + ".";
      case CLOSED:
        return "Nothing was sent to S3: the file system was closed before there was an answer.";
      case BAD_REQUEST:
        return rejected(e) + "Nothing was sent to S3.";
      default:
        return "Nothing was sent to S3.";
    }
  }

  /** With this code a service says that the signature is for another service or Region. */
  private static String rejected(VendingException e) {
    return String.valueOf(e.getMessage()).contains("AuthorizationHeaderMalformed")
        ? String.format(
            "Check that %s and %s are the URLs of these services, and that the instance is in the"
                + " Region of %s (not set: of %s). ",
            AccessGrantsSettings.ENDPOINT.key(),
            AccessGrantsSettings.STS_ENDPOINT.key(),
            AccessGrantsSettings.REGION_SETTING.key(),
            Constants.AWS_REGION)
        : "";
  }

  /**
   * Names the action that IAM refused: GetCallerIdentity if the caller is not known, else
   * GetAccessGrantsInstanceForPrefix if the instance is not known, else GetDataAccess. A grant
   * cannot allow it.
   */
  private static String neededAction(VendingException e) {
    String orAccount =
        ", or set "
            + AccessGrantsSettings.ACCOUNT_ID_SETTING.key()
            + " to the account of the bucket's S3 Access Grants instance: this call is then not made.";
    if (e.owner().isEmpty()) {
      return "Needed: sts:GetCallerIdentity, which the policy of a VPC endpoint may refuse"
          + orAccount;
    }
    return e.instance()
        .map(
            instance ->
                "Needed: an IAM policy that allows the caller s3:GetDataAccess on the instance "
                    + Partitions.arnOf(instance)
                    + ". If the instance is in another account, its resource policy must allow it"
                    + " too.")
        .orElse(
            "Needed: an IAM policy that allows the caller s3:GetAccessGrantsInstanceForPrefix"
                + orAccount);
  }

  private static String neededGrant(VendingException e, Access access, RequestOrigin origin) {
    NeededGrant needed = NeededGrant.of(access, origin, e.apart());
    return apart(e, access)
        + access
            .batchKeys()
            .map(keys -> forAll(needed, access, keys))
            .orElseGet(() -> "Needed: a grant of " + needed + ". ")
        + orFallback()
        + " To create that grant, replace LOCATION_ID with the ID of the location s3:// (for another"
        + " location, the sub-prefix is the part after its scope): "
        + GrantCommand.of(needed, e.instance(), principal(e))
        + (GrantCommand.isSession(principal(e)) ? OF_ROLES : "");
  }

  /** Says of a copy why the grants that the caller has are not enough. Empty for anything else. */
  private static String apart(VendingException e, Access access) {
    return access.permission() != Permission.READWRITE
            || (access.batchKeys().isEmpty() && e.apart().isEmpty())
        ? ""
        : "This is a copy, as a rename makes it. "
            + e.apart()
                .map(
                    apart ->
                        String.format(
                            "The caller has %s for the source and %s for the destination, granted"
                                + " apart. ",
                            apart.source(), apart.destination()))
                .orElse("")
            + "READ plus WRITE do not add up to READWRITE: one request is signed with the"
            + " credentials of one grant. ";
  }

  private static String principal(VendingException e) {
    return e.owner().map(owner -> owner.caller().principal()).orElse("");
  }

  private static String orFallback() {
    return AccessGrantsSettings.FALLBACK.key()
        + "=true would sign with the caller's own credentials instead.";
  }

  /**
   * Describes the one grant that all keys of a request need. A request is signed once, so a grant
   * for each of its keys does not help.
   */
  private static String forAll(NeededGrant needed, Access access, BatchKeys keys) {
    S3Path first = S3Path.object(access.path().bucket(), keys.first());
    S3Path last = S3Path.object(access.path().bucket(), keys.last());
    return access.permission() == Permission.READWRITE
        ? String.format(
            "Needed: one grant of %s, for one request that copies %s to %s. Copied through the"
                + " client (hadoop fs -cp, distcp), which reads and writes the data, it needs a grant"
                + " of READ on the first and one of WRITE on the second. ",
            needed, first, last)
        : String.format(
            "Needed: one grant of %s, for one request that deletes %d keys, from %s to %s. With"
                + " %s=false S3A sends one request for each key, and a grant of WRITE on each key"
                + " is enough. ",
            needed, keys.count(), first, last, Constants.ENABLE_MULTI_DELETE);
  }
}
