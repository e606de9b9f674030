package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.OwnerBucket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Tells once, for one file system, who calls the services and which instance, as soon as both are
 * known. Makes no call to find out. Thread-safe.
 */
final class Announcement {
  private final GrantsClient grants;
  private final boolean asking;
  private final Consumer<ActiveFileSystem> listener;
  private final AtomicBoolean made = new AtomicBoolean();

  /**
   * Nothing has been told yet.
   *
   * @param asking whether vended credentials come from another process, which knows the instance
   * @param listener is told
   */
  Announcement(GrantsClient grants, boolean asking, Consumer<ActiveFileSystem> listener) {
    this.grants = grants;
    this.asking = asking;
    this.listener = listener;
  }

  boolean isMade() {
    return made.get();
  }

  /** A request to a bucket has shown its caller. */
  void seen(CacheOwner owner, String bucket) {
    if (isMade()) {
      return;
    }
    Optional<AccessGrantsInstance> instance = grants.instance(new OwnerBucket(owner, bucket));
    if ((asking || instance.isPresent()) && made.compareAndSet(false, true)) {
      listener.accept(new ActiveFileSystem(bucket, owner.caller(), instance));
    }
  }
}
