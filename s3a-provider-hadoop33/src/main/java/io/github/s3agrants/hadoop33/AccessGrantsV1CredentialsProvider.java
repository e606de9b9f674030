package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.ActiveLine;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Supplies S3A of Hadoop 3.3 with placeholder credentials, in place of which {@link
 * AccessGrantsV1Signer} signs each request with vended or base credentials. No service accepts the
 * placeholder, so S3 refuses a request that another signer has signed.
 *
 * <p>The constructor fails if the file system is set up in a way that requests cannot be signed
 * with vended credentials.
 *
 * <p>Name this class in {@code fs.s3a.aws.credentials.provider}, and the signer in {@code
 * fs.s3a.custom.signers} and {@code fs.s3a.s3.signing-algorithm}. S3A creates one instance for each
 * file system and closes it with the file system. What the file systems of a JVM share is released
 * when the last one is closed. Thread-safe.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsV1CredentialsProvider implements AWSCredentialsProvider, Closeable {
  static {
    RequiredS3a.check();
  }

  private final V1CallerCredentials caller;
  private final FileSystemDoor door;
  private final AccessGrantsRuntime.Lease lease;
  private volatile @Nullable PlaceholderCredentials last;

  /**
   * Creates the provider of a file system. S3A looks for a constructor with these parameters.
   *
   * @param fsUri the URI of the file system; may be null, as S3A documents it
   * @param conf the configuration, to which S3A has already applied the bucket's own options. If it
   *     names no factory of S3 clients, {@link AccessGrantsV1ClientFactory} is set
   * @throws IOException if the value of an option is not allowed, if auditing is off, if the signer
   *     is not set, if no grant can be created on the bucket, or if a module of version 2 of the
   *     AWS SDK is missing. The message names the key and the allowed values, or the module
   */
  public AccessGrantsV1CredentialsProvider(@Nullable URI fsUri, Configuration conf)
      throws IOException {
    // First, because whatever else is needed here uses the SDK.
    RequiredSdk.check();
    AccessGrantsConfig config = AccessGrantsConfig.read(fsUri, conf, V1Setup.RULES);
    this.lease = AccessGrantsRuntime.acquire(config.cacheSize(), V1Network::createClient);
    try {
      this.caller = V1CallerCredentials.open(fsUri, conf);
      VendingEngine engine = AccessGrantsRuntime.engine().orElseThrow();
      // Runs in the background while S3A sets up the rest of the file system.
      var unused = engine.prepare(config.service());
      this.door =
          new FileSystemDoor(
              engine.vendor(config.service(), config.policy(), new ActiveLine(config.fallback())),
              config.service().s3Endpoint(),
              config.fallback());
    } catch (IOException | RuntimeException | Error e) {
      // S3A does not close a provider whose constructor failed.
      lease.close();
      throw e;
    }
    V1Setup.replaceDefaultFactory(conf);
  }

  /**
   * Returns a placeholder, which no service accepts as a signer. {@link AccessGrantsV1Signer} reads
   * the base credentials from it.
   */
  @Override
  public AWSCredentials getCredentials() {
    var now = caller.resolve();
    PlaceholderCredentials present = last;
    if (present != null && present.base() == now) {
      return present;
    }
    PlaceholderCredentials made = new PlaceholderCredentials(door, now);
    last = made;
    return made;
  }

  @Override
  public void refresh() {
    caller.refresh();
  }

  @Override
  public void close() {
    lease.close();
    caller.close();
  }

  @Override
  public String toString() {
    return "AccessGrantsV1CredentialsProvider over " + caller;
  }
}
