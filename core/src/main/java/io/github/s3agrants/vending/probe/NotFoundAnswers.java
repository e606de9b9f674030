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
 * Records the paths that a file system was told do not exist, although S3 was not asked. Prevents
 * these answers from causing an overwrite. Thread-safe.
 *
 * <p>A caller who may neither read nor write an object cannot harm it, but a grant that is made
 * later changes that. An operation that was told so therefore never writes there, however it gets
 * the permission. Any other operation is stopped at its first write there, once. Once S3 itself has
 * been asked about a path, its record is dropped.
 *
 * <p>At most 100,000 paths are recorded.
 */
public final class NotFoundAnswers {
  private static final int MAXIMUM_SIZE = 100_000;

  /** By path that must not be written: the last operation that was told it does not exist. */
  private final Cache<CacheKey, Optional<String>> told =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /** Whether anything was recorded. Nearly always false. */
  private volatile boolean any;

  /** Records that a probe was answered "not found" without S3. */
  public void tell(CacheOwner owner, Access probe, RequestContext context) {
    any = true;
    told.put(key(owner, probe.path()), context.operationId());
  }

  /**
   * Whether {@link #forbids} is to be called before a request is sent. Stops nothing by itself, so
   * that a request may be looked at more than once.
   *
   * @param access what the credentials are about to be used for
   */
  public boolean mayForbid(CacheOwner owner, Access access) {
    if (!any) {
      return false;
    }
    if (access.probe() != Probe.NONE) {
      // The probe goes to S3, which knows what exists.
      told.invalidate(key(owner, access.path()));
      return false;
    }
    S3Path written = access.written().orElse(null);
    return written != null
        && (told.getIfPresent(key(owner, written)) != null
            || told.getIfPresent(key(owner, directory(written))) != null);
  }

  /**
   * Whether a request must not be sent, although there are credentials for it. To be called once
   * for each request.
   *
   * @param access what the credentials are about to be used for
   */
  public boolean forbids(CacheOwner owner, Access access, RequestContext context) {
    if (!mayForbid(owner, access)) {
      return false;
    }
    S3Path written = access.written().orElseThrow();
    boolean object = wasTold(owner, written, context);
    boolean directory = wasTold(owner, directory(written), context);
    return object || directory;
  }

  private static S3Path directory(S3Path object) {
    return S3Path.prefix(object.bucket(), object.key() + "/");
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
