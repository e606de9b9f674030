package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import java.util.Optional;

/**
 * Calls the services: STS, S3 Control, and S3 for a bucket's Region. Each method blocks on the
 * network, signs with the credentials that it is given, and caches nothing. Thread-safe.
 */
public interface AccessGrantsClient extends AutoCloseable {
  /**
   * Prepares what calls under these settings need, so that the first call does not have to wait for
   * it. Makes no call itself.
   */
  default void prepare(ServiceSettings settings) {}

  /**
   * The caller that the credentials belong to (STS GetCallerIdentity).
   *
   * @throws AccessGrantsException if the service cannot or will not tell
   */
  Caller identify(ServiceSettings settings, String region, SigningCredentials base);

  /**
   * The account of the instance that manages access to the bucket
   * (GetAccessGrantsInstanceForPrefix).
   *
   * @throws AccessGrantsException if there is no such instance, or the service cannot tell
   */
  String instanceAccount(
      ServiceSettings settings,
      String region,
      String callerAccount,
      String bucket,
      SigningCredentials base);

  /**
   * The Region of a bucket. The request to S3 is not signed, since S3 tells anybody.
   *
   * @throws AccessGrantsException if the Region cannot be found out
   */
  String bucketRegion(ServiceSettings settings, String bucket);

  /**
   * Vends credentials (GetDataAccess).
   *
   * @param auditContext the text that CloudTrail records with the call: 1 to 2,048 characters
   * @throws AccessGrantsException if no credentials are vended for {@code access}
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
   * @throws AccessGrantsException if the service cannot tell, or if the caller lacks the IAM
   *     permission that this call needs
   */
  boolean hasGrantBelow(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      S3Path path,
      SigningCredentials base);

  /**
   * Whether an object that S3 refused to return does not exist. Lists exactly that key, signed with
   * the same credentials.
   *
   * @throws AccessGrantsException if it cannot be found out
   */
  boolean isMissing(RefusedRead refused);

  @Override
  void close();
}
