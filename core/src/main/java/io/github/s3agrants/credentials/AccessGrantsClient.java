package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import java.util.Optional;

/**
 * The services that are asked: STS, S3 Control, and S3 for a bucket's Region. Every question blocks
 * on the network, is signed with the credentials that it is given, and is made once: nothing is
 * remembered here. Thread-safe.
 */
public interface AccessGrantsClient extends AutoCloseable {
  /**
   * Makes ready what questions under these settings will need, so that the first does not have to
   * wait for it. Asks nobody.
   */
  default void prepare(ServiceSettings settings) {}

  /**
   * Who the credentials belong to (STS GetCallerIdentity).
   *
   * @throws AccessGrantsException if the service cannot or will not tell
   */
  Caller identify(ServiceSettings settings, String region, SigningCredentials base);

  /**
   * The account whose instance rules over the bucket (GetAccessGrantsInstanceForPrefix).
   *
   * @throws AccessGrantsException if there is none, or the service cannot tell
   */
  String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base);

  /**
   * The Region of a bucket, as S3 tells anybody who asks, without a signature.
   *
   * @throws AccessGrantsException if it cannot be found out
   */
  String bucketRegion(ServiceSettings settings, String bucket);

  /**
   * Vends credentials (GetDataAccess).
   *
   * @param auditContext what CloudTrail shall record beside the call: 1 to 2,048 characters
   * @throws AccessGrantsException if there are none for {@code access}
   */
  VendedCredentials getDataAccess(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      Access access,
      Optional<String> auditContext,
      SigningCredentials base);

  /**
   * Whether the caller has a grant, to read or to write, whose scope lies below a path
   * (ListCallerAccessGrants).
   *
   * @throws AccessGrantsException if the service cannot tell, or may not: it takes a permission of
   *     its own
   */
  boolean hasGrantBelow(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      S3Path path,
      SigningCredentials base);

  /**
   * Whether an object that S3 refused to show is not there at all, which a LIST of exactly that key
   * tells, signed with the same credentials.
   *
   * @throws AccessGrantsException if it cannot be found out
   */
  boolean isMissing(RefusedRead refused);

  @Override
  void close();
}
