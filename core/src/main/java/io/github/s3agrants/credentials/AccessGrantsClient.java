package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import java.time.Duration;
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
   * A page of the caller's grants (ListCallerAccessGrants). Those whose scope has a form that is
   * not known are left out.
   *
   * @param fragment the beginning of a path, {@code s3://…}. The service returns "only the grants
   *     with a path that contains the path fragment" (API_control_ListCallerAccessGrants), which is
   *     not defined further
   * @param token that of the page; empty for the first one
   * @param timeout for this page
   * @throws AccessGrantsException if the service cannot tell, or if the caller lacks the IAM
   *     permission that this call needs
   */
  GrantPage callerGrants(
      ServiceSettings settings,
      AccessGrantsInstance instance,
      String fragment,
      Optional<String> token,
      Duration timeout,
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
