package io.github.s3agrants.settings;

import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.VendingPolicy;
import io.github.s3agrants.vending.discovery.Discovery;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/** The options of one file system. Immutable. */
public final class AccessGrantsConfig {
  private final boolean fallback;
  private final int cacheSize;
  private final Duration deniedTtl;
  private final boolean directoryProbes;
  private final Discovery discovery;
  private final boolean listsGranted;
  private final ServiceSettings service;

  private AccessGrantsConfig(Configuration conf) throws IOException {
    AccessGrantsSettings.CREDENTIALS_PROVIDER.read(conf);
    AccessGrantsSettings.TOKEN_BINDING.read(conf);
    fallback = AccessGrantsSettings.FALLBACK.read(conf);
    cacheSize = AccessGrantsSettings.CACHE_SIZE.read(conf);
    deniedTtl = AccessGrantsSettings.DENIED_TTL.read(conf);
    directoryProbes = AccessGrantsSettings.DIRECTORY_PROBES.read(conf);
    discovery =
        AccessGrantsSettings.GRANTS_DISCOVERY.read(conf)
            ? new Discovery(
                AccessGrantsSettings.GRANTS_TTL.read(conf),
                AccessGrantsSettings.GRANTS_LIMIT.read(conf))
            : Discovery.OFF;
    listsGranted = AccessGrantsSettings.LIST_GRANTED.read(conf);
    Optional<String> region = AccessGrantsSettings.REGION_SETTING.read(conf);
    S3aRegion ofS3a = S3aRegion.read(conf, region);
    Optional<URI> endpoint = AccessGrantsSettings.ENDPOINT.read(conf);
    service =
        ServiceSettings.builder()
            .user(UserGroupInformation.getCurrentUser().getUserName())
            .accountId(AccessGrantsSettings.ACCOUNT_ID_SETTING.read(conf))
            .region(region.or(ofS3a::region))
            .followsBucket(
                region.isEmpty()
                    && ofS3a.region().isPresent()
                    && endpoint.filter(S3aRegion::isOfAws).isEmpty())
            .endpoint(endpoint)
            .stsEndpoint(AccessGrantsSettings.STS_ENDPOINT.read(conf))
            .s3Endpoint(ofS3a.endpoint())
            .awsEndpoints(ofS3a.awsEndpoints())
            .network(S3aNetwork.read(conf))
            .duration(AccessGrantsSettings.DURATION.read(conf))
            .privilege(AccessGrantsSettings.PRIVILEGE.read(conf))
            .build();
  }

  /**
   * Reads the options. Refuses a set-up in which base credentials could sign requests unnoticed.
   *
   * @throws IOException naming the key, the value and what is allowed
   */
  public static AccessGrantsConfig read(Configuration conf) throws IOException {
    AccessGrantsConfig config = new AccessGrantsConfig(conf);
    SetupChecks.RULES.requireSafe(conf);
    return config;
  }

  /**
   * Reads the options of the file system {@code fsUri}. Refuses misspelt options. Without fallback,
   * refuses a file system whose every request would be refused.
   *
   * @param fsUri the URI of the file system; if it is null, or names no bucket, the check of the
   *     bucket is left out
   * @param conf the configuration of the file system; the name of its bucket may be added to it
   * @throws IOException naming the key or the bucket, and what is allowed
   */
  public static AccessGrantsConfig read(@Nullable URI fsUri, Configuration conf)
      throws IOException {
    return read(fsUri, conf, SetupChecks.RULES);
  }

  /**
   * The same for a door to another S3A.
   *
   * @param rules what its set-up must have
   * @throws IOException naming the key or the bucket, and what is allowed
   */
  public static AccessGrantsConfig read(@Nullable URI fsUri, Configuration conf, SetupRules rules)
      throws IOException {
    UnknownKeys.refuse(conf, fsUri == null ? null : fsUri.getHost());
    S3aNetwork.setFileSystem(fsUri, conf);
    AccessGrantsConfig config = new AccessGrantsConfig(conf);
    rules.requireSafe(conf);
    if (!config.fallback()) {
      SetupRules.requireGrantable(fsUri, conf);
    }
    return config;
  }

  /**
   * Reads the options of a file system that may be unsafe, to explain what is wrong with it. No
   * file system may be opened with them.
   *
   * @throws IOException as for {@link #read(Configuration)}, if a value is not allowed
   */
  public static AccessGrantsConfig readForDiagnosis(@Nullable URI fsUri, Configuration conf)
      throws IOException {
    S3aNetwork.setFileSystem(fsUri, conf);
    return new AccessGrantsConfig(conf);
  }

  /**
   * Everything that {@link #read(URI, Configuration)} would refuse of these options, in the words
   * of its exceptions; empty if it would accept them.
   *
   * @param fsUri the URI of the file system
   * @param conf the configuration that this was read from
   */
  public List<String> objections(@Nullable URI fsUri, Configuration conf) {
    return SetupChecks.RULES.objections(fsUri, conf, fallback);
  }

  /** Whether base credentials also sign requests for which no credentials can be vended. */
  public boolean fallback() {
    return fallback;
  }

  /** The number of vended credentials to cache: 1 to 1,000,000. */
  public int cacheSize() {
    return cacheSize;
  }

  /** How long to remember a denial: 0 to 1 hour; 0 means not at all. */
  public Duration deniedTtl() {
    return deniedTtl;
  }

  /** Whether and how long the caller's grants are known. */
  public Discovery discovery() {
    return discovery;
  }

  /** Whether S3A's own existence checks above a grant are answered "not found". */
  public boolean directoryProbes() {
    return directoryProbes;
  }

  /** What is done if no credentials are vended, and what is known of the caller's grants. */
  public VendingPolicy policy() {
    return new VendingPolicy(fallback, deniedTtl, directoryProbes, discovery, listsGranted);
  }

  /** The endpoint of S3 that S3A uses in place of the SDK's own. */
  public Optional<URI> s3Endpoint() {
    return service.s3Endpoint();
  }

  /**
   * The Region in which S3A looks for a bucket, else that of the instance; empty if neither is set.
   */
  public Optional<String> s3Region() {
    return service.region().map(known -> service.awsEndpoints().s3Region());
  }

  /** How to call the services, and what credentials to request. */
  public ServiceSettings service() {
    return service;
  }
}
