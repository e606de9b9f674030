package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.VendedAnswer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where an engine gets vended credentials from: the services, or another process that calls them.
 * Caches no credentials. Thread-safe; never blocks. A future fails with an {@link
 * io.github.s3agrants.credentials.AccessGrantsException}.
 */
public interface GrantsClient {
  /**
   * The caller that the base credentials belong to.
   *
   * @param bucket the requested bucket
   */
  CompletableFuture<Caller> caller(ServiceSettings settings, String bucket, BaseIdentity base);

  /**
   * Credentials for an access.
   *
   * @param held the credentials that are to be replaced: what comes must be newer; null if there
   *     are none
   */
  CompletableFuture<VendedAnswer> vend(VendRequest request, @Nullable CachedCredentials held);

  /**
   * Whether the caller of a request has a grant, to read or to write, whose scope lies below a
   * path.
   */
  CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path);

  /**
   * A page of the caller's grants in the bucket of a request.
   *
   * @param token that of the page; empty for the first one
   */
  CompletableFuture<GrantPage> callerGrants(VendRequest request, Optional<String> token);

  /**
   * Finds out what all other calls for the bucket of a request need. What it fails with is the
   * failure of the request. Called before {@link #callerGrants}.
   */
  default CompletableFuture<?> locate(VendRequest request) {
    return CompletableFuture.completedFuture(true);
  }

  /**
   * The instance that manages access to a bucket, if it is known without a call; empty too if
   * another process calls the services.
   */
  default Optional<AccessGrantsInstance> instance(OwnerBucket ownerBucket) {
    return Optional.empty();
  }

  /** Prepares what calls under these settings need. May block; makes no call. */
  default void prepare(ServiceSettings settings) {}

  /** S3 does not accept these credentials any more. The next answer must not contain them. */
  default void rejected(CachedCredentials cached) {}

  /**
   * Whether the engine itself looks for the Region of a bucket that has no grants in the configured
   * one.
   */
  default boolean leavesRegionsToEngine() {
    return true;
  }
}
