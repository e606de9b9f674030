package io.github.s3agrants.vending.probe;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CacheKey;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.Optional;

/**
 * What a file system was told is not there, although S3 was not asked: a caller who may neither
 * read nor write an object cannot do it harm. A grant that is made later changes that. So an
 * operation that was told so never writes there, however it comes by the permission; any other
 * finds out at its first write, once. What S3 itself has been asked about is no longer supposed.
 * Thread-safe.
 *
 * <p>The least recently told are forgotten beyond 100,000.
 */
public final class NotFoundAnswers {
  private static final int MAXIMUM_SIZE = 100_000;

  /** What may not be written, and the operation that was told last that it is not there. */
  private final Cache<CacheKey, Optional<String>> told =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /** Whether anything was told: false for nearly every file system at nearly every time. */
  private volatile boolean any;

  /** A probe was answered "not found" without S3. */
  public void tell(CacheOwner owner, Access probe, RequestContext context) {
    any = true;
    told.put(key(owner, probe.path()), context.operationId());
  }

  /**
   * Whether a request must not be sent, although there are credentials for it.
   *
   * @param access what those credentials are about to be used for
   */
  public boolean forbids(CacheOwner owner, Access access, RequestContext context) {
    if (!any) {
      return false;
    }
    if (access.probe() != Probe.NONE) {
      // It goes to S3, which knows.
      told.invalidate(key(owner, access.path()));
      return false;
    }
    S3Path written = access.written().orElse(null);
    return written != null
        && (wasTold(owner, written, context)
            || wasTold(owner, S3Path.prefix(written.bucket(), written.key() + "/"), context));
  }

  private boolean wasTold(CacheOwner owner, S3Path path, RequestContext context) {
    CacheKey key = key(owner, path);
    Optional<String> operation = told.getIfPresent(key);
    if (operation == null) {
      return false;
    }
    if (operation.isEmpty() || !operation.equals(context.operationId())) {
      told.invalidate(key);
    }
    return true;
  }

  private static CacheKey key(CacheOwner owner, S3Path path) {
    return new CacheKey(owner, Permission.WRITE, path);
  }
}
