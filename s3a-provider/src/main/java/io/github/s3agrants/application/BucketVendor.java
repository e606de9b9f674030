package io.github.s3agrants.application;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.BucketOptions;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.vending.ApplicationVendor;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Vends for the executors' file systems of one bucket, as the caller that the driver's own
 * configuration names. Thread-safe.
 */
final class BucketVendor implements Closeable {
  private final FileSystemIdentity identity;
  private final CallerCredentials caller;
  private final ApplicationVendor vendor;
  private volatile @Nullable Packed packed;

  private BucketVendor(
      FileSystemIdentity identity, CallerCredentials caller, ApplicationVendor vendor) {
    this.identity = identity;
    this.caller = caller;
    this.vendor = vendor;
  }

  /** The answer for known grants. */
  private static final class Packed {
    final KnownGrants grants;
    final Answer answer;

    Packed(KnownGrants grants) {
      this.grants = grants;
      this.answer =
          PackedGrants.of(grants).map(Answer::grants).orElseGet(() -> Answer.failed(tooLong()));
    }
  }

  /**
   * Reads the configuration of a bucket. May block.
   *
   * @param conf the driver's Hadoop configuration
   * @throws AccessGrantsException if no file system of this bucket could use Access Grants
   */
  static BucketVendor open(String bucket, Configuration conf, VendingEngine engine) {
    try {
      URI fsUri = new URI("s3a", bucket, null, null);
      Configuration applied = BucketOptions.apply(conf, fsUri);
      AccessGrantsConfig config = AccessGrantsConfig.read(fsUri, applied);
      CallerCredentials caller = CallerCredentials.open(fsUri, applied);
      return new BucketVendor(
          FileSystemIdentity.of(applied, config),
          caller,
          engine.applicationVendor(
              config.service(), config.deniedTtl(), config.discovery(), caller::resolve));
    } catch (IOException | URISyntaxException | IllegalArgumentException e) {
      throw new AccessGrantsException(
          Kind.BAD_REQUEST,
          "The driver cannot vend for bucket " + bucket + ": " + e.getMessage(),
          null,
          e);
    }
  }

  /** Why this driver must not vend for a file system of an executor; empty if it may. */
  Optional<String> objectionTo(FileSystemIdentity asking) {
    return identity.objectionTo(asking);
  }

  ApplicationVendor vendor() {
    return vendor;
  }

  /** The answer to who asks for the caller's grants. It is made once for all executors. */
  Answer grants(KnownGrants known) {
    Packed present = packed;
    if (present == null || present.grants != known) {
      present = new Packed(known);
      packed = present;
    }
    return present.answer;
  }

  private static AccessGrantsException tooLong() {
    return new AccessGrantsException(
            Kind.UNAVAILABLE,
            "The caller's grants in the bucket are too much for a message to an executor.")
        .lasting(ApplicationVendor.FOR_GOOD);
  }

  @Override
  public void close() {
    caller.close();
  }
}
