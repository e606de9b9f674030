package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.ServiceSettings;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the cache owner for a request to a bucket: the caller that the base credentials belong to,
 * under the settings of the file system, or under those of the Region that the bucket turned out to
 * be in. Thread-safe; never blocks.
 */
final class CallerResolver {
  private final CacheOwners owners;
  private final RegionRedirects redirects;
  private final BiConsumer<CacheOwner, String> whenKnown;
  private volatile @Nullable KnownCaller last;

  /**
   * Resolves the callers of a file system.
   *
   * @param whenKnown is told of each owner that is found without a call, and of the bucket, unless
   *     it is the owner that was found last
   */
  CallerResolver(
      CacheOwners owners, RegionRedirects redirects, BiConsumer<CacheOwner, String> whenKnown) {
    this.owners = owners;
    this.redirects = redirects;
    this.whenKnown = whenKnown;
  }

  private static final class KnownCaller {
    final BaseIdentity base;
    final CacheOwner owner;

    KnownCaller(BaseIdentity base, CacheOwner owner) {
      this.base = base;
      this.owner = owner;
    }
  }

  /**
   * The owner, if it is known without a call; else null. Most requests have the same credentials as
   * the last one.
   */
  @Nullable CacheOwner known(BaseIdentity base, String bucket) {
    ServiceSettings settings = redirects.of(bucket);
    KnownCaller present = last;
    if (present != null && present.base == base && present.owner.settings().equals(settings)) {
      return present.owner;
    }
    if (base.isAnonymous()) {
      return null;
    }
    CacheOwner owner = owners.known(base.key(settings)).orElse(null);
    if (owner != null) {
      last = new KnownCaller(base, owner);
      whenKnown.accept(owner, bucket);
    }
    return owner;
  }

  /**
   * The owner, or a failure with an {@link AccessGrantsException}. Calls the services if the owner
   * is not known.
   */
  CompletableFuture<CacheOwner> resolve(BaseIdentity base, String bucket) {
    try {
      return owners.resolve(base.key(redirects.of(bucket)), bucket, base);
    } catch (AccessGrantsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  RegionRedirects redirects() {
    return redirects;
  }
}
